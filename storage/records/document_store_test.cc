#include "storage/records/document_store.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/big_endian.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

internal::v1::StoredDocument Document(const std::string& name,
                                      const std::string& payload) {
  internal::v1::StoredDocument document;
  document.set_name(name);
  document.mutable_envelope()->set_payload(payload);
  return document;
}

class DocumentStoreTest : public ::testing::Test {
 protected:
  DocumentStoreTest() {
    engine_ = NewEngineForTest();
    blind_.emplace(*BlindIndex::Create(Secret(std::string(32, 'b'))));
  }

  DocumentStore Store(char key = 'k') {
    return DocumentStore(engine_.get(), &*blind_, Secret(std::string(32, key)));
  }

  void Put(const std::string& kind, const internal::v1::StoredDocument& doc) {
    Batch batch;
    ASSERT_OK(Store().Put(kind, doc, &batch));
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }

  std::unique_ptr<Engine> engine_;
  std::optional<BlindIndex> blind_;
};

TEST_F(DocumentStoreTest, ListsWhatWasPutByKind) {
  Put("mou", Document("a@1", "first"));
  Put("mou", Document("b@1", "second"));
  Put("directory", Document("current", "third"));
  ASSERT_OK_AND_ASSIGN(const auto mous, Store().List("mou"));
  EXPECT_THAT(mous, SizeIs(2));
  ASSERT_OK_AND_ASSIGN(const auto directories, Store().List("directory"));
  ASSERT_THAT(directories, SizeIs(1));
  EXPECT_EQ(directories[0].envelope().payload(), "third");
  ASSERT_OK_AND_ASSIGN(const auto none, Store().List("other"));
  EXPECT_THAT(none, IsEmpty());
}

