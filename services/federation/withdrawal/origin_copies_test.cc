// What becomes of copies at agencies of the child's country of origin: the west
// asks the south, and the south learns or is told more.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/origin_walk.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/engine/engine.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

class OriginCopiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    record_id_ = nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  }

  // The directory names these states, from now on.
  void Name(const std::map<std::string, std::string>& countries) {
    v1::Directory message = nodes_.federation.message();
    message.set_version(++version_);
    for (v1::Member& member : *message.mutable_members()) {
      const auto found = countries.find(member.agency_id());
      if (found != countries.end()) member.set_country_code(found->second);
    }
    for (Node* node : {&nodes_.south, &nodes_.west}) {
      ASSERT_OK(node->store().policy().InstallDirectory(
          nodes_.federation.Sign(message), node->now()));
    }
  }
  v1::Outcome Asked() { return nodes_.Locate(kName).OutcomeOf("south"); }

  // The south's record has one more claim, and the south tells what follows.
  void Add(v1::Claim claim) {
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Seconds(100 - ++claims_));
    nodes_.south.AddTo(record_id_, claim);
    Turn();
  }
  void ComesFrom(const std::string& country) {
    v1::Claim claim;
    claim.mutable_identity()->set_country_of_origin(country);
    Add(claim);
  }
  // What she says of her country of origin, for the west and for so long.
  void Says(bool may_be_told, absl::Duration from_now = absl::Hours(8000)) {
    v1::Claim claim;
    v1::Consent& consent = *claim.mutable_consent();
    consent.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    consent.add_recipient_agency_ids("west");
    consent.add_categories(v1::CATEGORY_ID_MIN);
    consent.add_categories(v1::CATEGORY_LOC_COARSE);
    consent.set_given_by(v1::CONSENT_GIVER_CHILD);
    *consent.mutable_given_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Hours(1));
    *consent.mutable_expiry_time() =
        auth::ToTimestamp(nodes_.south.now() + from_now);
    consent.set_disclosure_country_of_origin(may_be_told);
    Add(claim);
  }
  // Adds that it is told where the child of this record comes from.
  void Word(const std::string& record_id, storage::Submission& submission) {
    v1::Claim claim;
    claim.mutable_identity()->set_country_of_origin("UA");
    ASSERT_OK(nodes_.south.withdrawals().Revoke(
        record_id, {claim}, "nurse", nodes_.south.now(), &submission.writes));
  }
  // The south tells, and takes what comes back.
  void Turn() {
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  }

  void Later(absl::Duration time) {
    for (Node* node : {&nodes_.south, &nodes_.west}) {
      node->SetNow(node->now() + time);
    }
  }

  // What the south has yet to look at, or to look at again.
  std::vector<internal::v1::StoredDocument> Words() {
    auto words = nodes_.south.store().documents().List("consent_revocation");
    EXPECT_OK(words);
    return *std::move(words);
  }
  std::vector<v1::WithdrawalStatus> Withdrawals() {
    return nodes_.south.withdrawals().List("", false, 10);
  }
  // The newest first.
  v1::KeptAnswer Kept() {
    const auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return kept->at(0);
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
  int64_t version_ = 1;
  int claims_ = 0;
};

TEST_F(OriginCopiesTest, ANoToItTakesBackWhatAYesLet) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  EXPECT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
  Says(true);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Says(false);
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Withdrawals()[0].recipient_agency_id(), "west");
  EXPECT_EQ(Withdrawals()[0].erased_count(), 1);
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  // It is not told that it is of the country of origin.
  EXPECT_EQ(Kept().withdrawal_cause(), v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED);
  EXPECT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(OriginCopiesTest, WhoTurnsOutToBeOfItGivesBackWhatItHas) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
  ComesFrom("MD");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

TEST_F(OriginCopiesTest, SoDoesOneWhoseStateNobodyKnows) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}});
  ComesFrom("UA");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

TEST_F(OriginCopiesTest, WhatAYesLetsStaysWithIt) {
  Name({{"south", "PL"}, {"west", "UA"}});
  Says(true);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  ComesFrom("UA");
  Says(true);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
}

// Nobody need tell it, and nobody can keep it from ending.
TEST_F(OriginCopiesTest, WhatAYesLetsEndsWithIt) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  Says(true, absl::Hours(3));
  const absl::Time end = nodes_.south.now() + absl::Hours(3);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  EXPECT_LE(auth::ToTime(Kept().expiry_time()), end);
  EXPECT_GT(auth::ToTime(Kept().expiry_time()), end - absl::Seconds(2));
  nodes_.south.peer("west").unreachable = true;
  Later(absl::Hours(3));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  // Both count alike.
  const auto told = nodes_.south.disclosures().OfRecord(record_id_);
  ASSERT_OK(told);
  ASSERT_THAT(*told, SizeIs(1));
  EXPECT_LE(auth::ToTime(told->at(0).expiry_time()), end);
}

