#include "storage/copies/disclosure_store.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "storage/records/record_rows.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRecord[] = "agencies/clinic/children/0123";

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

internal::v1::StoredDisclosure Disclosure(const std::string& record_id,
                                          char digest, int64_t expiry,
                                          bool receipt_due) {
  internal::v1::StoredDisclosure disclosure;
  disclosure.set_record_id(record_id);
  disclosure.set_recipient_agency_id("police");
  disclosure.mutable_copy()->set_answer_sha256(std::string(32, digest));
  disclosure.mutable_expiry_time()->set_seconds(expiry);
  disclosure.set_receipt_due(receipt_due);
  return disclosure;
}

class DisclosureStoreTest : public ::testing::Test {
 protected:
  DisclosureStoreTest() {
    engine_ = NewEngineForTest();
    auto blind = BlindIndex::Create(Secret(std::string(32, 'b')));
    EXPECT_OK(blind);
    blind_ = std::make_unique<BlindIndex>(*std::move(blind));
    store_ = std::make_unique<DisclosureStore>(engine_.get(), blind_.get(),
                                               Secret(std::string(32, 'k')));
  }

  void Put(const internal::v1::StoredDisclosure& disclosure) {
    Batch batch;
    ASSERT_OK(store_->Put(disclosure, &batch));
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<BlindIndex> blind_;
  std::unique_ptr<DisclosureStore> store_;
};

TEST_F(DisclosureStoreTest, FindsAllOfARecordAndNothingOfAnother) {
  Put(Disclosure(kRecord, 'a', 100, false));
  Put(Disclosure(kRecord, 'b', 100, false));
  Put(Disclosure("agencies/clinic/children/4567", 'c', 100, false));
  const auto found = store_->OfRecord(kRecord);
  ASSERT_OK(found);
  ASSERT_THAT(*found, SizeIs(2));
  for (const auto& disclosure : *found) {
    EXPECT_EQ(disclosure.record_id(), kRecord);
  }
  EXPECT_NE((*found)[0].copy().answer_sha256(),
            (*found)[1].copy().answer_sha256());
  const auto none = store_->OfRecord("agencies/clinic/children/89");
  ASSERT_OK(none);
  EXPECT_THAT(*none, IsEmpty());
}

TEST_F(DisclosureStoreTest, TellsOfWhichRecordsSomethingWentOutInPages) {
  EXPECT_THAT(store_->Records("", 10)->record_ids, IsEmpty());
  std::set<std::string> put;
  for (int i = 0; i < 5; ++i) {
    const std::string record = absl::StrCat("agencies/clinic/children/", i);
    put.insert(record);
    Put(Disclosure(record, 'a', 100, true));
    Put(Disclosure(record, 'b', 100, false));
  }
  std::set<std::string> told;
  std::string place;
  int pages = 0;
  do {
    const auto page = store_->Records(place, 3);
    ASSERT_OK(page);
    EXPECT_FALSE(page->record_ids.empty());
    told.insert(page->record_ids.begin(), page->record_ids.end());
    place = page->next;
    ++pages;
  } while (!place.empty());
  EXPECT_EQ(told, put);
  EXPECT_EQ(pages, 4);
  EXPECT_THAT(store_->Records("", 10)->record_ids, SizeIs(5));
}

TEST_F(DisclosureStoreTest, ADamagedRowHidesNoOtherRecord) {
  Put(Disclosure(kRecord, 'a', 100, false));
  const auto rows = engine_->Scan(ScanPrefix("o/"));
  ASSERT_OK(rows);
  ASSERT_THAT(rows->rows, SizeIs(1));
  Batch batch;
  batch.Put(rows->rows[0].key, "damaged");
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  Put(Disclosure("agencies/clinic/children/4567", 'b', 100, false));
  const auto page = store_->Records("", 10);
  ASSERT_OK(page);
  EXPECT_THAT(page->record_ids, ElementsAre("agencies/clinic/children/4567"));
  EXPECT_THAT(store_->OfRecord(kRecord), StatusIs(StatusCode::kDataLoss));
  // Nor what else went out of the same.
  Put(Disclosure(kRecord, 'c', 100, false));
  bool damaged = false;
  const auto rest = store_->OfRecord(kRecord, &damaged);
  ASSERT_OK(rest);
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ(rest->at(0).copy().answer_sha256(), std::string(32, 'c'));
  EXPECT_TRUE(damaged);
}

TEST_F(DisclosureStoreTest, ReceiptsAreDueOnceTheirTimeIsOverUntilSettled) {
  Put(Disclosure(kRecord, 'a', 200, true));
  Put(Disclosure(kRecord, 'b', 100, true));
  Put(Disclosure(kRecord, 'c', 100, false));
  EXPECT_THAT(*store_->ReceiptsDue(At(100), 10), IsEmpty());
  auto due = store_->ReceiptsDue(At(101), 10);
  ASSERT_OK(due);
  ASSERT_THAT(*due, SizeIs(1));
  EXPECT_EQ(due->front().copy().answer_sha256(), std::string(32, 'b'));
  EXPECT_THAT(*store_->ReceiptsDue(At(201), 10), SizeIs(2));
  EXPECT_THAT(*store_->ReceiptsDue(At(201), 1), SizeIs(1));
  Batch batch;
  store_->Settle(due->front(), &batch);
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  due = store_->ReceiptsDue(At(201), 10);
  ASSERT_OK(due);
  ASSERT_THAT(*due, SizeIs(1));
  EXPECT_EQ(due->front().copy().answer_sha256(), std::string(32, 'a'));
  // What was disclosed can still be taken back.
  EXPECT_THAT(*store_->OfRecord(kRecord), SizeIs(3));
}

TEST_F(DisclosureStoreTest, WhatIsOverOfARecordThatIsGoneLeavesNothing) {
  Put(Disclosure(kRecord, 'a', 300, false));
  Put(Disclosure(kRecord, 'b', 100, true));
  Put(Disclosure(kRecord, 'c', 200, false));
  EXPECT_THAT(*store_->Over(At(100), 10), IsEmpty());
  const auto over = store_->Over(At(201), 10);
  ASSERT_OK(over);
  ASSERT_THAT(*over, SizeIs(2));
  EXPECT_EQ((*over)[0].copy().answer_sha256(), std::string(32, 'b'));
  EXPECT_THAT(*store_->Over(At(201), 1), SizeIs(1));
  for (const auto& disclosure : *over) {
    Batch batch;
    ASSERT_OK(store_->Retire(disclosure, &batch));
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }
  EXPECT_THAT(*store_->Over(At(201), 10), IsEmpty());
  EXPECT_THAT(*store_->ReceiptsDue(At(201), 10), IsEmpty());
  const auto left = store_->OfRecord(kRecord);
  ASSERT_OK(left);
  ASSERT_THAT(*left, SizeIs(1));
  EXPECT_EQ((*left)[0].copy().answer_sha256(), std::string(32, 'a'));
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  EXPECT_THAT(page->rows, SizeIs(2));
}

TEST_F(DisclosureStoreTest, WhatIsOverIsRememberedAsLongAsTheRecordIsThere) {
  const std::string key(kRecordKeyBytes, '\x12');
  const std::string record_id = RecordId("clinic", key);
  Batch head;
  head.Put(HeadRow(key), "head");
  ASSERT_OK(engine_->Commit(head, Durability::kDurable).status);
  for (const char digest : {'a', 'b'}) {
    const auto disclosure = Disclosure(record_id, digest, 100, true);
    Put(disclosure);
    Batch batch;
    ASSERT_OK(store_->Retire(disclosure, &batch));
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }
  EXPECT_THAT(*store_->OfRecord(record_id), IsEmpty());
  EXPECT_THAT(*store_->Over(At(101), 10), IsEmpty());
  EXPECT_THAT(*store_->ReceiptsDue(At(101), 10), IsEmpty());
  const auto past = store_->PastOfRecord(record_id);
  ASSERT_OK(past);
  ASSERT_THAT(*past, SizeIs(2));
  EXPECT_EQ((*past)[0].recipient_agency_id(), "police");
  EXPECT_THAT(*store_->PastOfRecord(kRecord), IsEmpty());
  for (const bool more : {true, false}) {
    Batch batch;
    const auto forgotten = store_->ForgetPast(record_id, 1, &batch);
    ASSERT_OK(forgotten);
    EXPECT_EQ(*forgotten, more);
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }
  EXPECT_THAT(engine_->Scan({})->rows, SizeIs(1)) << "the head";
}

TEST_F(DisclosureStoreTest, NeitherKeysNorValuesNameTheRecord) {
  Put(Disclosure(kRecord, 'a', 100, true));
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  ASSERT_THAT(page->rows, SizeIs(3));
  for (const Row& row : page->rows) {
    const std::string all = absl::StrCat(row.key, row.value);
    EXPECT_EQ(all.find("children"), std::string::npos);
    EXPECT_EQ(all.find("police"), std::string::npos);
  }
}

TEST_F(DisclosureStoreTest, ADamagedRowIsNotPassedOver) {
  Put(Disclosure(kRecord, 'a', 100, true));
  const auto page = engine_->Scan(ScanPrefix("o/"));
  ASSERT_OK(page);
  Batch batch;
  batch.Put(page->rows.at(0).key, "damaged");
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  EXPECT_THAT(store_->OfRecord(kRecord), StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(store_->ReceiptsDue(At(101), 10),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(store_->Over(At(101), 10), StatusIs(StatusCode::kDataLoss));
  // But by who says so; it takes no place from another.
  Put(Disclosure(kRecord, 'b', 100, true));
  Put(Disclosure(kRecord, 'c', 100, true));
  for (const size_t limit : {1, 2, 10}) {
    bool damaged = false;
    const auto due = store_->ReceiptsDue(At(101), limit, &damaged);
    ASSERT_OK(due);
    ASSERT_THAT(*due, SizeIs(std::min<size_t>(limit, 2)));
    EXPECT_EQ(due->front().copy().answer_sha256(), std::string(32, 'b'));
    EXPECT_TRUE(damaged);
    damaged = false;
    EXPECT_THAT(*store_->Over(At(101), limit, &damaged),
                SizeIs(std::min<size_t>(limit, 2)));
    EXPECT_TRUE(damaged);
  }
}

}  // namespace
}  // namespace homeward::storage
