#include "storage/records/record_store.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/claim_blobs.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::util::MessageDifferencer;
using ::homeward::internal::v1::StoredRecord;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);
const absl::Time kLater = kNow + absl::Hours(1);

// A name that must be found nowhere.
constexpr char kCanary[] = "Xylophonia Quetzalcoatl";

v1::Claim Identity() {
  v1::Claim claim = TextProto(R"pb(
    source_agency_id: "registrar"
    source_time { seconds: 1600000000 }
    basis: BASIS_OBSERVED
    identity {
      sex: SEX_FEMALE
      date_of_birth { year: 2015 }
      nationality: "UA"
      protection { risk_level: RISK_LEVEL_HIGH }
      address_current { country_code: "PL" site: "Hall 5" }
    }
  )pb");
  claim.mutable_identity()->set_name_full(kCanary);
  return claim;
}

v1::Claim Sighting(int seconds, const std::string& site) {
  v1::Claim claim;
  claim.set_source_agency_id("registrar");
  claim.mutable_source_time()->set_seconds(seconds);
  claim.set_basis(v1::BASIS_OBSERVED);
  claim.mutable_sighting()->set_sighting_id(absl::StrCat("s-", seconds));
  claim.mutable_sighting()->mutable_seen_time()->set_seconds(seconds);
  claim.mutable_sighting()->mutable_place()->set_site(site);
  claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  return claim;
}

std::vector<v1::Category> Everything() {
  std::vector<v1::Category> all;
  for (int i = v1::Category_MIN; i <= v1::Category_MAX; ++i) {
    all.push_back(static_cast<v1::Category>(i));
  }
  return all;
}

class RecordStoreTest : public ::testing::Test {
 protected:
  std::string Make(const NewClaims& content, const std::string& source = "") {
    auto change = kit_.records()->Create(content, {source, {}}, kNow);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    return change->record_id;
  }

  RecordChange Add(const std::string& id, const NewClaims& content,
                   absl::Time now = kNow) {
    auto change = kit_.records()->Append(id, content, now);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    return *std::move(change);
  }

  StoredRecord Read(const std::string& id,
                    const std::vector<v1::Category>& categories) {
    auto record = kit_.records()->Load(id, categories, kNow);
    EXPECT_OK(record);
    EXPECT_TRUE(record->has_value());
    return record->value_or(StoredRecord());
  }

  bool Exists(const std::string& id) {
    auto record = kit_.records()->Load(id, {}, kNow);
    EXPECT_OK(record);
    return record->has_value();
  }

  RecordTestKit kit_;
};

TEST(SplitByCategoryTest, CutsEveryFieldOnceAndMergesBack) {
  const auto blobs = SplitByCategory(Identity());
  v1::Claim merged;
  for (const auto& [category, claim] : blobs) merged.MergeFrom(claim);
  EXPECT_TRUE(MessageDifferencer::Equals(merged, Identity()));
  const v1::Claim& coarse = blobs.at(v1::CATEGORY_LOC_COARSE);
  EXPECT_EQ(coarse.identity().address_current().country_code(), "PL");
  EXPECT_EQ(coarse.identity().address_current().site(), "");
  EXPECT_EQ(coarse.identity().name_full(), "");
  EXPECT_EQ(blobs.at(v1::CATEGORY_EXIST).basis(), v1::BASIS_OBSERVED);
  EXPECT_FALSE(blobs.at(v1::CATEGORY_EXIST).has_identity());
}

TEST_F(RecordStoreTest, ReturnsWhatWasStoredWithBothTimes) {
  const std::string id = Make({{Identity()}, {}});
  EXPECT_THAT(
      id, ::testing::MatchesRegex("agencies/registrar/children/[0-9a-f]{32}"));
  StoredRecord record = Read(id, Everything());
  ASSERT_THAT(record.claims(), SizeIs(1));
  v1::Claim& claim = *record.mutable_claims(0);
  EXPECT_EQ(claim.source_time().seconds(), 1600000000);
  EXPECT_EQ(claim.entry_time().seconds(), 1700000000);
  EXPECT_THAT(claim.claim_id(), SizeIs(32));
  claim.clear_claim_id();
  claim.clear_entry_time();
  EXPECT_TRUE(MessageDifferencer::Equals(claim, Identity()));
}

TEST_F(RecordStoreTest, UnsealsOnlyTheCategoriesAskedFor) {
  const std::string id = Make({{Identity()}, {}});
  const StoredRecord record = Read(id, {v1::CATEGORY_LOC_COARSE});
  const v1::Claim& claim = record.claims(0);
  EXPECT_EQ(claim.basis(), v1::BASIS_OBSERVED);  // The envelope.
  EXPECT_EQ(claim.identity().address_current().country_code(), "PL");
  EXPECT_EQ(claim.identity().address_current().site(), "");
  EXPECT_EQ(claim.identity().name_full(), "");
  EXPECT_FALSE(claim.identity().has_protection());
}

