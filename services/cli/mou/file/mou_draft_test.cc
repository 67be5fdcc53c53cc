#include "services/cli/mou/file/mou_draft.h"

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
using ::testing::HasSubstr;

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

// What is said of `parties`, which are refused.
std::string Refused(const std::vector<std::string>& parties) {
  v1::Mou mou = Template();
  const absl::Status status = NameParties(parties, mou);
  EXPECT_EQ(ExitCodeOf(status), ExitCode::kUsage);
  EXPECT_EQ(mou.SerializeAsString(), Template().SerializeAsString());
  return std::string(status.message());
}

TEST(NamePartiesTest, RefusesAnotherNumber) {
  for (const std::vector<std::string>& parties :
       {std::vector<std::string>{"a"}, {"a", "b", "c"}, {}}) {
    EXPECT_THAT(Refused(parties), HasSubstr("police, clinic"));
  }
}

TEST(NamePartiesTest, RefusesTwins) {
  EXPECT_THAT(Refused({"police", "police"}), HasSubstr("twice"));
  EXPECT_THAT(Refused({"a", "b", "a"}), HasSubstr("twice"));
}

TEST(NamePartiesTest, RefusesWhatIsNoName) {
  EXPECT_THAT(Refused({"../police", "clinic"}), HasSubstr("is not a name"));
  EXPECT_THAT(Refused({"police", ""}), HasSubstr("is not a name"));
}

TEST(CheckNewIdTest, AnIdIsNoPath) {
  EXPECT_THAT(CheckNewId("police-clinic"), IsOk());
  for (const char* id : {"", "../x", "a/b", "X", "a b", ".."}) {
    EXPECT_EQ(ExitCodeOf(CheckNewId(id)), ExitCode::kUsage) << id;
  }
}

}  // namespace
}  // namespace homeward::cli
