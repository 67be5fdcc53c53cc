// Replays 100,000 recorded decisions against other MOUs: 20 agencies, each with
// an MOU with the next. The candidates show one field less in every tenth.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/change/replay.h"
#include "auth/decision/active_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/signed_mou.h"
#include "auth/testing/signed_mous.h"
#include "benchmark/benchmark.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

constexpr int kAgencies = 20;
constexpr int kDecisions = 100'000;
constexpr int kFields = 40;

std::string Agency(int number) {
  return absl::StrCat("agency-", number % kAgencies);
}

v1::Mou MouOf(int number, int fields) {
  std::vector<std::string> paths;
  for (int i = 0; i < fields; ++i) {
    paths.push_back(FieldCatalog::Get().path(3 * i));
  }
  v1::Mou mou = testing::Permitting(
      testing::Document(absl::StrCat("mou-", number), absl::UnixEpoch(),
                        absl::FromUnixSeconds(1000)),
      paths);
  mou.add_party_agency_ids(Agency(number));
  mou.add_party_agency_ids(Agency(number + 1));
  return mou;
}

std::shared_ptr<const ActiveSet> SetOf(bool candidate) {
  std::vector<SignedMou> mous;
  for (int i = 0; i < kAgencies; ++i) {
    const bool less = candidate && i % 10 == 0;
    mous.push_back(
        testing::SignedByAll(MouOf(i, less ? kFields - 1 : kFields)));
  }
  const v1::Mou charter = testing::Document("charter", absl::UnixEpoch(),
                                            absl::FromUnixSeconds(1000));
  return *ActiveSet::Build(testing::AsCharter(charter), mous, {});
}

// As a log would hold them: serialized.
std::vector<std::string> Recorded() {
  std::vector<std::string> recorded;
  for (int i = 0; i < kDecisions; ++i) {
    v1::DecideRequest decision;
    v1::AccessQuestion& request = *decision.mutable_request();
    request.set_requester_agency_id(Agency(i + 1));
    request.set_requester_kind(v1::AGENCY_KIND_POLICE);
    request.set_owner_agency_id(Agency(i));
    request.add_roles(v1::ROLE_POLICE_MISSING);
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    request.set_action(v1::ACTION_LOCATE);
    request.set_mou_id(absl::StrCat("mou-", i % kAgencies));
    for (const v1::Fact fact :
         {v1::FACT_OPEN_CASE, v1::FACT_LOCATION_PROTECTED,
          v1::FACT_ADOPTION_HOLD, v1::FACT_CONSENT_ON_FILE}) {
      v1::FactValue& value = *decision.mutable_facts()->add_facts();
      value.set_fact(fact);
      value.set_truth(v1::TRUTH_FALSE);
    }
    decision.mutable_time()->set_seconds(1);
    recorded.push_back(decision.SerializeAsString());
  }
  return recorded;
}

void BM_Replay(benchmark::State& state) {
  const auto present = SetOf(/*candidate=*/false);
  const auto candidate = SetOf(/*candidate=*/true);
  const std::vector<std::string> recorded = Recorded();
  int64_t changed = 0;
  for (auto _ : state) {
    Replay replay(present, candidate, absl::FromUnixSeconds(500));
    v1::DecideRequest decision;
    for (const std::string& bytes : recorded) {
      if (!decision.ParseFromString(bytes) || !replay.Add(decision).ok()) {
        state.SkipWithError("a decision can't be read");
        break;
      }
    }
    changed = replay.Report().changed();
  }
  state.counters["changed"] = static_cast<double>(changed);
}
BENCHMARK(BM_Replay)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeward::auth

BENCHMARK_MAIN();
