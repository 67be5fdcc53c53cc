#include "storage/records/attachment_store.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/digest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

class AttachmentStoreTest : public ::testing::Test {
 protected:
  AttachmentStoreTest() {
    auto change = kit_.records()->Create({}, {}, kNow);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    record_id_ = change->record_id;
  }

  AttachmentStore Attachments() {
    return AttachmentStore(kit_.engine(), kit_.keys(), "registrar");
  }

  // Bytes that differ everywhere.
  static std::string Picture(size_t size) {
    std::string bytes;
    uint32_t state = 1;
    while (bytes.size() < size) {
      state = state * 1664525 + 1013904223;
      bytes.push_back(static_cast<char>(state >> 24));
    }
    return bytes;
  }

  std::unique_ptr<AttachmentUpload> Upload(const std::string& bytes) {
    auto upload = Attachments().Begin(record_id_, kNow);
    EXPECT_OK(upload);
    for (size_t i = 0; i < bytes.size(); i += 100'000) {
      EXPECT_OK((*upload)->Write(bytes.substr(i, 100'000)));
    }
    return *std::move(upload);
  }

  CommitOutcome Complete(AttachmentUpload& upload) {
    Batch batch;
    upload.Complete(&batch);
    return kit_.engine()->Commit(batch, Durability::kDurable).outcome;
  }

  std::string Read(const std::string& id, size_t size) {
    std::string bytes;
    for (size_t i = 0; i < AttachmentChunks(size); ++i) {
      auto chunk = Attachments().ReadChunk(record_id_, id, i, kNow);
      EXPECT_OK(chunk);
      bytes += *chunk;
    }
    return bytes;
  }

  size_t RowsUnder(absl::string_view prefix) {
    size_t count = 0;
    for (std::optional<ScanRequest> next = ScanPrefix(prefix);
         next.has_value();) {
      auto page = kit_.engine()->Scan(*next);
      EXPECT_OK(page);
      count += page->rows.size();
      next = NextPage(*next, *page);
    }
    return count;
  }

  RecordTestKit kit_;
  std::string record_id_;
};

TEST_F(AttachmentStoreTest, TenMebibytesComeBackTheSame) {
  const std::string bytes = Picture(kMaxAttachmentBytes);
  auto upload = Upload(bytes);
  ASSERT_OK(upload->Flush());
  EXPECT_EQ(upload->size_bytes(), kMaxAttachmentBytes);
  EXPECT_EQ(upload->sha256(), View(Sha256({bytes})));
  ASSERT_EQ(Complete(*upload), CommitOutcome::kCommitted);
  const std::string id = upload->id();
  upload.reset();
  EXPECT_TRUE(Read(id, bytes.size()) == bytes);
  EXPECT_THAT(Attachments().ReadChunk(record_id_, id,
                                      AttachmentChunks(bytes.size()), kNow),
              StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(RowsUnder("u/"), 0U);
}

TEST_F(AttachmentStoreTest, EverySizeAroundAChunkComesBackTheSame) {
  for (const size_t size :
       {size_t{1}, kAttachmentChunkBytes - 1, kAttachmentChunkBytes,
        kAttachmentChunkBytes + 1, 16 * kAttachmentChunkBytes}) {
    const std::string bytes = Picture(size);
    auto upload = Upload(bytes);
    ASSERT_OK(upload->Flush());
    ASSERT_EQ(Complete(*upload), CommitOutcome::kCommitted);
    EXPECT_TRUE(Read(upload->id(), size) == bytes) << size;
  }
}

TEST_F(AttachmentStoreTest, RefusesMoreThanTenMebibytesAndNothing) {
  auto upload = Upload(Picture(kMaxAttachmentBytes));
  EXPECT_THAT(upload->Write("x"), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Upload("")->Flush(), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(AttachmentStoreTest, NothingIsKeptOfAnAttachmentThatBreaksOff) {
  auto upload = Upload(Picture(2'000'000));
  EXPECT_GT(RowsUnder("p/"), 0U);
  EXPECT_EQ(RowsUnder("u/"), 1U);
  upload.reset();
  EXPECT_EQ(RowsUnder("p/"), 0U);
  EXPECT_EQ(RowsUnder("u/"), 0U);
}

TEST_F(AttachmentStoreTest, TheSweepErasesWhatAKillLeftAndNothingElse) {
  auto whole = Upload(Picture(100'000));
  ASSERT_OK(whole->Flush());
  ASSERT_EQ(Complete(*whole), CommitOutcome::kCommitted);
  auto late = Upload(Picture(2'000'000));
  ASSERT_OK(late->Flush());
  Batch never_committed;
  late->Complete(&never_committed);  // As if killed just before the commit.
  EXPECT_EQ(RowsUnder("u/"), 1U);
  auto swept = Attachments().Sweep();
  ASSERT_OK(swept);
  EXPECT_EQ(*swept, 1U);
  EXPECT_EQ(RowsUnder("u/"), 0U);
  EXPECT_EQ(RowsUnder("p/"), AttachmentChunks(100'000));
  // A claim that comes too late is not committed.
  EXPECT_EQ(
      kit_.engine()->Commit(never_committed, Durability::kDurable).outcome,
      CommitOutcome::kConflict);
}

TEST_F(AttachmentStoreTest, ChunksAreSealedForTheirPlace) {
  const std::string bytes(3 * kAttachmentChunkBytes, 'x');
  auto upload = Upload(bytes);
  ASSERT_OK(upload->Flush());
  ASSERT_EQ(Complete(*upload), CommitOutcome::kCommitted);
  auto page = kit_.engine()->Scan(ScanPrefix("p/"));
  ASSERT_OK(page);
  ASSERT_EQ(page->rows.size(), 3U);
  EXPECT_FALSE(absl::StrContains(page->rows[0].value, "xxxx"));
  Batch swap;
  swap.Put(page->rows[0].key, page->rows[1].value);
  ASSERT_OK(kit_.engine()->Commit(swap, Durability::kDurable).status);
  EXPECT_THAT(Attachments().ReadChunk(record_id_, upload->id(), 0, kNow),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_OK(Attachments().ReadChunk(record_id_, upload->id(), 1, kNow));
}

TEST_F(AttachmentStoreTest, AShreddedChildHasNoAttachments) {
  auto upload = Upload(Picture(1000));
  ASSERT_OK(upload->Flush());
  ASSERT_EQ(Complete(*upload), CommitOutcome::kCommitted);
  ASSERT_OK(kit_.keys()->Shred(RecordTestKit::SubjectOf(record_id_)));
  EXPECT_THAT(Attachments().ReadChunk(record_id_, upload->id(), 0, kNow),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Attachments().Begin(record_id_, kNow),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(AttachmentStoreTest, AnswersForUnknownIdsAreNotFound) {
  for (const char* id : {"", "x", "../../etc", "0123456789abcdef"}) {
    EXPECT_THAT(Attachments().ReadChunk(record_id_, id, 0, kNow),
                StatusIs(StatusCode::kNotFound));
    EXPECT_THAT(Attachments().Begin(id, kNow), StatusIs(StatusCode::kNotFound));
  }
}

}  // namespace
}  // namespace homeward::storage
