#include "storage/copies/copy_store.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/copies/copy_key.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "storage/keys/keyring.h"
#include "storage/keys/keyring_for_test.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

std::string Key(char digest, int place = 0) {
  v1::CopyName name;
  name.set_answer_sha256(std::string(32, digest));
  name.set_place(place);
  return CopyKey(name);
}

// One that came at 100 and is kept until 200.
internal::v1::StoredCopy Copy(const std::string& subject = "officer-7",
                              int64_t received = 100) {
  internal::v1::StoredCopy copy;
  copy.set_subject(subject);
  copy.mutable_answer()->set_owner_agency_id("clinic");
  copy.mutable_answer()->mutable_received_time()->set_seconds(received);
  copy.mutable_answer()->mutable_expiry_time()->set_seconds(200);
  return copy;
}

class CopyStoreTest : public ::testing::Test {
 protected:
  CopyStoreTest() {
    ring_ = NewKeyringForTest();
    engine_ = NewEngineForTest();
    Open();
  }

  void Open() {
    auto keys = SubjectKeys::Open(engine_.get(), ring_.get());
    EXPECT_OK(keys);
    keys_ = *std::move(keys);
    store_ = std::make_unique<CopyStore>(engine_.get(), keys_.get(),
                                         Secret(std::string(32, 'k')));
  }

  CommitOutcome Commit(const Batch& batch) {
    return engine_->Commit(batch, Durability::kDurable).outcome;
  }

  CommitOutcome Keep(const std::string& key, const std::string& content,
                     const internal::v1::StoredCopy& copy = Copy()) {
    Batch batch;
    EXPECT_OK(store_->Keep(key, copy, content, At(100), &batch));
    return Commit(batch);
  }

  CopyStore::Found Found(const std::string& key) {
    auto found = store_->Find(key);
    EXPECT_OK(found);
    EXPECT_TRUE(found->has_value());
    return **found;
  }

  // As a sweep does it.
  void Erase(const std::string& key, int64_t at) {
    const CopyStore::Found before = Found(key);
    ASSERT_OK(store_->DestroyKeys({before.copy}));
    internal::v1::StoredCopy after = before.copy;
    after.clear_key_id();
    after.clear_row_count();
    after.mutable_answer()->set_state(v1::COPY_STATE_ERASED);
    after.mutable_answer()->mutable_erased_time()->set_seconds(at);
    Batch batch;
    ASSERT_OK(store_->Mark(key, before, after, &batch));
    ASSERT_EQ(Commit(batch), CommitOutcome::kCommitted);
  }

  // How many rows lie below `prefix`.
  size_t Rows(const std::string& prefix) {
    const auto page = engine_->Scan(ScanPrefix(prefix));
    EXPECT_OK(page);
    return page->rows.size();
  }

  std::unique_ptr<Keyring> ring_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<SubjectKeys> keys_;
  std::unique_ptr<CopyStore> store_;
};

TEST_F(CopyStoreTest, SaysAgainWhatCameWhateverItsSize) {
  const std::string large(150000, 'x');
  ASSERT_EQ(Keep(Key('a'), "small"), CommitOutcome::kCommitted);
  ASSERT_EQ(Keep(Key('a', 1), large), CommitOutcome::kCommitted);
  ASSERT_EQ(Keep(Key('b'), ""), CommitOutcome::kCommitted);
  Open();
  const auto read = [&](const std::string& key) {
    auto content = store_->Open(key, Found(key).copy, At(101));
    EXPECT_OK(content);
    return std::string(content->view());
  };
  EXPECT_EQ(read(Key('a')), "small");
  EXPECT_EQ(read(Key('a', 1)), large);
  EXPECT_EQ(read(Key('b')), "");
  EXPECT_EQ(Found(Key('a')).copy.subject(), "officer-7");
  EXPECT_EQ(Found(Key('a')).copy.answer().state(), v1::COPY_STATE_KEPT);
  EXPECT_FALSE(store_->Find(Key('c'))->has_value());
}

TEST_F(CopyStoreTest, EachIsSealedUnderAKeyOfItsOwn) {
  ASSERT_EQ(Keep(Key('a'), "canary"), CommitOutcome::kCommitted);
  ASSERT_EQ(Keep(Key('b'), "canary"), CommitOutcome::kCommitted);
  EXPECT_NE(Found(Key('a')).copy.key_id(), Found(Key('b')).copy.key_id());
  const auto page = engine_->Scan({});
  ASSERT_OK(page);
  for (const Row& row : page->rows) {
    const std::string all = absl::StrCat(row.key, row.value);
    EXPECT_EQ(all.find("canary"), std::string::npos);
    EXPECT_EQ(all.find("officer"), std::string::npos);
  }
}

