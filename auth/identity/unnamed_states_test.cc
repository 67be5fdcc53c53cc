#include "auth/identity/unnamed_states.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"

namespace homeward::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Of members with these ids and states.
std::vector<std::string> Unnamed(
    const std::vector<std::pair<std::string, std::string>>& members) {
  v1::Directory directory;
  for (const auto& [agency_id, country] : members) {
    v1::Member& member = *directory.add_members();
    member.set_agency_id(agency_id);
    member.set_country_code(country);
  }
  return UnnamedStates(directory.members());
}

TEST(UnnamedStatesTest, CountOnlyBesideNamedOnes) {
  EXPECT_THAT(Unnamed({}), IsEmpty());
  EXPECT_THAT(Unnamed({{"clinic", ""}, {"ngo", ""}}), IsEmpty());
  EXPECT_THAT(Unnamed({{"clinic", "PL"}, {"ngo", "UA"}}), IsEmpty());
  EXPECT_THAT(Unnamed({{"clinic", ""}, {"ngo", "UA"}, {"police", ""}}),
              ElementsAre("clinic", "police"));
}

TEST(UnnamedStatesTest, ALongListIsCut) {
  std::vector<std::string> ids;
  for (int i = 1; i <= 5; ++i) ids.push_back(absl::StrCat("a", i));
  EXPECT_THAT(UnnamedStatesText(ids), HasSubstr("for a1, a2, a3, a4, a5, "));
  EXPECT_THAT(UnnamedStatesText(ids), Not(HasSubstr("more")));
  ids.push_back("a6");
  ids.push_back("a7");
  EXPECT_THAT(UnnamedStatesText(ids), HasSubstr("a5 and 2 more, "));
}

}  // namespace
}  // namespace homeward::auth
