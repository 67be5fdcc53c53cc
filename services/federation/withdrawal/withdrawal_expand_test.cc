// However much there is to take back, or to look at, no commit is larger than
// the committer takes.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/origin_walk.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/key_cache.h"
#include "storage/keys/keyring.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kWords[] = "consent_revocation";

class WithdrawalExpandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    record_id_ = south().Register("Solomiia Koval", 1790000000, "PL-MZ", false);
  }

  testing::Node& south() { return nodes_.south; }
  void Commit(storage::Batch& batch) {
    ASSERT_OK(south()
                  .store()
                  .engine()
                  .Commit(batch, storage::Durability::kDurable)
                  .status);
    batch = storage::Batch();
  }

  // Of what is told of her the west has so many copies, decided so long ago.
  void Tell(int copies, absl::Duration ago = absl::Minutes(1)) {
    internal::v1::StoredDisclosure disclosure;
    disclosure.set_record_id(record_id_);
    disclosure.set_recipient_agency_id("west");
    disclosure.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    disclosure.add_categories(v1::CATEGORY_LOC_COARSE);
    *disclosure.mutable_decided_time() = auth::ToTimestamp(south().now() - ago);
    *disclosure.mutable_expiry_time() =
        auth::ToTimestamp(south().now() + absl::Hours(24));
    storage::Batch batch;
    for (int i = 1; i <= copies; ++i) {
      disclosure.mutable_copy()->set_answer_sha256(
          auth::Sha256(absl::StrCat(record_id_, " ", i)));
      ASSERT_OK(south().disclosures().Put(disclosure, &batch));
      if (i % 400 == 0 || i == copies) Commit(batch);
    }
  }
  void Revoke(absl::Duration ago = absl::Seconds(1)) {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() =
        auth::ToTimestamp(south().now() - absl::Seconds(1));
    v1::Consent& consent = *claim.mutable_consent();
    consent.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    consent.add_recipient_agency_ids("west");
    consent.add_categories(v1::CATEGORY_LOC_COARSE);
    consent.set_given_by(v1::CONSENT_GIVER_CHILD);
    *consent.mutable_given_time() =
        auth::ToTimestamp(south().now() - absl::Hours(5));
    *consent.mutable_revoked_time() = auth::ToTimestamp(south().now() - ago);
    south().AddTo(record_id_, claim);
  }

  void Look() { ASSERT_OK(south().withdrawals().Expand(south().now())); }
  void Later(absl::Duration time) { south().SetNow(south().now() + time); }
  // Sets the clock on or back.
  void Set(absl::Duration by) { south().SetClock(south().now() + by); }
  int TakenBack() {
    int copies = 0;
    for (const auto& status : south().withdrawals().List("", false, 1000)) {
      copies += status.copy_count();
    }
    return copies;
  }

  // What is yet to be looked at.
  std::vector<internal::v1::StoredDocument> Words() {
    auto words = south().store().documents().List(kWords);
    EXPECT_OK(words);
    return *std::move(words);
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
};

TEST_F(WithdrawalExpandTest, WhoAskedOftenGivesAllOfItBack) {
  constexpr int kCopies = 25000;
  Tell(kCopies);
  Revoke();
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  int copies = 0;
  for (const auto& status : south().withdrawals().List("", false, kCopies)) {
    copies += status.copy_count();
  }
  EXPECT_EQ(copies, kCopies);
}