TEST_F(OriginCopiesTest, WithinOneStateNothingIsTakenBack) {
  Name({{"south", "UA"}, {"west", "UA"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  ComesFrom("UA");
  Says(false);
  EXPECT_THAT(Withdrawals(), IsEmpty());
}

TEST_F(OriginCopiesTest, ADirectoryThatNamesOtherStatesHasAllLookedAtAgain) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  // She may come from anywhere.
  Name({{"south", "PL"}, {"west", "UA"}});
  Turn();
  Later(kSettleStates - absl::Seconds(1));
  Turn();
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Later(absl::Seconds(1));
  Turn();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  // It came to its end: nothing is left to do, also for the next process.
  nodes_.south.Restart(nodes_.south.now());
  Turn();
  Later(kSettleStates);
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(OriginCopiesTest, OneThatNamesTheSameHasNot) {
  Name({{"south", "PL"}, {"west", "PL"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  Later(kSettleStates);
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  EXPECT_THAT(Words(), SizeIs(1));
  // Once is enough: no answer is under way by other states.
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Name({{"south", "PL"}, {"west", "PL"}});
  Turn();
  Later(kSettleStates);
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(OriginCopiesTest,
       WhatOtherStatesLetIsTakenBackOnceTheFirstAreNamedAgain) {
  const std::map<std::string, std::string> right = {{"south", "PL"},
                                                    {"west", "UA"}};
  Name(right);
  ComesFrom("UA");
  Turn();
  Later(kSettleStates);
  Turn();
  ASSERT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
  // By mistake, and for less time than it takes to look at anything.
  Name({{"south", "PL"}, {"west", "PL"}});
  Turn();
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  nodes_.south.Restart(nodes_.south.now());
  Name(right);
  Turn();
  Later(kSettleStates);
  Turn();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

// From one look to the next the directory was another, and is the same.
TEST_F(OriginCopiesTest, SoIsWhatOtherStatesLetThatNoLookSaw) {
  const std::map<std::string, std::string> right = {{"south", "PL"},
                                                    {"west", "UA"}};
  Name(right);
  ComesFrom("UA");
  Turn();
  Later(kSettleStates);
  Turn();
  Name({{"south", "PL"}, {"west", "PL"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name(right);
  Turn();
  Later(kSettleStates);
  Turn();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

// Nobody is told anything then, and what is out is taken back all the same, by
// the states that it names.
TEST_F(OriginCopiesTest, ADirectoryThatHasExpiredStillSaysWhoIsOfWhichState) {
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  const auth::Directory& directory =
      *nodes_.south.store().policy().current()->directory;
  Later(directory.expiry_time() - nodes_.south.now() + absl::Hours(1));
  ASSERT_FALSE(directory.Find("west", nodes_.south.now()).ok());
  ComesFrom("UA");
  EXPECT_THAT(Withdrawals(), IsEmpty());
  ComesFrom("MD");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Withdrawals()[0].recipient_agency_id(), "west");
  // It hears of it once it is known again who it is.
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(OriginCopiesTest, AClockThatIsSetBackDelaysNothing) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}, {"west", "UA"}});
  Later(absl::Hours(1));
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  Later(-absl::Hours(1));
  nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  Later(kSettleStates);
  Turn();
  Turn();
  EXPECT_THAT(Withdrawals(), SizeIs(1));
}

TEST_F(OriginCopiesTest, AWordIsForgottenOnceAllWasLookedFor) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  Says(false);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_THAT(Words(), SizeIs(2));
  Later(kSettleRevocation - absl::Seconds(1));
  Turn();
  EXPECT_THAT(Words(), SizeIs(2));
  Later(absl::Seconds(1));
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

// It is a fault of the own node, and what is given back can't be asked for
// again: it waits until it can be read, however long that takes.
TEST_F(OriginCopiesTest, WhatCanNotBeReadTakesNothingBackUntilItCan) {
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  Later(kSettleStates);
  Turn();
  ASSERT_THAT(Words(), IsEmpty());
  const std::string head =
      absl::StrCat("r/", storage::RecordTestKit::SubjectOf(record_id_));
  const auto put_head = [&](const std::string& value) {
    storage::Submission submission;
    submission.writes.Put(head, value);
    ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                     std::move(submission)));
  };
  v1::Claim claim;
  claim.set_source_agency_id("south");
  claim.set_basis(v1::BASIS_OBSERVED);
  *claim.mutable_source_time() = auth::ToTimestamp(nodes_.south.now());
  claim.mutable_identity()->set_country_of_origin("MD");
  nodes_.south.AddTo(record_id_, claim);
  const auto whole = nodes_.south.store().engine().Get(head);
  ASSERT_OK(whole);
  ASSERT_TRUE(whole->has_value());
  put_head("not sealed");
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(nodes_.south.withdrawals().Expand(nodes_.south.now()),
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(nodes_.south.withdrawals().Unreadable(), 1);
    // Not with each look: there may be many, as with another keyring.
    EXPECT_OK(nodes_.south.withdrawals().Expand(nodes_.south.now()));
    Later(kLookAgain);
  }
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
  put_head((*whole)->value);
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(nodes_.south.withdrawals().Unreadable(), 0);
}

// More than one commit has room for.
TEST_F(OriginCopiesTest, WordsOfManyRecordsAreForgottenInSeveralCommits) {
  for (int i = 0; i < 1200;) {
    storage::Submission submission;
    for (const int end = i + 400; i < end; ++i) {
      Word(absl::StrCat("agencies/south/children/", i), submission);
    }
    ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                     std::move(submission)));
  }
  EXPECT_THAT(Words(), SizeIs(1200));
  Later(kSettleRevocation);
  Turn();
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
