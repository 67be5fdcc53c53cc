#include "storage/keys/subject_keys.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/durable_file.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "storage/keys/seal.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;

const absl::Time kNow = absl::FromUnixSeconds(1000);

Secret Root() { return Secret(std::string(32, 'r')); }

using Rows = std::vector<Row>;

class SubjectKeysTest : public ::testing::Test {
 protected:
  SubjectKeysTest() {
    std::string folder = ::testing::TempDir() + "/subject_keys_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    EXPECT_OK(Keyring::Create(folder_, Root()));
    NewStore();
  }

  // An empty store, with the keyring as it is.
  void NewStore() {
    keys_.reset();
    engine_.reset();
    engine_ = NewEngineForTest();
    Reopen();
  }

  void Reopen() {
    keys_.reset();
    auto ring = Keyring::Open(folder_, Root());
    ASSERT_OK(ring);
    ring_ = *std::move(ring);
    auto keys = SubjectKeys::Open(engine_.get(), ring_.get());
    ASSERT_OK(keys);
    keys_ = *std::move(keys);
  }

  void Create(int from, int count) {
    std::vector<std::string> subjects;
    for (int i = from; i < from + count; ++i) {
      subjects.push_back(absl::StrCat("c-", i));
    }
    ASSERT_OK(keys_->Create(subjects));
  }

  Rows Backup() {
    const auto page = engine_->Scan({.limit = 10000});
    EXPECT_OK(page);
    EXPECT_FALSE(page->cursor.has_value());
    return page->rows;
  }

  // A new store with the rows of `backup`.
  void Restore(const Rows& backup) {
    NewStore();
    for (const Row& row : backup) {
      Batch batch;
      batch.Put(row.key, row.value);
      ASSERT_OK(engine_->Commit(batch, Durability::kRelaxed).status);
    }
    Reopen();
  }

  // Makes `value` the row of the key of `subject`; without one, removes it.
  void Change(absl::string_view subject, std::optional<std::string> value) {
    const std::string row = absl::StrCat("subject_key/", subject);
    Batch batch;
    if (value.has_value()) {
      batch.Put(row, *value);
    } else {
      batch.Delete(row);
    }
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }

  std::string KeyOf(absl::string_view subject) {
    const auto key = keys_->Get(subject, kNow);
    EXPECT_OK(key);
    return std::string(key->view());
  }

  std::string folder_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Keyring> ring_;
  std::unique_ptr<SubjectKeys> keys_;
};

