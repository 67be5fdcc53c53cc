#include "services/federation/withdrawal/withdrawal_plan.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/copies/copy_key.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::TextProto;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

internal::v1::StoredDisclosure Disclosure(const std::string& recipient,
                                          char digest, int64_t decided) {
  internal::v1::StoredDisclosure disclosure;
  disclosure.set_recipient_agency_id(recipient);
  disclosure.mutable_copy()->set_answer_sha256(std::string(32, digest));
  disclosure.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  disclosure.add_categories(v1::CATEGORY_EXIST);
  disclosure.add_categories(v1::CATEGORY_LOC_COARSE);
  disclosure.mutable_decided_time()->set_seconds(decided);
  return disclosure;
}

// What a revocation at 1000 takes back at 1001.
std::vector<v1::Withdrawal> Plan(
    const std::string& consent,
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const std::set<std::string>& withdrawn = {}) {
  internal::v1::StoredRevocation revocation;
  *revocation.mutable_consent() = TextProto(consent);
  revocation.mutable_effective_time()->set_seconds(1000);
  auto planned =
      PlanWithdrawals(revocation, disclosures, withdrawn, "clinic", At(1001));
  EXPECT_TRUE(planned.ok());
  return *std::move(planned);
}

constexpr char kAll[] = "revoked_time { seconds: 1000 }";

TEST(PlanWithdrawalsTest, TakesBackFromEveryRecipientWhatItHas) {
  const auto planned =
      Plan(kAll, {Disclosure("police", 'a', 10), Disclosure("ngo", 'b', 20),
                  Disclosure("police", 'c', 30)});
  ASSERT_THAT(planned, SizeIs(2));
  EXPECT_EQ(planned[0].recipient_agency_id(), "ngo");
  EXPECT_THAT(planned[0].copies(), SizeIs(1));
  EXPECT_EQ(planned[1].recipient_agency_id(), "police");
  EXPECT_THAT(planned[1].copies(), SizeIs(2));
  EXPECT_EQ(planned[1].owner_agency_id(), "clinic");
  EXPECT_EQ(planned[1].issued_time().seconds(), 1001);
  EXPECT_EQ(planned[1].cause(), v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED);
  EXPECT_THAT(planned[1].withdrawal_id(), SizeIs(16));
  EXPECT_NE(planned[0].withdrawal_id(), planned[1].withdrawal_id());
}

TEST(PlanWithdrawalsTest, LeavesWhatTheWordDoesNotSpeakOf) {
  const auto disclosure = Disclosure("police", 'a', 10);
  const auto count = [&](const std::string& more) {
    return Plan(absl::StrCat(kAll, more), {disclosure}).size();
  };
  EXPECT_EQ(count(" purpose: PURPOSE_LOCATE_SAFETY"), 1);
  EXPECT_EQ(count(" purpose: PURPOSE_TREAT"), 0);
  EXPECT_EQ(count(" recipient_agency_ids: 'police'"), 1);
  EXPECT_EQ(count(" recipient_agency_ids: 'ngo'"), 0);
  EXPECT_EQ(count(" categories: CATEGORY_LOC_COARSE"), 1);
  EXPECT_EQ(count(" categories: CATEGORY_HEALTH"), 0);
  EXPECT_THAT(Plan("purpose: PURPOSE_LOCATE_SAFETY", {disclosure}), IsEmpty());
}

TEST(PlanWithdrawalsTest, NeitherTwiceNorWhatWasDecidedWellAfterwards) {
  const auto disclosure = Disclosure("police", 'a', 10);
  EXPECT_THAT(Plan(kAll, {disclosure}, {storage::CopyKey(disclosure.copy())}),
              IsEmpty());
  // It may have been decided while the word was being written.
  EXPECT_THAT(Plan(kAll, {Disclosure("police", 'b', 1005)}), SizeIs(1));
  EXPECT_THAT(Plan(kAll, {Disclosure("police", 'b', 1006)}), IsEmpty());
}

