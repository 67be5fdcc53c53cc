// Records as the pipeline reads and registration writes them, on RocksDB in
// memory: what is measured is keys, seals and protos, not the disk.
//
//   bazel run --config=opt //tests/benchmark:record_benchmark

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "storage/records/claim_blobs.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"

namespace homeward::storage {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

v1::Claim ClaimAt(int seconds) {
  v1::Claim claim;
  claim.set_source_agency_id("registrar");
  claim.mutable_source_time()->set_seconds(seconds);
  claim.set_basis(v1::BASIS_OBSERVED);
  return claim;
}

v1::Claim Identity() {
  v1::Claim claim = ClaimAt(1);
  v1::ChildIdentity& identity = *claim.mutable_identity();
  identity.set_name_full("Solomiya Tkachenko");
  identity.add_name_other("Соломія Ткаченко");
  identity.set_sex(v1::SEX_FEMALE);
  identity.mutable_date_of_birth()->set_year(2018);
  identity.add_nationality("UA");
  identity.add_language("uk");
  identity.mutable_address_current()->set_country_code("PL");
  identity.mutable_address_current()->set_site("Hall 5");
  identity.mutable_protection()->set_risk_level(v1::RISK_LEVEL_HIGH);
  return claim;
}

v1::Claim Sighting(int seconds) {
  v1::Claim claim = ClaimAt(seconds);
  claim.mutable_sighting()->set_sighting_id(absl::StrCat("s-", seconds));
  claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  claim.mutable_sighting()->mutable_place()->set_site("Hall 5");
  return claim;
}

// A child with identity, adult, crossing, consent and protection, and then
// `later` claims that came one by one.
std::string MakeRecord(RecordTestKit& kit, int later) {
  v1::Claim adult = ClaimAt(1);
  adult.mutable_accompanying_adult()->set_adult_id("a-1");
  adult.mutable_accompanying_adult()->set_relation_name("Oksana Tkachenko");
  v1::Claim crossing = ClaimAt(1);
  crossing.mutable_crossing_event()->set_crossing_event_id("c-1");
  crossing.mutable_crossing_event()->mutable_crossing_point()->set_site("M");
  v1::Claim consent = ClaimAt(1);
  consent.mutable_consent()->set_purpose(v1::PURPOSE_MISSING_SEARCH);
  v1::Claim protection = ClaimAt(1);
  protection.mutable_location_protection()->set_state(v1::PROTECT_LOCATION_OFF);
  auto change = kit.records()->Create(
      {{Identity(), adult, crossing, consent, protection}, {}}, {}, kNow);
  kit.Commit(*change);
  for (int i = 0; i < later; ++i) {
    auto added = kit.records()->Append(change->record_id,
                                       {{Sighting(10 + i)}, {}}, kNow);
    kit.Commit(*added);
  }
  return change->record_id;
}

// What a question about location reads: its own categories and those of facts.
const std::vector<v1::Category>& Asked() {
  static const auto* const asked = new std::vector<v1::Category>{
      v1::CATEGORY_ID_FULL, v1::CATEGORY_ID_MIN, v1::CATEGORY_LOC_COARSE,
      v1::CATEGORY_LOC_EXACT, v1::CATEGORY_CONSENT};
  return *asked;
}

void BM_Load(benchmark::State& state) {
  RecordTestKit kit;
  const std::string id = MakeRecord(kit, static_cast<int>(state.range(0)));
  for (auto _ : state) {
    auto record = kit.records()->Load(id, Asked(), kNow);
    if (!record.ok()) state.SkipWithError("can't load");
    benchmark::DoNotOptimize(record);
  }
}
BENCHMARK(BM_Load)->Arg(0)->Arg(5)->Arg(50);

// The key has left the cache: it is read and unwrapped.
void BM_LoadCold(benchmark::State& state) {
  RecordTestKit kit;
  const std::string id = MakeRecord(kit, 0);
  absl::Time now = kNow;
  for (auto _ : state) {
    now += absl::Minutes(1);
    benchmark::DoNotOptimize(kit.records()->Load(id, Asked(), now));
  }
}
BENCHMARK(BM_LoadCold);

void BM_PrepareAppend(benchmark::State& state) {
  RecordTestKit kit;
  const std::string id = MakeRecord(kit, static_cast<int>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        kit.records()->Append(id, {{Sighting(100000)}, {}}, kNow));
  }
}
BENCHMARK(BM_PrepareAppend)->Arg(0)->Arg(500);

void BM_Split(benchmark::State& state) {
  const v1::Claim claim = Identity();
  for (auto _ : state) benchmark::DoNotOptimize(SplitByCategory(claim));
}
BENCHMARK(BM_Split);

}  // namespace
}  // namespace homeward::storage

BENCHMARK_MAIN();
