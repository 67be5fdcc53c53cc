#include "auth/identity/unnamed_states.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

namespace homeward::auth {

std::string UnnamedStatesText(absl::Span<const std::string> agency_ids) {
  constexpr size_t kNamed = 5;
  const size_t more =
      agency_ids.size() > kNamed ? agency_ids.size() - kNamed : 0;
  return absl::StrCat(
      "no state is named for ",
      absl::StrJoin(agency_ids.subspan(0, kNamed), ", "),
      more > 0 ? absl::StrCat(" and ", more, " more") : "",
      ", while one is for others: such an agency may be of any child's country "
      "of origin, so agencies of a named state tell it nothing of a child "
      "without a consent to that");
}

}  // namespace homeward::auth