TEST(PlanWithdrawalsTest, OfARecordThatWasErasedEverythingIsTakenBack) {
  internal::v1::StoredRevocation erased;
  erased.set_cause(v1::WITHDRAWAL_CAUSE_ERASED);
  erased.mutable_effective_time()->set_seconds(1000);
  // Also an answer that was decided before and written later.
  const auto planned = PlanWithdrawals(
      erased, {Disclosure("police", 'a', 10), Disclosure("police", 'b', 1030)},
      {}, "clinic", At(1031));
  ASSERT_TRUE(planned.ok());
  ASSERT_THAT(*planned, SizeIs(1));
  EXPECT_THAT((*planned)[0].copies(), SizeIs(2));
  EXPECT_EQ((*planned)[0].cause(), v1::WITHDRAWAL_CAUSE_ERASED);
}

TEST(PlanWithdrawalsTest, OfWhatTheCountryOfOriginHasEverythingIsTakenBack) {
  internal::v1::StoredRevocation word;
  word.set_from_origin(true);
  word.mutable_effective_time()->set_seconds(1000);
  const auto planned = PlanWithdrawals(
      word, {Disclosure("police", 'a', 10), Disclosure("police", 'b', 1030)},
      {}, "clinic", At(1031));
  ASSERT_TRUE(planned.ok());
  ASSERT_THAT(*planned, SizeIs(1));
  EXPECT_THAT((*planned)[0].copies(), SizeIs(2));
  // The recipient is not told why.
  EXPECT_EQ((*planned)[0].cause(), v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED);
}

TEST(PlanWithdrawalsTest, ManyCopiesGoInSeveral) {
  std::vector<internal::v1::StoredDisclosure> disclosures;
  for (int i = 0; i < 201; ++i) {
    disclosures.push_back(Disclosure("police", static_cast<char>(i), 10));
  }
  const auto planned = Plan(kAll, disclosures);
  ASSERT_THAT(planned, SizeIs(3));
  EXPECT_THAT(planned[0].copies(), SizeIs(100));
  EXPECT_THAT(planned[2].copies(), SizeIs(1));
}

TEST(PlanReceiptsTest, AsksEachRecipientForEachRecordOnce) {
  auto first = Disclosure("police", 'a', 10);
  auto second = Disclosure("police", 'b', 20);
  first.set_record_id("one");
  second.set_record_id("two");
  auto third = Disclosure("police", 'c', 20);
  third.set_record_id("one");
  auto withdrawn = Disclosure("ngo", 'd', 20);
  const auto planned =
      PlanReceipts({first, second, third, withdrawn},
                   {storage::CopyKey(withdrawn.copy())}, "clinic", At(1001));
  ASSERT_TRUE(planned.ok());
  ASSERT_THAT(*planned, SizeIs(2));
  EXPECT_EQ((*planned)[0].record_id, "one");
  EXPECT_THAT((*planned)[0].withdrawal.copies(), SizeIs(2));
  EXPECT_EQ((*planned)[0].withdrawal.cause(), v1::WITHDRAWAL_CAUSE_TIME_OVER);
  EXPECT_EQ((*planned)[1].record_id, "two");
}

TEST(RefusesFromTest, ARevocationCountsFromItsTimeAndAChildsNoAtOnce) {
  const auto from = [](const std::string& text) {
    const v1::Consent consent = TextProto(text);
    return RefusesFrom(consent, At(500));
  };
  EXPECT_EQ(from("revoked_time { seconds: 400 }"), At(500));
  EXPECT_EQ(from("revoked_time { seconds: 1000 }"), At(1000));
  EXPECT_EQ(from("assent { given: false }"), At(500));
  EXPECT_EQ(from("assent { given: true }"), std::nullopt);
  EXPECT_EQ(from("purpose: PURPOSE_TREAT"), std::nullopt);
}

}  // namespace
}  // namespace homeward::federation