TEST_F(RecordStoreTest, KeepsAFactThatHasNoFields) {
  v1::Claim unset = Sighting(1, "");
  unset.mutable_location_protection();
  const std::string id = Make({{unset}, {}});
  EXPECT_TRUE(Read(id, {}).claims(0).has_location_protection());
}

TEST_F(RecordStoreTest, AddsAndNeverOverwrites) {
  const std::string id = Make({{Identity()}, {}});
  const RecordChange first = Add(id, {{Sighting(5, "Gate")}, {}});
  const RecordChange second = Add(id, {{Sighting(5, "Hall")}, {}}, kLater);
  EXPECT_NE(first.claim_ids, second.claim_ids);
  const StoredRecord record = Read(id, Everything());
  ASSERT_THAT(record.claims(), SizeIs(3));
  EXPECT_EQ(record.claims(1).sighting().place().site(), "Gate");
  EXPECT_EQ(record.claims(2).sighting().place().site(), "Hall");
  EXPECT_EQ(record.claims(2).source_time().seconds(), 5);
  EXPECT_EQ(record.claims(2).entry_time().seconds(),
            absl::ToUnixSeconds(kLater));
}

TEST_F(RecordStoreTest, TheSameContentTwiceChangesNothing) {
  const std::string id = Make({{Identity()}, {{"phone", "48"}}});
  const RecordChange first =
      Add(id, {{Sighting(5, "Gate"), Sighting(5, "Gate")}, {}});
  EXPECT_THAT(first.added, ElementsAre(true, false));
  EXPECT_EQ(first.claim_ids[0], first.claim_ids[1]);
  const RecordChange again =
      Add(id, {{Sighting(5, "Gate"), Identity()}, {{"phone", "48"}}}, kLater);
  EXPECT_TRUE(again.batch.empty());
  EXPECT_THAT(again.added, ElementsAre(false, false));
  EXPECT_EQ(again.claim_ids[0], first.claim_ids[0]);
  EXPECT_THAT(Read(id, {}).claims(), SizeIs(2));
}

TEST_F(RecordStoreTest, AnotherSourceOrTimeIsAnotherClaim) {
  const std::string id = Make({{Identity()}, {}});
  v1::Claim other = Identity();
  other.set_source_agency_id("clinic");
  v1::Claim newer = Identity();
  newer.mutable_source_time()->set_seconds(1650000000);
  EXPECT_THAT(Add(id, {{other, newer}, {}}).added, ElementsAre(true, true));
}

TEST_F(RecordStoreTest, FindsByTerm) {
  const std::string one = Make({{Identity()}, {{"phone", "48"}}});
  const std::string two = Make({{Identity()}, {{"name", "48"}}});
  Add(two, {{}, {{"phone", "49"}}});
  EXPECT_THAT(*kit_.records()->Find({"phone", "48"}, 10), ElementsAre(one));
  EXPECT_THAT(*kit_.records()->Find({"phone", "49"}, 10), ElementsAre(two));
  EXPECT_THAT(*kit_.records()->Find({"phone", "4"}, 10), IsEmpty());
  const std::string three = Make({{Identity()}, {{"phone", "48"}}});
  EXPECT_THAT(*kit_.records()->Find({"phone", "48"}, 1), SizeIs(1));
}

TEST_F(RecordStoreTest, OneRecordForEachSourceRecord) {
  auto slow = kit_.records()->Create({{Identity()}, {}}, {"pfif/1", {}}, kNow);
  ASSERT_OK(slow);
  const std::string id = Make({{Identity()}, {}}, "pfif/1");
  EXPECT_EQ(kit_.Commit(*slow), CommitOutcome::kConflict);
  EXPECT_THAT(*kit_.records()->FindSource("pfif/1", kNow), ElementsAre(id));
  EXPECT_THAT(*kit_.records()->FindSource("pfif/2", kNow), IsEmpty());
  auto late = kit_.records()->Create({{Identity()}, {}}, {"pfif/1", {}}, kNow);
  ASSERT_OK(late);
  EXPECT_EQ(kit_.Commit(*late), CommitOutcome::kConflict);
  // An erased record gives its number free.
  kit_.DestroyKeyOf(id);
  EXPECT_THAT(*kit_.records()->FindSource("pfif/1", kNow), IsEmpty());
  EXPECT_NE(Make({{Identity()}, {}}, "pfif/1"), id);
}

