#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_F(PolicyTest, RefusesForeignSignatures) {
  const testing::Federation other;
  EXPECT_THAT(policy().InstallDirectory(other.Directory(2), now()),
              StatusIs(StatusCode::kUnauthenticated));
  EXPECT_THAT(policy().InstallRevocationList(
                  other.base().SignedList("north", 9, {}, now()), now()),
              StatusIs(StatusCode::kUnauthenticated));
  const v1::Mou mou = federation_.Template("ngo_clinic");
  EXPECT_THAT(policy().ProposeMou(other.SignMou(mou), false, now()),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("no party's signature")));
  EXPECT_THAT(policy().ProposeMou(
                  federation_.SignMou(federation_.Template("police_ngo")),
                  false, now()),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no party")));
  Propose(federation_.SignMou(mou));
  EXPECT_THAT(policy().StateMou(other.State("ngo-clinic", "west", 1,
                                            v1::MOU_STATEMENT_KIND_SUSPEND),
                                now()),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(Tell("north", 1, v1::MOU_STATEMENT_KIND_SUSPEND),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, AForgedSignatureDoesNotStandInTheWay) {
  const v1::Mou mou = federation_.Template("ngo_clinic");
  const v1::Envelope real = federation_.SignMou(mou);
  v1::Envelope forged = real;
  forged.mutable_signatures(0)->set_signature("nonsense");
  EXPECT_EQ(Propose(forged), v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(Propose(real), v1::MOU_STATE_ACTIVE);
}

TEST_F(PolicyTest, AnIncompleteTextCantSquatOnAnId) {
  const v1::Mou mou = federation_.Template("ngo_clinic");
  v1::Mou squatter = mou;
  squatter.set_party_agency_ids(0, "north");
  squatter.set_legal_authority("none");
  for (v1::Clause& clause : *squatter.mutable_clauses()) {
    for (auto* set : {clause.mutable_match()->mutable_owner(),
                      clause.mutable_match()->mutable_requester()}) {
      for (std::string& id : *set->mutable_agency_ids()) {
        if (id == "west") id = "north";
      }
    }
  }
  Propose(federation_.SignMou(squatter, {"north"}));
  ASSERT_OK(Tell("north", 1, v1::MOU_STATEMENT_KIND_TERMINATE));
  EXPECT_EQ(Propose(federation_.SignMou(mou)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
  store_.Reopen(now());
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, APartyCantFillTheStore) {
  v1::Mou mou = federation_.Template("ngo_clinic");
  absl::Status last;
  int taken = 0;
  for (int i = 0; i < 60 && last.ok(); ++i) {
    mou.set_mou_id("flood-" + std::to_string(i));
    last = policy()
               .ProposeMou(federation_.SignMou(mou, {"west"}), false, now())
               .status();
    taken += last.ok();
  }
  EXPECT_THAT(last, StatusIs(StatusCode::kResourceExhausted));
  EXPECT_EQ(taken, 50);
  Propose(
      federation_.SignMou(federation_.Template("police_clinic"), {"north"}));
  Propose(federation_.SignMou(federation_.Template("ngo_clinic")));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyTest, TakesTheGoodOfWhatAPeerSends) {
  v1::SharedDocuments documents;
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("ngo_clinic"));
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("police_ngo"));
  documents.add_mous()->set_payload("nonsense");
  *documents.add_mou_statements() = federation_.State(
      "ngo-clinic", "west", 1, v1::MOU_STATEMENT_KIND_SUSPEND);
  documents.add_revocation_lists()->set_payload("\xff");
  documents.mutable_directory();
  EXPECT_THAT(policy().Take(documents, now()), SizeIs(4));
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_SUSPENDED);
}

}  // namespace
}  // namespace homeward::policy