TEST_F(SubjectKeysTest, EachSubjectHasAKeyOfItsOwnThatStays) {
  Create(0, 2);
  const std::string first = KeyOf("c-0");
  EXPECT_NE(first, KeyOf("c-1"));
  Reopen();
  EXPECT_EQ(KeyOf("c-0"), first);
  EXPECT_THAT(keys_->Get("c-2", kNow), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(keys_->Create({"c-5", "c-1"}),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(keys_->Get("c-5", kNow), StatusIs(StatusCode::kNotFound));
}

TEST_F(SubjectKeysTest, RefusesBadLists) {
  EXPECT_THAT(keys_->Create({}), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(keys_->Create({"a", "a"}),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(keys_->Create({""}), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(keys_->Create({std::string(65, 'x')}),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(SubjectKeysTest, AShardTakes512AndTheNextGoesOnAfterReopening) {
  Create(0, 256);
  Reopen();
  Create(256, 256);
  Create(512, 1);
  Reopen();
  Create(513, 1);
  EXPECT_OK(ReadPrivateFile(folder_ + "/shard-00000001", 10000));
  EXPECT_THAT(ReadPrivateFile(folder_ + "/shard-00000002", 10000),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(SubjectKeysTest, ShreddingForgetsOneAndKeepsItsNeighbours) {
  Create(0, 256);
  Create(256, 256);
  const std::string neighbour = KeyOf("c-1");
  KeyOf("c-300");  // Now in the cache.
  ASSERT_OK(keys_->Shred("c-300"));
  EXPECT_THAT(keys_->Get("c-300", kNow), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(KeyOf("c-1"), neighbour);
  EXPECT_THAT(keys_->Shred("c-300"), StatusIs(StatusCode::kNotFound));
  Reopen();
  EXPECT_EQ(KeyOf("c-1"), neighbour);
  for (int i = 0; i < 512; ++i) {
    if (i == 300) continue;
    ASSERT_THAT(keys_->Get(absl::StrCat("c-", i), kNow), IsOk()) << i;
  }
  Create(600, 1);
  EXPECT_THAT(keys_->Get("c-600", kNow), IsOk());
}

// More rows than one commit takes.
TEST_F(SubjectKeysTest, ShreddingManyForgetsAllOfThemAndNoOthers) {
  Create(0, 256);
  Create(256, 256);
  Create(512, 20);
  const std::string neighbour = KeyOf("c-531");
  std::vector<std::string> subjects = {"c-999"};
  for (int i = 0; i < 531; ++i) subjects.push_back(absl::StrCat("c-", i));
  ASSERT_OK(keys_->ShredAll(subjects));
  ASSERT_OK(keys_->ShredAll(subjects));
  ASSERT_OK(keys_->ShredAll({}));
  for (const std::string& subject : subjects) {
    ASSERT_THAT(keys_->Get(subject, kNow), StatusIs(StatusCode::kNotFound));
  }
  EXPECT_EQ(KeyOf("c-531"), neighbour);
  Reopen();
  EXPECT_EQ(KeyOf("c-531"), neighbour);
}

TEST_F(SubjectKeysTest, TheOldestBackupOpensForAllButTheErased) {
  Create(0, 20);
  const std::string kept = KeyOf("c-1");
  const SealPlace place = {"child", "c-7", "identity", 1, "c-7"};
  ASSERT_OK_AND_ASSIGN(const std::string sealed,
                       Seal(Secret(KeyOf("c-7")), place, "canary"));
  const Rows backup = Backup();
  ASSERT_OK(keys_->Shred("c-7"));
  ASSERT_OK(keys_->Shred("c-8"));
  Restore(backup);
  EXPECT_THAT(keys_->Get("c-7", kNow), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(keys_->Get("c-8", kNow), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(KeyOf("c-1"), kept);
  // Shredding goes on from there, and leaves the rows that came back.
  ASSERT_OK(keys_->Shred("c-9"));
  EXPECT_EQ(KeyOf("c-1"), kept);
  EXPECT_THAT(keys_->Get("c-7", kNow), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(keys_->WasDestroyed("c-7"), IsOkAndHolds(true));
  EXPECT_THAT(keys_->WasDestroyed("c-1"), IsOkAndHolds(false));
  // Of this one nothing is left.
  EXPECT_THAT(keys_->WasDestroyed("c-9"), IsOkAndHolds(false));
}

// Killed after the keyring was written and before the rows were.
TEST_F(SubjectKeysTest, AShredCutShortIsDoneAndCanBeRepeated) {
  Create(0, 20);
  const std::string kept = KeyOf("c-1");
  const Rows before = Backup();
  ASSERT_OK(keys_->Shred("c-7"));
  Restore(before);
  EXPECT_EQ(KeyOf("c-1"), kept);
  EXPECT_THAT(keys_->Get("c-7", kNow), StatusIs(StatusCode::kNotFound));
  ASSERT_OK(keys_->Shred("c-7"));
  EXPECT_EQ(KeyOf("c-1"), kept);
  EXPECT_THAT(keys_->Shred("c-7"), StatusIs(StatusCode::kNotFound));
}

TEST_F(SubjectKeysTest, ANeighboursDamagedOrMissingRowIsNotMadeALossForGood) {
  Create(0, 3);
  const std::string kept = KeyOf("c-1");
  const Rows backup = Backup();
  for (const std::optional<std::string>& row :
       {std::optional<std::string>("junk"), std::optional<std::string>()}) {
    Change("c-1", row);
    EXPECT_THAT(keys_->Shred("c-0"), StatusIs(StatusCode::kDataLoss));
    EXPECT_THAT(keys_->Get("c-0", kNow), IsOk());
    Restore(backup);
    EXPECT_EQ(KeyOf("c-1"), kept);
  }
  ASSERT_OK(keys_->Shred("c-0"));
  EXPECT_EQ(KeyOf("c-1"), kept);
}

TEST_F(SubjectKeysTest, WhatTheKeyringKeepsPutsADamagedRowRight) {
  Create(0, 6);
  ASSERT_OK(keys_->Shred("c-5"));
  const std::string second = KeyOf("c-2");
  const std::string fourth = KeyOf("c-4");
  Change("c-2", "junk");
  Change("c-4", std::nullopt);
  Reopen();
  EXPECT_THAT(keys_->Get("c-2", kNow), StatusIs(StatusCode::kDataLoss));
  ASSERT_OK(keys_->Shred("c-0"));
  EXPECT_EQ(KeyOf("c-2"), second);
  EXPECT_EQ(KeyOf("c-4"), fourth);
}

TEST_F(SubjectKeysTest, OnesOwnDamagedOrMissingRowHindersNoErasure) {
  Create(0, 6);
  const std::string kept = KeyOf("c-1");
  Change("c-2", "junk");
  ASSERT_OK(keys_->Shred("c-2"));
  EXPECT_THAT(keys_->Get("c-2", kNow), StatusIs(StatusCode::kNotFound));
  Change("c-3", "junk");
  Change("c-4", std::nullopt);
  ASSERT_OK(keys_->ShredAll({"c-3", "c-4", "c-5"}));
  for (const char* erased : {"c-3", "c-4", "c-5"}) {
    EXPECT_THAT(keys_->Get(erased, kNow), StatusIs(StatusCode::kNotFound));
  }
  EXPECT_EQ(KeyOf("c-1"), kept);
}

TEST_F(SubjectKeysTest, WhatHindersOneShardHindersNoOther) {
  Create(0, 6);
  Create(6, 254);
  Create(260, 256);  // In a shard of their own.
  Change("c-2", "junk");
  EXPECT_THAT(keys_->ShredAll({"c-3", "c-300"}),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(keys_->Get("c-3", kNow), IsOk());
  EXPECT_THAT(keys_->Get("c-300", kNow), StatusIs(StatusCode::kNotFound));
}

TEST_F(SubjectKeysTest, AShardWithoutItsFileLosesNothing) {
  Create(0, 3);
  const std::string path = folder_ + "/shard-00000000";
  ASSERT_OK_AND_ASSIGN(const std::string whole, ReadPrivateFile(path, 10000));
  ASSERT_OK(ReplaceFile(path, "junk"));
  Reopen();
  EXPECT_THAT(keys_->Shred("c-0"), StatusIs(StatusCode::kDataLoss));
  ASSERT_OK(ReplaceFile(path, whole));
  Reopen();
  EXPECT_THAT(keys_->Get("c-1", kNow), IsOk());
}

TEST_F(SubjectKeysTest, AnOlderKeyringIsSeen) {
  Create(0, 3);
  const std::string path = folder_ + "/shard-00000000";
  ASSERT_OK_AND_ASSIGN(const std::string old, ReadPrivateFile(path, 10000));
  ASSERT_OK(keys_->Shred("c-0"));
  ASSERT_OK(ReplaceFile(path, old));
  Reopen();
  EXPECT_THAT(keys_->Get("c-1", kNow),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(keys_->Get("c-0", kNow), StatusIs(StatusCode::kNotFound));
}

TEST_F(SubjectKeysTest, AKeyMovedToAnotherSubjectDoesNotOpen) {
  Create(0, 2);
  Batch batch;
  batch.Put("subject_key/c-1", (*engine_->Get("subject_key/c-0"))->value);
  ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  EXPECT_THAT(keys_->Get("c-1", kNow), StatusIs(StatusCode::kDataLoss));
}

}  // namespace
}  // namespace homeward::storage
