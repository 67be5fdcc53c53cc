#include "storage/erasing/record_eraser.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/attachment_store.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
constexpr char kNumber[] = "pfif.example/person.1";

class RecordEraserTest : public ::testing::Test {
 protected:
  RecordEraserTest() { Open(); }

  void Open() {
    eraser_ = std::make_unique<RecordEraser>(kit_.engine(), kit_.keys(),
                                             kit_.blind(), "registrar");
    attachments_ = std::make_unique<AttachmentStore>(kit_.engine(), kit_.keys(),
                                                     "registrar");
  }

  static NewClaims Content(const std::string& name) {
    v1::Claim claim;
    claim.set_source_agency_id("registrar");
    claim.mutable_identity()->set_name_full(name);
    return {{claim}, {{"word", name}}};
  }
  std::string Make(const std::string& name, const SourceRecord& source = {}) {
    const auto change = kit_.records()->Create(Content(name), source, kNow);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    return change->record_id;
  }
  CommitOutcome Remove(const std::string& record_id, const std::string& name) {
    Batch batch;
    EXPECT_OK(eraser_->Remove(record_id, &batch));
    eraser_->RemoveTerms(record_id, {{"word", name}}, &batch);
    return kit_.engine()->Commit(batch, Durability::kDurable).outcome;
  }
  bool IsThere(const std::string& record_id) {
    const auto record = kit_.records()->Load(record_id, {}, kNow);
    EXPECT_OK(record);
    return record->has_value();
  }
  void PutRow(const std::string& key, const std::string& value) {
    Batch batch;
    batch.Put(key, value);
    ASSERT_OK(kit_.engine()->Commit(batch, Durability::kDurable).status);
  }
  size_t RowsUnder(absl::string_view prefix) {
    return kit_.engine()->Scan(ScanPrefix(prefix))->rows.size();
  }

  RecordTestKit kit_;
  std::unique_ptr<RecordEraser> eraser_;
  std::unique_ptr<AttachmentStore> attachments_;
};

TEST_F(RecordEraserTest, TakesOneAndLeavesTheOthers) {
  const std::string gone = Make("one");
  const size_t rows = RowsUnder("c/");
  const std::string stays = Make("two");
  ASSERT_EQ(Remove(gone, "one"), CommitOutcome::kCommitted);
  EXPECT_FALSE(IsThere(gone));
  EXPECT_THAT(*kit_.records()->Find({"word", "one"}, 10), IsEmpty());
  EXPECT_GT(rows, 0);
  EXPECT_EQ(RowsUnder("c/"), 2 * rows) << "not yet";
  ASSERT_OK(eraser_->Destroy(gone));
  EXPECT_EQ(RowsUnder("c/"), rows);
  EXPECT_THAT(kit_.keys()->Get(RecordTestKit::SubjectOf(gone), kNow),
              StatusIs(StatusCode::kNotFound));
  EXPECT_TRUE(IsThere(stays));
  EXPECT_THAT(*kit_.records()->Find({"word", "two"}, 10), ElementsAre(stays));
}

TEST_F(RecordEraserTest, RowsGoThoughANeighboursDamageKeepsTheKey) {
  const std::string gone = Make("one");
  const size_t rows = RowsUnder("c/");
  const std::string stays = Make("two");
  const std::string key_row =
      absl::StrCat("subject_key/", RecordTestKit::SubjectOf(stays));
  const std::string whole = (*kit_.engine()->Get(key_row))->value;
  ASSERT_EQ(Remove(gone, "one"), CommitOutcome::kCommitted);
  PutRow(key_row, "junk");
  EXPECT_THAT(eraser_->Destroy(gone), StatusIs(StatusCode::kDataLoss));
  EXPECT_EQ(RowsUnder("c/"), rows);
  PutRow(key_row, whole);
  ASSERT_OK(eraser_->Destroy(gone));
  EXPECT_THAT(kit_.keys()->Get(RecordTestKit::SubjectOf(gone), kNow),
              StatusIs(StatusCode::kNotFound));
  EXPECT_TRUE(IsThere(stays));
}

TEST_F(RecordEraserTest, TakesAttachmentsToo) {
  const std::string record_id = Make("one");
  auto upload = attachments_->Begin(record_id, kNow);
  ASSERT_OK(upload);
  ASSERT_OK((*upload)->Write(std::string(100000, 'x')));
  ASSERT_OK((*upload)->Flush());
  Batch batch;
  (*upload)->Complete(&batch);
  ASSERT_OK(kit_.engine()->Commit(batch, Durability::kDurable).status);
  EXPECT_GT(RowsUnder("p/"), 0);
  ASSERT_EQ(Remove(record_id, "one"), CommitOutcome::kCommitted);
  ASSERT_OK(eraser_->Destroy(record_id));
  EXPECT_EQ(RowsUnder("p/"), 0);
}

TEST_F(RecordEraserTest, ConflictsWithWhatIsAddedMeanwhile) {
  const std::string record_id = Make("one");
  Batch batch;
  ASSERT_OK(eraser_->Remove(record_id, &batch));
  const auto change = kit_.records()->Append(record_id, Content("more"), kNow);
  ASSERT_OK(change);
  ASSERT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
  EXPECT_EQ(kit_.engine()->Commit(batch, Durability::kDurable).outcome,
            CommitOutcome::kConflict);
  // And the other way round: nothing is added to one that is gone.
  const auto late = kit_.records()->Append(record_id, Content("late"), kNow);
  ASSERT_OK(late);
  ASSERT_EQ(Remove(record_id, "one"), CommitOutcome::kCommitted);
  EXPECT_EQ(kit_.Commit(*late), CommitOutcome::kConflict);
}

TEST_F(RecordEraserTest, CanBeRepeatedAlsoByAnotherProcess) {
  const std::string record_id = Make("one");
  ASSERT_EQ(Remove(record_id, "one"), CommitOutcome::kCommitted);
  kit_.Close();
  kit_.Open();
  Open();
  EXPECT_FALSE(IsThere(record_id));
  for (int i = 0; i < 2; ++i) ASSERT_OK(eraser_->Destroy(record_id));
  EXPECT_EQ(RowsUnder("c/"), 0);
  Batch batch;
  EXPECT_THAT(eraser_->Remove(record_id, &batch),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(eraser_->Remove("agencies/other/children/1", &batch),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(RecordEraserTest, KnowsItByItsNumberUntilAnotherTakesItsPlace) {
  const std::string record_id = Make("one", {kNumber, {}});
  EXPECT_THAT(*eraser_->ErasedOfSource(kNumber), IsEmpty());
  ASSERT_EQ(Remove(record_id, "one"), CommitOutcome::kCommitted);
  EXPECT_THAT(*eraser_->ErasedOfSource(kNumber), ElementsAre(record_id));
  EXPECT_THAT(*eraser_->ErasedOfSource("pfif.example/person.2"), IsEmpty());
  Make("again", {kNumber, {}});
  EXPECT_THAT(*eraser_->ErasedOfSource(kNumber), IsEmpty());
}

}  // namespace
}  // namespace homeward::storage
