#ifndef HOMEWARD_AUTH_IDENTITY_UNNAMED_STATES_H_
#define HOMEWARD_AUTH_IDENTITY_UNNAMED_STATES_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

// Members of a directory that names the states of some, and not of all: rule
// P-CONSENT of docs/mou.md takes them for agencies of any state. Pure.
namespace homeward::auth {

// The ids of those of `members`, of the type Member or v1::Member, for whom no
// state is named though one is for others, in their order. Empty if states are
// named for all, or for nobody.
template <typename Members>
std::vector<std::string> UnnamedStates(const Members& members) {
  std::vector<std::string> unnamed;
  bool is_any_named = false;
  for (const auto& member : members) {
    if (member.country_code().empty()) {
      unnamed.push_back(member.agency_id());
    } else {
      is_any_named = true;
    }
  }
  return is_any_named ? unnamed : std::vector<std::string>();
}

// What that comes to for `agency_ids`, at least one: for people, without a full
// stop. Names the first five.
std::string UnnamedStatesText(absl::Span<const std::string> agency_ids);

// What governance has to do about it: for people.
inline constexpr char kNameStates[] =
    "governance writes country_code (two capital letters, such as GB) into the "
    "member file of each, and puts it into the next directory: `homeward "
    "federation admit MEMBERFILE`";

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_UNNAMED_STATES_H_