TEST_F(DocumentStoreTest, FindsOneByItsName) {
  Put("mou", Document("a@1", std::string(500 << 10, 'x')));
  Put("mou", Document("b@1", "second"));
  ASSERT_OK_AND_ASSIGN(const auto found, Store().Find("mou", "a@1"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->envelope().payload().size(), 500 << 10);
  ASSERT_OK_AND_ASSIGN(const auto none, Store().Find("directory", "a@1"));
  EXPECT_FALSE(none.has_value());
}

TEST_F(DocumentStoreTest, TellsWhatIsDueTheOldestFirstAndNothingElse) {
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  const auto due = [&](absl::Time at) {
    std::string names;
    std::string place;
    do {
      const auto page = Store().DueBy("word", at, place, 2);
      EXPECT_OK(page);
      for (const auto& document : page->documents) names += document.name;
      place = page->next;
    } while (!place.empty());
    return names;
  };
  EXPECT_EQ(due(now), "");
  Batch batch;
  Store().Schedule("word", "c", now + absl::Microseconds(1), &batch);
  Store().Schedule("word", "b", now, &batch);
  Store().Schedule("word", "a", now - absl::Hours(1), &batch);
  Store().Schedule("word", "b", absl::InfinitePast(), &batch);
  Store().Schedule("word", "d", absl::InfiniteFuture(), &batch);
  Store().Schedule("other", "e", now, &batch);
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  EXPECT_EQ(due(now), "bab");
  EXPECT_EQ(due(now + absl::Microseconds(1)), "babc");
  Batch end;
  Store().Unschedule("word", {"b", now}, &end);
  ASSERT_OK(engine_->Commit(end, Durability::kDurable).status);
  EXPECT_EQ(due(now), "ba");
}

// Wherever it stands: before the others, among them, or on a page of its own.
TEST_F(DocumentStoreTest, ATimeThatCanNotBeReadHidesNoOther) {
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  const std::string prefix = absl::StrCat("j/", blind_->KindPrefix("word"));
  Batch batch;
  Store().Schedule("word", "a", now - absl::Hours(1), &batch);
  Store().Schedule("word", "b", now, &batch);
  const std::string time =
      Be64(static_cast<uint64_t>(absl::ToUnixMicros(now - absl::Minutes(1))));
  for (const size_t length : {0, 1, 7}) {
    batch.Put(absl::StrCat(prefix, time.substr(0, length)), "");
  }
  // Of this one nobody could say that its time has come.
  batch.Put(absl::StrCat(prefix, "cut"), "");
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  for (const size_t limit : {1, 2, 10}) {
    std::string names;
    std::string place;
    size_t damaged = 0;
    do {
      ASSERT_OK_AND_ASSIGN(const auto page,
                           Store().DueBy("word", now, place, limit));
      for (const auto& document : page.documents) names += document.name;
      damaged += page.damaged;
      place = page.next;
    } while (!place.empty());
    EXPECT_EQ(names, "ab");
    EXPECT_EQ(damaged, 3);
  }
}

TEST_F(DocumentStoreTest, ListsTheRestOfADamagedOneToWhoSaysSo) {
  Put("mou", Document("a@1", std::string(150000, 'x')));
  Put("mou", Document("b@1", "second"));
  const auto rows = engine_->Scan(ScanPrefix("d/"));
  ASSERT_OK(rows);
  ASSERT_THAT(rows->rows, SizeIs(4));
  for (const Row& row : rows->rows) {
    Batch batch;
    batch.Put(row.key, "damaged");
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
    EXPECT_THAT(Store().List("mou"), StatusIs(absl::StatusCode::kDataLoss));
    bool damaged = false;
    ASSERT_OK_AND_ASSIGN(const auto mous, Store().List("mou", &damaged));
    EXPECT_THAT(mous, SizeIs(1));
    EXPECT_TRUE(damaged);
    Batch mend;
    mend.Put(row.key, row.value);
    ASSERT_OK(engine_->Commit(mend, Durability::kDurable).status);
  }
  bool damaged = false;
  ASSERT_OK_AND_ASSIGN(const auto mous, Store().List("mou", &damaged));
  EXPECT_THAT(mous, SizeIs(2));
  EXPECT_FALSE(damaged);
}

TEST_F(DocumentStoreTest, ErasesEveryRowOfOneDocument) {
  Put("mou", Document("a@1", std::string(500 << 10, 'x')));
  Put("mou", Document("b@1", "second"));
  Put("directory", Document("a@1", "third"));
  Batch batch;
  ASSERT_OK(Store().Erase("mou", "a@1", &batch));
  ASSERT_OK(Store().Erase("mou", "never there", &batch));
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  ASSERT_OK_AND_ASSIGN(const auto mous, Store().List("mou"));
  ASSERT_THAT(mous, SizeIs(1));
  EXPECT_EQ(mous[0].name(), "b@1");
  ASSERT_OK_AND_ASSIGN(const auto directories, Store().List("directory"));
  EXPECT_THAT(directories, SizeIs(1));
  ASSERT_OK_AND_ASSIGN(const Page rows, engine_->Scan(ScanPrefix("")));
  EXPECT_THAT(rows.rows, SizeIs(2));
}

TEST_F(DocumentStoreTest, ADocumentOverManyRowsIsReplacedByAShorterOne) {
  const std::string large(500 << 10, 'x');
  Put("mou", Document("a@1", large));
  ASSERT_OK_AND_ASSIGN(auto mous, Store().List("mou"));
  EXPECT_EQ(mous[0].envelope().payload(), large);
  Put("mou", Document("a@1", "short"));
  ASSERT_OK_AND_ASSIGN(mous, Store().List("mou"));
  ASSERT_THAT(mous, SizeIs(1));
  EXPECT_EQ(mous[0].envelope().payload(), "short");
}

TEST_F(DocumentStoreTest, RefusesWhatIsTooLarge) {
  Batch batch;
  EXPECT_THAT(
      Store().Put("mou", Document("a", std::string(1 << 20, 'x')), &batch),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("900 KiB")));
}

TEST_F(DocumentStoreTest, HidesNamesAndContentsOnDisk) {
  Put("mou", Document("canary-name", "canary-content"));
  ASSERT_OK_AND_ASSIGN(const Page page, engine_->Scan(ScanRequest()));
  for (const Row& row : page.rows) {
    EXPECT_THAT(row.key, Not(HasSubstr("canary")));
    EXPECT_THAT(row.value, Not(HasSubstr("canary")));
  }
}

TEST_F(DocumentStoreTest, AnotherKeyOrAMovedRowDoesNotOpen) {
  Put("mou", Document("a@1", "first"));
  EXPECT_THAT(Store('z').List("mou"), StatusIs(absl::StatusCode::kDataLoss));
  Put("mou", Document("b@1", "second"));
  ASSERT_OK_AND_ASSIGN(const Page page, engine_->Scan(ScanRequest()));
  ASSERT_THAT(page.rows, SizeIs(2));
  Batch swap;
  swap.Put(page.rows[0].key, page.rows[1].value);
  ASSERT_OK(engine_->Commit(swap, Durability::kDurable).status);
  EXPECT_THAT(Store().List("mou"), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace homeward::storage