TEST_F(WithdrawalExpandTest, ManyWordsThatTakeNothingBackAreForgotten) {
  constexpr int kMany = 1500;
  internal::v1::StoredRevocation word;
  word.set_record_id(record_id_);
  *word.mutable_effective_time() = auth::ToTimestamp(south().now());
  word.set_from_origin(true);
  storage::Batch batch;
  for (int i = 1; i <= kMany; ++i) {
    internal::v1::StoredDocument document;
    document.set_name(absl::StrCat(i));
    document.mutable_envelope()->set_payload(word.SerializeAsString());
    ASSERT_OK(south().store().documents().Put(kWords, document, &batch));
    if (i % 500 == 0) Commit(batch);
  }
  Look();
  // All settle at once.
  Later(kSettleRevocation);
  Look();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(WithdrawalExpandTest, WhatWasSaidWhileTheClockWasAheadDoesNotWait) {
  const absl::Time now = south().now();
  south().SetNow(now + absl::Hours(1));
  Tell(1);
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  Revoke(absl::Hours(2));
  south().SetNow(now);
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  EXPECT_THAT(south().withdrawals().List("", false, 100), SizeIs(1));
}

// An answer that is being made may still come.
TEST_F(WithdrawalExpandTest, AClockThatIsSetOnEndsNoSettling) {
  Tell(1);
  Look();
  Revoke();
  Look();
  Set(absl::Hours(1));
  Look();
  EXPECT_THAT(Words(), SizeIs(1));
  Tell(2, absl::Hours(2));
  Later(absl::Seconds(1));
  Look();
  EXPECT_EQ(TakenBack(), 2);
  Later(kSettleRevocation - absl::Seconds(2));
  Look();
  EXPECT_THAT(Words(), SizeIs(1));
  Later(absl::Seconds(1));
  Look();
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(WithdrawalExpandTest, AClockThatIsSetBackProlongsNoSettling) {
  Tell(1);
  Revoke();
  Look();
  Set(-absl::Hours(1));
  Look();
  EXPECT_THAT(Words(), SizeIs(1));
  Later(kSettleRevocation);
  Look();
  EXPECT_THAT(Words(), IsEmpty());
}

// One that is first looked at late has settled meanwhile, unless it is only the
// clock that says so.
TEST_F(WithdrawalExpandTest, WhatCameSinceTheLastLookSettlesSinceThen) {
  Look();
  Tell(1);
  Revoke();
  Later(kSettleRevocation);
  Look();
  EXPECT_EQ(TakenBack(), 1);
  EXPECT_THAT(Words(), IsEmpty());
  Revoke();
  Set(kSettleRevocation);
  Look();
  EXPECT_THAT(Words(), SizeIs(1));
}

TEST_F(WithdrawalExpandTest, ADamagedWordKeepsNoneFromBeingTakenUp) {
  internal::v1::StoredRevocation word;
  word.set_record_id(record_id_);
  *word.mutable_effective_time() = auth::ToTimestamp(south().now());
  word.set_from_origin(true);
  storage::Batch batch;
  for (const char* name : {"1", "2", "3"}) {
    internal::v1::StoredDocument document;
    document.set_name(name);
    document.mutable_envelope()->set_payload(word.SerializeAsString());
    ASSERT_OK(south().store().documents().Put(kWords, document, &batch));
  }
  Commit(batch);
  const auto rows = [this] {
    return south()
        .store()
        .engine()
        .Scan(storage::ScanPrefix(
            absl::StrCat("d/", south().store().blind().KindPrefix(kWords))))
        ->rows;
  };
  ASSERT_THAT(rows(), SizeIs(3));
  batch.Put(rows()[0].key, "damaged");
  Commit(batch);
  EXPECT_THAT(south().withdrawals().Expand(south().now()),
              StatusIs(absl::StatusCode::kDataLoss));
  Later(kSettleRevocation);
  Look();
  EXPECT_THAT(rows(), SizeIs(1));
}

TEST_F(WithdrawalExpandTest, ATimeThatCanNotBeReadKeepsNoWordFromItsLook) {
  Tell(1);
  Revoke();
  storage::Batch batch;
  batch.Put(absl::StrCat("j/", south().store().blind().KindPrefix(kWords)), "");
  Commit(batch);
  EXPECT_THAT(south().withdrawals().Expand(south().now()),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(south().withdrawals().List("", false, 100), SizeIs(1));
  EXPECT_EQ(south().withdrawals().Unreadable(), 1);
  // Restored.
  batch.Delete(absl::StrCat("j/", south().store().blind().KindPrefix(kWords)));
  Commit(batch);
  EXPECT_OK(south().withdrawals().Expand(south().now()));
  EXPECT_EQ(south().withdrawals().Unreadable(), 0);
}

// So it costs what is new: what is not read can be damaged.
TEST_F(WithdrawalExpandTest, ALookReadsNoWordWhoseTimeHasNotCome) {
  Tell(1);
  Revoke();
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  ASSERT_THAT(south().withdrawals().List("", false, 100), SizeIs(1));
  ASSERT_THAT(Words(), SizeIs(1));
  const auto row_of = [&] {
    const auto blind = south().store().blind().KindPrefix(kWords);
    const auto rows = south().store().engine().Scan(
        storage::ScanPrefix(absl::StrCat("d/", blind)));
    EXPECT_OK(rows);
    EXPECT_THAT(rows->rows, SizeIs(1));
    return rows->rows.at(0).key;
  };
  storage::Batch batch;
  batch.Put(row_of(), "damaged");
  Commit(batch);
  EXPECT_OK(south().withdrawals().Expand(south().now()));
  south().SetNow(south().now() + absl::Seconds(1));
  EXPECT_THAT(south().withdrawals().Expand(south().now()),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(WithdrawalExpandTest, ARecordThatIsOnManyPagesIsLookedAtOnce) {
  Tell(250);
  v1::Directory message = nodes_.federation.message();
  message.set_version(2);
  for (v1::Member& member : *message.mutable_members()) {
    member.set_country_code("PL");
  }
  ASSERT_OK(south().store().policy().InstallDirectory(
      nodes_.federation.Sign(message), south().now()));
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  south().SetNow(south().now() + kSettleStates);
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  EXPECT_THAT(Words(), SizeIs(1));
  // The rest of what was told of her.
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  EXPECT_THAT(Words(), IsEmpty());
  ASSERT_OK(south().withdrawals().Expand(south().now()));
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(WithdrawalExpandTest, ADamagedRowKeepsNoOtherCopyFromBeingTakenBack) {
  constexpr int kCopies = 5;
  Tell(kCopies);
  const auto rows = south().store().engine().Scan(storage::ScanPrefix("o/"));
  ASSERT_OK(rows);
  ASSERT_THAT(rows->rows, SizeIs(kCopies));
  storage::Batch batch;
  batch.Put(rows->rows[2].key, "damaged");
  Commit(batch);
  Revoke();
  const auto taken_back = [this] {
    EXPECT_THAT(south().withdrawals().Expand(south().now()),
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(south().withdrawals().Unreadable(), 1);
    int copies = 0;
    for (const auto& status : south().withdrawals().List("", false, 100)) {
      copies += status.copy_count();
    }
    return copies;
  };
  EXPECT_EQ(taken_back(), kCopies - 1);
  south().SetNow(south().now() + kLookAgain);
  EXPECT_EQ(taken_back(), kCopies - 1);
}

TEST_F(WithdrawalExpandTest,
       ADamagedRowKeepsNoOthersConsentFromBeingTakenBack) {
  constexpr int kOthers = 7;
  Tell(1);
  Revoke();
  for (int i = 0; i < kOthers; ++i) {
    record_id_ = south().Register(absl::StrCat("Solomiia Koval ", i),
                                  1790000000, "PL-MZ", false);
    Tell(1);
    Revoke();
  }
  const auto rows = south().store().engine().Scan(storage::ScanPrefix("o/"));
  ASSERT_OK(rows);
  ASSERT_THAT(rows->rows, SizeIs(kOthers + 1));
  storage::Batch batch;
  batch.Put(rows->rows[0].key, "damaged");
  Commit(batch);
  EXPECT_THAT(south().withdrawals().Expand(south().now()),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(south().withdrawals().List("", false, 100), SizeIs(kOthers));
}

TEST_F(WithdrawalExpandTest,
       AKeyringThatIsTooOldKeepsNoOthersConsentFromBeingTakenBack) {
  constexpr int kOthers = 7;
  const std::string sealed_id = record_id_;
  Tell(1);
  for (int i = 0; i < kOthers; ++i) {
    record_id_ = south().Register(absl::StrCat("Solomiia Koval ", i),
                                  1790000000, "PL-MZ", false);
    Tell(1);
    Revoke();
  }
  const std::string key_row = absl::StrCat(
      "subject_key/", storage::RecordTestKit::SubjectOf(sealed_id));
  const auto row = south().store().engine().Get(key_row);
  ASSERT_OK(row);
  ASSERT_TRUE(row->has_value());
  auto key = storage::DecodeWrappedKey((*row)->value);
  ASSERT_OK(key);
  ++key->generation;
  storage::Batch batch;
  batch.Put(key_row, storage::EncodeWrappedKey(*key));
  v1::Claim claim;
  claim.mutable_identity()->set_country_of_origin("UA");
  ASSERT_OK(south().withdrawals().Revoke(sealed_id, {claim}, "nurse",
                                         south().now(), &batch));
  Commit(batch);
  south().SetNow(south().now() + 2 * storage::kMaxKeyAge);
  EXPECT_THAT(south().withdrawals().Expand(south().now()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(south().withdrawals().Unreadable(), 1);
  EXPECT_THAT(south().withdrawals().List("", false, 100), SizeIs(kOthers));
}

}  // namespace
}  // namespace homeward::federation
