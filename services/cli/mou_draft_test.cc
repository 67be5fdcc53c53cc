#include "services/cli/mou_draft.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "services/cli/exit_code.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;

v1::Mou Template() {
  return TextProto(R"pb(
    party_agency_ids: [ "police", "clinic" ]
    case_issuer_agency_ids: [ "police", "court" ]
    clauses {
      match {
        owner { agency_ids: [ "clinic" ] }
        requester { agency_ids: [ "police", "court" ] }
      }
    }
    clauses { match { owner { any: true } } }
  )pb");
}

TEST(NamePartiesTest, RenamesWhereverAPartyStands) {
  v1::Mou mou = Template();
  ASSERT_THAT(NameParties({"harbour-police", "st-luke"}, mou), IsOk());
  EXPECT_THAT(mou.party_agency_ids(), ElementsAre("harbour-police", "st-luke"));
  EXPECT_THAT(mou.case_issuer_agency_ids(),
              ElementsAre("harbour-police", "court"));
  const v1::Match& match = mou.clauses(0).match();
  EXPECT_THAT(match.owner().agency_ids(), ElementsAre("st-luke"));
  EXPECT_THAT(match.requester().agency_ids(),
              ElementsAre("harbour-police", "court"));
  EXPECT_TRUE(mou.clauses(1).match().owner().any());
  EXPECT_FALSE(mou.clauses(1).match().has_requester());
}

TEST(NamePartiesTest, TwoPartiesMayChangePlaces) {
  v1::Mou mou = Template();
  ASSERT_THAT(NameParties({"clinic", "police"}, mou), IsOk());
  EXPECT_THAT(mou.clauses(0).match().owner().agency_ids(),
              ElementsAre("police"));
}

TEST(NamePartiesTest, RefusesAnotherNumberAndTwins) {
  for (const std::vector<std::string>& parties :
       {std::vector<std::string>{"a"}, {"a", "b", "c"}, {"a", "a"}, {}}) {
    v1::Mou mou = Template();
    const absl::Status status = NameParties(parties, mou);
    EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage);
    EXPECT_THAT(std::string(status.message()),
                ::testing::HasSubstr("police, clinic"));
    EXPECT_EQ(mou.SerializeAsString(), Template().SerializeAsString());
  }
}

}  // namespace
}  // namespace homeward::cli