// The rows of an older file, too.
TEST_F(CopyStoreTest, WhatIsErasedIsDeadWhereverItLies) {
  ASSERT_EQ(Keep(Key('a'), "gone"), CommitOutcome::kCommitted);
  ASSERT_EQ(Keep(Key('b'), "stays"), CommitOutcome::kCommitted);
  const auto before = engine_->Scan({});
  ASSERT_OK(before);
  const internal::v1::StoredCopy copy = Found(Key('a')).copy;
  Erase(Key('a'), 150);
  EXPECT_EQ(Rows("b/"), 1);
  EXPECT_EQ(Found(Key('a')).copy.answer().state(), v1::COPY_STATE_ERASED);
  Batch backup;
  for (const Row& row : before->rows) backup.Put(row.key, row.value);
  ASSERT_EQ(Commit(backup), CommitOutcome::kCommitted);
  Open();
  EXPECT_THAT(store_->Open(Key('a'), copy, At(151)),
              StatusIs(StatusCode::kNotFound));
  EXPECT_OK(store_->Open(Key('b'), Found(Key('b')).copy, At(151)));
}

TEST_F(CopyStoreTest, WhatWasTakenBackOrKeptIsNotKeptAgain) {
  internal::v1::StoredCopy gone;
  gone.mutable_answer()->set_state(v1::COPY_STATE_NEVER_KEPT);
  gone.mutable_answer()->mutable_erased_time()->set_seconds(100);
  Batch batch;
  ASSERT_OK(store_->Mark(Key('a'), std::nullopt, gone, &batch));
  ASSERT_EQ(Commit(batch), CommitOutcome::kCommitted);
  EXPECT_EQ(Keep(Key('a'), "late"), CommitOutcome::kConflict);
  ASSERT_EQ(Keep(Key('b'), "first"), CommitOutcome::kCommitted);
  EXPECT_EQ(Keep(Key('b'), "again"), CommitOutcome::kConflict);
  // One that came in between is not marked without its key's destruction.
  Batch late;
  ASSERT_OK(store_->Mark(Key('b'), std::nullopt, gone, &late));
  EXPECT_EQ(Commit(late), CommitOutcome::kConflict);
  EXPECT_EQ(Rows("b/"), 1);
}

TEST_F(CopyStoreTest, IsDueAtItsTimeAndForgottenLongAfterItWasErased) {
  ASSERT_EQ(Keep(Key('a'), "x"), CommitOutcome::kCommitted);
  EXPECT_THAT(*store_->Due(At(200) - absl::Microseconds(1), 10), IsEmpty());
  EXPECT_THAT(*store_->Due(At(200), 10), ElementsAre(Key('a')));
  Erase(Key('a'), 200);
  EXPECT_THAT(*store_->Due(At(201), 10), IsEmpty());
  EXPECT_THAT(*store_->Due(At(200) + kRememberErased, 10),
              ElementsAre(Key('a')));
  Batch batch;
  store_->Forget(Key('a'), Found(Key('a')), &batch);
  ASSERT_EQ(Commit(batch), CommitOutcome::kCommitted);
  for (const char* prefix : {"k/", "b/", "e/"}) EXPECT_EQ(Rows(prefix), 0);
}

TEST_F(CopyStoreTest, ListsTheNewestOfOnePersonOrOfAll) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(Keep(Key('a', i), "x", Copy(i == 2 ? "other" : "me", 100 + i)),
              CommitOutcome::kCommitted);
  }
  const auto received = [&](const std::string& subject, size_t limit) {
    std::vector<int64_t> times;
    auto listed = store_->List(subject, limit);
    EXPECT_OK(listed);
    for (const auto& copy : *listed) {
      times.push_back(copy.answer().received_time().seconds());
    }
    return times;
  };
  EXPECT_THAT(received("", 3), ElementsAre(104, 103, 102));
  EXPECT_THAT(received("me", 10), ElementsAre(104, 103, 101, 100));
  EXPECT_THAT(received("nobody", 10), IsEmpty());
}

TEST(CopyKeyTest, IdsOfPeopleNameTheSameCopy) {
  const std::string key = Key('a', 9);
  EXPECT_THAT(key, SizeIs(17));
  EXPECT_EQ(CopyIdOf(key), "61616161616161616161616161616161-9");
  EXPECT_EQ(CopyKeyOf(CopyIdOf(key)), key);
  for (const char* bad : {"", "61-9", "6161616161616161616161616161616A-9",
                          "61616161616161616161616161616161-x",
                          "61616161616161616161616161616161-10"}) {
    EXPECT_EQ(CopyKeyOf(bad), std::nullopt) << bad;
  }
}

TEST(CopyKeyTest, OnlyAWholeDigestAndAPlaceOfAnAnswerAreAName) {
  const auto is_name = [](size_t bytes, int place) {
    v1::CopyName name;
    name.set_answer_sha256(std::string(bytes, 'a'));
    name.set_place(place);
    return IsCopyName(name);
  };
  EXPECT_TRUE(is_name(32, 0));
  EXPECT_TRUE(is_name(32, 9));
  EXPECT_FALSE(is_name(32, 10));
  EXPECT_FALSE(is_name(32, -1));
  EXPECT_FALSE(is_name(31, 0));
}

}  // namespace
}  // namespace homeward::storage
