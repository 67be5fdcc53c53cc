#include "storage/records/record_rows.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/engine_for_test.h"
#include "storage/keys/secret.h"
#include "tests/testing/golden.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::ExpectGolden;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

const std::string kRecord(16, 'r');
const std::string kOther(16, 'o');

Secret Key(char key) { return Secret(std::string(32, key)); }

v1::Claim Sighting(const std::string& site) {
  v1::Claim claim;
  claim.mutable_sighting()->mutable_seen_time()->set_seconds(7);
  claim.mutable_sighting()->mutable_place()->set_site(site);
  claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  return claim;
}

// A record of two claims whose site takes several rows, as its rows.
struct Stored {
  Stored() {
    engine = NewEngineForTest();
    Batch batch;
    *head.add_segments() = *PutSegment(
        Key('k'), kRecord, /*first_claim=*/0,
        {Sighting(std::string(100'000, 'a')), Sighting("b")}, &batch);
    EXPECT_OK(PutHead(Key('k'), kRecord, head, &batch));
    EXPECT_OK(engine->Commit(batch, Durability::kDurable).status);
  }

  absl::Status Read(const Secret& key,
                    const std::vector<v1::Category>& categories) {
    claims.assign(2, v1::Claim());
    std::vector<v1::Claim*> into = {&claims[0], &claims[1]};
    Unsealer unsealer(key);
    return SegmentRows(kRecord, head, categories)
        .ReadInto(*engine, unsealer, into);
  }
  std::vector<v1::Category> AllCategories() const {
    std::vector<v1::Category> all;
    for (int category : head.segments(0).categories()) {
      all.push_back(static_cast<v1::Category>(category));
    }
    return all;
  }
  std::vector<Row> Rows() const { return engine->Scan(ScanPrefix(""))->rows; }

  std::unique_ptr<Engine> engine;
  internal::v1::RecordHead head;
  std::vector<v1::Claim> claims;
};

TEST(RecordRowsTest, KeysHaveTheBytesOfTheGoldenFile) {
  std::string keys =
      absl::StrCat(absl::BytesToHexString(HeadRow(kRecord)), "\n",
                   absl::BytesToHexString(TermRow("term", kRecord)), "\n",
                   absl::BytesToHexString(SourceRow("term")), "\n");
  Batch batch;
  ASSERT_OK(PutSegment(Key('k'), kRecord, /*first_claim=*/258, {Sighting("a")},
                       &batch)
                .status());
  for (const Operation& write : batch.operations()) {
    absl::StrAppend(&keys, absl::BytesToHexString(write.key), "\n");
  }
  ExpectGolden("storage/record_keys.hex", keys);
}

TEST(RecordRowsTest, IdsAreOfOneAgencyAndComeBack) {
  const std::string id = RecordId("clinic", kRecord);
  EXPECT_EQ(id, absl::StrCat("agencies/clinic/children/",
                             absl::BytesToHexString(kRecord)));
  EXPECT_EQ(RecordKey("clinic", id), kRecord);
  for (const std::string& bad :
       {absl::StrCat(id, "0"), id.substr(0, id.size() - 1),
        absl::StrCat(id.substr(0, id.size() - 1), "F"), std::string(),
        absl::StrCat("/", id)}) {
    EXPECT_EQ(RecordKey("clinic", bad), std::nullopt) << bad;
  }
  EXPECT_EQ(RecordKey("police", id), std::nullopt);
  EXPECT_EQ(RecordKey("clin", id), std::nullopt);
}

TEST(RecordRowsTest, AHeadOpensForItsRecordAndKeyOnly) {
  const Stored stored;
  const std::string row = (*stored.engine->Get(HeadRow(kRecord)))->value;
  Unsealer right(Key('k'));
  Unsealer wrong(Key('x'));
  ASSERT_OK_AND_ASSIGN(const internal::v1::RecordHead head,
                       OpenHead(right, kRecord, row));
  EXPECT_EQ(head.SerializeAsString(), stored.head.SerializeAsString());
  EXPECT_THAT(OpenHead(right, kOther, row), StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(OpenHead(wrong, kRecord, row), StatusIs(StatusCode::kDataLoss));
}

TEST(RecordRowsTest, ReadsAllOrOneCategory) {
  Stored stored;
  EXPECT_GT(stored.Rows().size(), 3u);
  ASSERT_OK(stored.Read(Key('k'), stored.AllCategories()));
  EXPECT_EQ(stored.claims[0].SerializeAsString(),
            Sighting(std::string(100'000, 'a')).SerializeAsString());
  EXPECT_EQ(stored.claims[1].SerializeAsString(),
            Sighting("b").SerializeAsString());
  ASSERT_OK(stored.Read(Key('k'), {v1::CATEGORY_LOC_COARSE}));
  EXPECT_EQ(stored.claims[1].sighting().place().country_code(), "PL");
  EXPECT_EQ(stored.claims[1].sighting().place().site(), "");
}

TEST(RecordRowsTest, EveryRowMatters) {
  for (size_t i = 0;; ++i) {
    Stored stored;
    const std::vector<Row> rows = stored.Rows();
    if (i == rows.size()) break;
    if (rows[i].key == HeadRow(kRecord)) continue;
    Batch drop;
    drop.Delete(rows[i].key);
    ASSERT_OK(stored.engine->Commit(drop, Durability::kDurable).status);
    EXPECT_THAT(stored.Read(Key('k'), stored.AllCategories()),
                StatusIs(StatusCode::kDataLoss))
        << i;
  }
}

TEST(RecordRowsTest, RowsThatChangePlacesDoNotOpen) {
  Stored stored;
  std::vector<Row> rows;
  for (Row& row : stored.Rows()) {
    if (row.key != HeadRow(kRecord)) rows.push_back(std::move(row));
  }
  ASSERT_GE(rows.size(), 2u);
  Batch swap;
  swap.Put(rows[0].key, rows[1].value);
  swap.Put(rows[1].key, rows[0].value);
  ASSERT_OK(stored.engine->Commit(swap, Durability::kDurable).status);
  EXPECT_THAT(stored.Read(Key('k'), stored.AllCategories()),
              StatusIs(StatusCode::kDataLoss));
}

}  // namespace
}  // namespace homeward::storage
