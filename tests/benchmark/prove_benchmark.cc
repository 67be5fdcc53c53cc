// Proves 20 red lines over 1,000 MOUs of 10 clauses: one agency has an MOU with
// each of 1,000 others, half of it permits and half of it prohibitions. Five
// red lines hold by the charter, ten by clauses of each MOU, and five are
// crossed.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/decision/active_set.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/signed_mou.h"
#include "auth/proof/prove.h"
#include "auth/testing/signed_mous.h"
#include "benchmark/benchmark.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::auth {
namespace {

constexpr int kMous = 1000;
// Which purposes the charter and the MOUs speak of.
constexpr int kOfCharter = 5;
constexpr int kOfMous = 10;
// A role, a purpose and five categories for each clause of an MOU.
constexpr int kPermits = 5;

v1::Purpose PurposeNumber(int number) {
  return static_cast<v1::Purpose>(1 + number % 14);
}

v1::Match Everything() {
  v1::Match match;
  match.mutable_owner()->set_any(true);
  match.mutable_requester()->set_any(true);
  match.mutable_roles()->set_any(true);
  match.mutable_purposes()->set_any(true);
  match.mutable_actions()->set_any(true);
  match.mutable_categories()->set_any(true);
  return match;
}

v1::Clause Permit(int number, const std::string& partner) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("p", number));
  clause.set_effect(v1::EFFECT_PERMIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids(partner);
  if (number > 0) {
    v1::Condition& condition = *match.add_conditions();
    condition.set_fact(v1::FACT_CONSENT_ON_FILE);
    condition.set_expected(true);
  }
  for (int i = 0; i < 40; ++i) {
    v1::FieldRule& rule = *clause.add_fields();
    rule.set_field_path(FieldCatalog::Get().path(3 * i + number));
    rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  return clause;
}

// Together they take what ten red lines speak of, each in two pieces by age.
v1::Clause Prohibition(int number, const std::string& partner) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("f", number));
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids(partner);
  match.mutable_purposes()->clear_any();
  for (int i = 0; i < kOfMous; ++i) {
    match.mutable_purposes()->add_purposes(PurposeNumber(i));
  }
  match.mutable_subject_age()->set_min_years(number * 4);
  if (number + 1 < kPermits) {
    match.mutable_subject_age()->set_max_years(number * 4 + 3);
  }
  return clause;
}

v1::Mou Document(const std::string& id) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(1);
  mou.mutable_effective_time()->set_seconds(0);
  mou.mutable_expiry_time()->set_seconds(100);
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
  return mou;
}

std::shared_ptr<const ActiveSet> TenThousandClauses() {
  std::vector<SignedMou> mous;
  for (int i = 0; i < kMous; ++i) {
    const std::string partner = absl::StrCat("agency-", i);
    v1::Mou mou = Document(absl::StrCat("mou-", i));
    mou.add_party_agency_ids("ngo");
    mou.add_party_agency_ids(partner);
    for (int c = 0; c < kPermits; ++c) {
      *mou.add_clauses() = Permit(c, partner);
      *mou.add_clauses() = Prohibition(c, partner);
    }
    mous.push_back(testing::SignedByAll(mou));
  }
  v1::Mou charter = Document("charter");
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("research");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = Everything();
  clause.mutable_match()->mutable_roles()->clear_any();
  for (int role = v1::ROLE_CP_CASEWORKER; role < v1::ROLE_CLINIC_ADMIN;
       ++role) {
    clause.mutable_match()->mutable_roles()->add_roles(
        static_cast<v1::Role>(role));
  }
  return *ActiveSet::Build(testing::AsCharter(charter), mous, {});
}

v1::RedLines TwentyRedLines(bool through_others) {
  v1::RedLines lines;
  for (int i = 0; i < 20; ++i) {
    v1::RedLine& line = *lines.add_red_lines();
    line.set_red_line_id(absl::StrCat("line-", i));
    line.set_statement("never");
    v1::Match& match = *line.mutable_match();
    match = Everything();
    if (i < kOfCharter) {
      match.mutable_roles()->clear_any();
      match.mutable_roles()->add_roles(static_cast<v1::Role>(3 + i));
    } else {
      match.mutable_purposes()->clear_any();
      match.mutable_purposes()->add_purposes(PurposeNumber(i - kOfCharter));
    }
    if (i < 15 || !through_others) continue;
    match.mutable_owner()->clear_any();
    match.mutable_owner()->add_agency_ids("agency-1");
    line.set_through_others(true);
  }
  return lines;
}

void Run(benchmark::State& state, bool through_others) {
  const auto set = TenThousandClauses();
  const v1::RedLines lines = TwentyRedLines(through_others);
  int holding = 0;
  for (auto _ : state) {
    const auto report = Prove(set, lines);
    if (!report.ok()) {
      state.SkipWithError(report.status().ToString().c_str());
      break;
    }
    holding = 0;
    for (const v1::RedLineResult& result : report->results()) {
      holding += result.verdict() == v1::VERDICT_HOLDS;
    }
  }
  state.counters["holding"] = holding;
}

void BM_Prove(benchmark::State& state) { Run(state, false); }
BENCHMARK(BM_Prove)->Unit(benchmark::kMillisecond);

// Five of them by way of others too.
void BM_ProveThroughOthers(benchmark::State& state) { Run(state, true); }
BENCHMARK(BM_ProveThroughOthers)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeward::auth

BENCHMARK_MAIN();
