// Decides over 1,000 MOUs of 10 clauses: the asked agency has one with each of
// 1,000 others.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/testing/signed_mous.h"
#include "benchmark/benchmark.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

v1::Clause Clause(int number, bool permits, const std::string& requester) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("c", number));
  clause.set_effect(permits ? v1::EFFECT_PERMIT : v1::EFFECT_PROHIBIT);
  v1::Match* match = clause.mutable_match();
  match->mutable_owner()->set_any(true);
  match->mutable_requester()->add_agency_ids(requester);
  match->mutable_roles()->set_any(true);
  match->mutable_purposes()->set_any(true);
  match->mutable_actions()->set_any(true);
  if (!permits) {
    match->mutable_categories()->add_categories(v1::CATEGORY_HOLD);
    return clause;
  }
  match->mutable_categories()->set_any(true);
  for (int i = 0; i < 40; ++i) {
    v1::FieldRule* rule = clause.add_fields();
    rule->set_field_path(FieldCatalog::Get().path(i));
    rule->set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  return clause;
}

v1::Mou Document(const std::string& id) {
  v1::Mou mou = testing::Document(id, absl::UnixEpoch(),
                                  absl::UnixEpoch() + absl::Seconds(100));
  mou.clear_clauses();
  return mou;
}

std::vector<SignedMou> ThousandMous() {
  std::vector<SignedMou> mous;
  for (int i = 0; i < 1000; ++i) {
    const std::string partner = absl::StrCat("agency-", i);
    v1::Mou mou = Document(absl::StrCat("mou-", i));
    mou.add_party_agency_ids("ngo");
    mou.add_party_agency_ids(partner);
    for (int c = 0; c < 10; ++c) *mou.add_clauses() = Clause(c, c < 5, partner);
    mous.push_back(testing::SignedByAll(mou));
  }
  return mous;
}

SignedMou Charter() {
  v1::Mou charter = Document("charter");
  *charter.add_clauses() = Clause(0, false, "agency-1");
  return testing::AsCharter(charter);
}

void BM_Decide(benchmark::State& state) {
  const auto set = ActiveSet::Build(Charter(), ThousandMous(), {});
  AccessRequest request;
  request.requester_agency_id = "agency-500";
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = "ngo";
  request.roles = {v1::ROLE_POLICE_MISSING};
  request.purpose = v1::PURPOSE_MISSING_SEARCH;
  request.action = v1::ACTION_LOCATE;
  request.mou_id = "mou-500";
  for (auto _ : state) {
    const Admittance admitted =
        Admit(*set, request, {}, absl::FromUnixSeconds(1));
    benchmark::DoNotOptimize(Authorize(*admitted.admission, {}));
  }
}
BENCHMARK(BM_Decide);

void BM_ReplaceSet(benchmark::State& state) {
  const SignedMou charter = Charter();
  const std::vector<SignedMou> mous = ThousandMous();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ActiveSet::Build(charter, mous, {}));
  }
}
BENCHMARK(BM_ReplaceSet)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeward::auth

BENCHMARK_MAIN();