TEST_F(RecordStoreTest, AnotherRecordOfASourceRecordIsMadeOnPurposeOnly) {
  std::vector<std::string> ids;
  for (int i = 0; i < kMaxRecordsOfSource; ++i) {
    auto change =
        kit_.records()->Create({{Identity()}, {}}, {"pfif/1", ids}, kNow);
    ASSERT_OK(change);
    ASSERT_EQ(kit_.Commit(*change), CommitOutcome::kCommitted);
    ids.push_back(change->record_id);
    EXPECT_EQ(*kit_.records()->FindSource("pfif/1", kNow), ids);
  }
  // One more gets no number, and one that is erased leaves its place.
  auto more = kit_.records()->Create({{Identity()}, {}}, {"pfif/1", ids}, kNow);
  ASSERT_OK(more);
  EXPECT_EQ(kit_.Commit(*more), CommitOutcome::kCommitted);
  EXPECT_EQ(*kit_.records()->FindSource("pfif/1", kNow), ids);
  kit_.DestroyKeyOf(ids[1]);
  ids.erase(ids.begin() + 1);
  EXPECT_EQ(*kit_.records()->FindSource("pfif/1", kNow), ids);
  auto next = kit_.records()->Create({{Identity()}, {}}, {"pfif/1", ids}, kNow);
  ASSERT_OK(next);
  EXPECT_EQ(kit_.Commit(*next), CommitOutcome::kCommitted);
  ids.insert(ids.begin() + 1, next->record_id);
  EXPECT_EQ(*kit_.records()->FindSource("pfif/1", kNow), ids);
}

TEST_F(RecordStoreTest, RefusesWhatIsNoRecordHere) {
  const std::string id = Make({{Identity()}, {}});
  std::string unknown = id;
  unknown.back() = unknown.back() == '0' ? '1' : '0';
  std::string elsewhere = id;
  elsewhere.replace(elsewhere.find("registrar"), 9, "clinic");
  for (const std::string& no_record :
       {unknown, elsewhere, std::string("x"), std::string(), id + "0"}) {
    EXPECT_FALSE(Exists(no_record));
    EXPECT_THAT(
        kit_.records()->Append(no_record, {{Sighting(1, "")}, {}}, kNow),
        StatusIs(StatusCode::kNotFound));
  }
}

TEST_F(RecordStoreTest, ConcurrentAppendsLoseNothing) {
  const std::string id = Make({{Identity()}, {}});
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const NewClaims claims{{Sighting(1 + t * 1000 + i, "Gate")}, {}};
        for (;;) {
          auto change = kit_.records()->Append(id, claims, kNow);
          ASSERT_OK(change);
          if (kit_.Commit(*change) == CommitOutcome::kCommitted) break;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> sightings;
  const StoredRecord record = Read(id, Everything());
  for (const v1::Claim& claim : record.claims()) {
    if (claim.has_sighting()) sightings.insert(claim.sighting().sighting_id());
  }
  EXPECT_THAT(sightings, SizeIs(4 * kEach));
  EXPECT_THAT(record.claims(), SizeIs(4 * kEach + 1));
}

TEST_F(RecordStoreTest, AClaimLargerThanARowIsStored) {
  v1::Claim large = Identity();
  large.mutable_identity()->add_name_other(std::string(150'000, 'x'));
  const std::string id = Make({{large}, {}});
  EXPECT_EQ(Read(id, Everything()).claims(0).identity().name_other(0).size(),
            150'000U);
}

TEST_F(RecordStoreTest, SaysWhichClaimIsTooLarge) {
  v1::Claim large = Sighting(1, "");
  large.mutable_sighting()->set_text(std::string(kMaxClaimBytes, 'x'));
  EXPECT_THAT(kit_.records()->Create({{Identity(), large}, {}}, {}, kNow),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("sighting")));
  large.mutable_sighting()->set_text(std::string(200 << 10, 'x'));
  EXPECT_THAT(
      kit_.records()->Create({{large, large, large, large}, {}}, {}, kNow),
      StatusIs(StatusCode::kInvalidArgument, HasSubstr("together")));
}

TEST_F(RecordStoreTest, ARecordHoldsAThousandClaimsAndNoMore) {
  const std::string id = Make({{Identity()}, {}});
  for (int i = 1; i < kMaxClaimsPerRecord; ++i) {
    Add(id, {{Sighting(i, "Gate")}, {}});
  }
  EXPECT_THAT(Read(id, Everything()).claims(), SizeIs(kMaxClaimsPerRecord));
  EXPECT_THAT(kit_.records()->Append(id, {{Sighting(5000, "Gate")}, {}}, kNow),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(RecordStoreTest, AShreddedKeyMakesOnlyHerUnreadable) {
  const std::string her = Make({{Identity()}, {{"phone", "48"}}});
  const std::string other = Make({{Identity()}, {{"phone", "48"}}});
  kit_.DestroyKeyOf(her);
  EXPECT_FALSE(Exists(her));
  EXPECT_TRUE(Exists(other));
  kit_.Close();
  kit_.Open();
  EXPECT_FALSE(Exists(her));
  EXPECT_EQ(Read(other, Everything()).claims(0).identity().name_full(),
            kCanary);
}

// Also when another record of her shard is erased after the restore.
TEST_F(RecordStoreTest, ARecordThatWasErasedBeforeTheRestoreStaysErased) {
  const std::string her = Make({{Identity()}, {}}, "pfif/1");
  const std::string other = Make({{Identity()}, {}});
  kit_.DestroyKeyOf(her);
  ASSERT_OK(kit_.keys()->Shred(RecordTestKit::SubjectOf(other)));
  EXPECT_FALSE(Exists(her));
  EXPECT_THAT(*kit_.records()->FindSource("pfif/1", kNow), IsEmpty());
}

TEST_F(RecordStoreTest, AKeyThatIsMissingIsDamageAndNoErasure) {
  const std::string first = Make({{Identity()}, {}}, "pfif/1");
  auto shared =
      kit_.records()->Create({{Identity()}, {}}, {"pfif/1", {first}}, kNow);
  ASSERT_OK(shared);
  ASSERT_EQ(kit_.Commit(*shared), CommitOutcome::kCommitted);
  kit_.LoseKeyOf(first);
  EXPECT_THAT(kit_.records()->Load(first, {}, kNow),
              StatusIs(StatusCode::kDataLoss, HasSubstr("nothing erased it")));
  EXPECT_THAT(kit_.records()->Append(first, {{Sighting(1, "")}, {}}, kNow),
              StatusIs(StatusCode::kDataLoss));
  // No second record takes its place in silence.
  EXPECT_THAT(kit_.records()->FindSource("pfif/1", kNow),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(kit_.records()->Create({{Identity()}, {}}, {"pfif/1", {}}, kNow),
              StatusIs(StatusCode::kDataLoss));
  bool damaged = false;
  EXPECT_THAT(*kit_.records()->FindSource("pfif/1", kNow, &damaged),
              ElementsAre(shared->record_id));
  EXPECT_TRUE(damaged);
  EXPECT_TRUE(Exists(shared->record_id));
}

std::vector<Row> AllRows(const Engine& engine) {
  std::vector<Row> rows;
  for (std::optional<ScanRequest> next = ScanPrefix(""); next.has_value();) {
    auto page = engine.Scan(*next);
    EXPECT_OK(page);
    rows.insert(rows.end(), page->rows.begin(), page->rows.end());
    next = NextPage(*next, *page);
  }
  return rows;
}

TEST_F(RecordStoreTest, ARowThatIsChangedOrMissingIsDataLoss) {
  const std::string id = Make({{Identity()}, {}});
  for (const Row& row : AllRows(*kit_.engine())) {
    if (!absl::StartsWith(row.key, "c/") && !absl::StartsWith(row.key, "r/")) {
      continue;
    }
    std::string changed = row.value;
    changed[changed.size() / 2] ^= 1;
    Batch damage;
    damage.Put(row.key, changed);
    ASSERT_OK(kit_.engine()->Commit(damage, Durability::kDurable).status);
    EXPECT_THAT(kit_.records()->Load(id, Everything(), kNow),
                StatusIs(StatusCode::kDataLoss));
    Batch mend;
    mend.Put(row.key, row.value);
    ASSERT_OK(kit_.engine()->Commit(mend, Durability::kDurable).status);
  }
  EXPECT_OK(kit_.records()->Load(id, Everything(), kNow));
}

TEST(RecordDiskTest, NothingIsReadableOnDisk) {
  RecordTestKit kit(RecordTestKit::Disk::kReal);
  auto change = kit.records()->Create({{Identity()}, {{"name_token", kCanary}}},
                                      {kCanary, {}}, kNow);
  ASSERT_OK(change);
  ASSERT_EQ(kit.Commit(*change), CommitOutcome::kCommitted);
  const std::vector<std::string> words = {"Xylophonia", "Quetzalcoatl",
                                          "Hall 5", "name_token"};
  for (const Row& row : AllRows(*kit.engine())) {
    for (const std::string& word : words) {
      EXPECT_FALSE(absl::StrContains(row.key, word));
      EXPECT_FALSE(absl::StrContains(row.value, word));
    }
  }
  kit.Close();
  size_t files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(kit.folder())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    for (const std::string& word : words) {
      EXPECT_FALSE(absl::StrContains(bytes, word)) << entry.path();
    }
  }
  EXPECT_GT(files, 3U);
}

}  // namespace
}  // namespace homeward::storage
