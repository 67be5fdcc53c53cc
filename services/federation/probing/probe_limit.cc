#include "services/federation/probing/probe_limit.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/probe.pb.h"

namespace homeward::federation {
namespace {

constexpr size_t kMaxAgencies = 1024;
// Of one agency. Who asks about so many more that one of them is forgotten has
// spent much of its agency's share on that.
constexpr size_t kMaxOfficers = 1024;
constexpr size_t kMaxPurposes = 32;
constexpr size_t kMaxChildren = 4096;
// So many persons at their limits about one child bring her agency to its own:
// else one person could hide a child from her colleagues.
constexpr int kPersonsOfAChild = 4;

// Hashes have one length, so no two are the same.
std::string ChildKey(absl::string_view subject, absl::string_view child_hash) {
  return absl::StrCat(subject, child_hash);
}

uint64_t FirstBytes(const std::string& hash) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, hash.data(), std::min(sizeof(bytes), hash.size()));
  return bytes;
}

}  // namespace

ProbeLimit::ProbeLimit(const ProbeLimits& limits)
    : limits_(limits),
      child_of_agency_{limits.child.questions * kPersonsOfAChild,
                       limits.child.misses * kPersonsOfAChild},
      agencies_(kMaxAgencies) {}

ProbeLimit::Agency& ProbeLimit::AgencyOf(const std::string& agency_id,
                                         absl::Time now) {
  return agencies_.Use(agency_id, [&] {
    const ProbeRates& rates = limits_.agency;
    return Agency{{{rates.questions, now},
                   {rates.misses, now},
                   DistinctCount(rates.names)},
                  RecentMap<Counts>(kMaxOfficers),
                  RecentMap<Counts>(kMaxPurposes),
                  RecentMap<Counts>(kMaxChildren)};
  });
}

ProbeLimit::Scope ProbeLimit::ScopeOf(v1::ProbeScope scope,
                                      const ProbeRates& rates,
                                      RecentMap<Counts>& counts,
                                      const std::string& key,
                                      std::string subject, absl::Time now) {
  Counts& found = counts.Use(key, [&] {
    return Counts{{rates.questions, now},
                  {rates.misses, now},
                  DistinctCount(rates.names)};
  });
  return {scope, &rates, &found, std::move(subject)};
}

std::vector<ProbeLimit::Scope> ProbeLimit::ScopesOfChild(
    const ProbeQuestion& question, const std::string& child_hash,
    absl::Time now) {
  if (child_hash.empty()) return {};
  RecentMap<Counts>& children = AgencyOf(question.agency_id, now).children;
  return {
      ScopeOf(v1::PROBE_SCOPE_CHILD, limits_.child, children,
              ChildKey(question.subject, child_hash), question.subject, now),
      ScopeOf(v1::PROBE_SCOPE_CHILD, child_of_agency_, children,
              ChildKey("", child_hash), "", now)};
}

std::vector<ProbeLimit::Scope> ProbeLimit::ScopesOf(
    const ProbeQuestion& question, absl::Time now) {
  Agency& agency = AgencyOf(question.agency_id, now);
  std::vector<Scope> scopes = {
      {v1::PROBE_SCOPE_AGENCY, &limits_.agency, &agency.all, question.subject},
      ScopeOf(v1::PROBE_SCOPE_OFFICER, limits_.officer, agency.officers,
              question.subject, question.subject, now),
      ScopeOf(v1::PROBE_SCOPE_PURPOSE, limits_.purpose, agency.purposes,
              absl::StrCat(question.purpose), question.subject, now)};
  for (const std::string* hash :
       {&question.child_hash, &question.record_hash}) {
    absl::c_move(ScopesOfChild(question, *hash, now),
                 std::back_inserter(scopes));
  }
  return scopes;
}

ProbeLimit::Verdict ProbeLimit::Admit(const ProbeQuestion& question,
                                      absl::Time now) {
  if (lockouts_.Cover(question, now)) return {false};
  return Count(question, ScopesOf(question, now), now);
}

ProbeLimit::Verdict ProbeLimit::AdmitRecord(const ProbeQuestion& question,
                                            absl::Time now) {
  ProbeQuestion by_record = question;
  by_record.child_hash = question.record_hash;
  if (lockouts_.Cover(by_record, now)) return {false};
  return Count(by_record, ScopesOfChild(question, question.record_hash, now),
               now);
}

ProbeLimit::Verdict ProbeLimit::Count(const ProbeQuestion& question,
                                      const std::vector<Scope>& scopes,
                                      absl::Time now) {
  Verdict verdict;
  for (const Scope& scope : scopes) {
    if (!scope.counts->questions.Has(now)) {
      Begin(scope, v1::PROBE_CAUSE_QUESTIONS, question, now, verdict.begun);
    } else if (!scope.counts->misses.Has(now)) {
      Begin(scope, v1::PROBE_CAUSE_MISSES, question, now, verdict.begun);
    }
  }
  verdict.allowed = verdict.begun.empty();
  if (!verdict.allowed) return verdict;
  for (const Scope& scope : scopes) {
    scope.counts->questions.Take();
    scope.counts->misses.Take();
  }
  return verdict;
}

std::vector<v1::ProbeLockout> ProbeLimit::End(const ProbeQuestion& question,
                                              ProbeEnd end, absl::Time now) {
  std::vector<v1::ProbeLockout> begun;
  const bool told_of_name = end != ProbeEnd::kUntold && question.by_name;
  for (const Scope& scope : ScopesOf(question, now)) {
    if (end != ProbeEnd::kMissed) scope.counts->misses.Return();
    if (scope.scope == v1::PROBE_SCOPE_CHILD) {
      // Who may learn nothing of a child can't have others locked out from her.
      if (end == ProbeEnd::kUntold) scope.counts->questions.Return();
      continue;
    }
    if (!told_of_name) continue;
    DistinctCount& names = scope.counts->names;
    names.Add(FirstBytes(question.child_hash), now);
    if (names.Estimate(now) > static_cast<double>(scope.rates->names)) {
      Begin(scope, v1::PROBE_CAUSE_NAMES, question, now, begun);
    }
  }
  return begun;
}

void ProbeLimit::Begin(const Scope& scope, v1::ProbeCause cause,
                       ProbeQuestion question, absl::Time now,
                       std::vector<v1::ProbeLockout>& begun) {
  question.subject = scope.subject;
  absl::c_move(
      lockouts_.Begin(scope.scope, cause, question, now, now + limits_.lockout),
      std::back_inserter(begun));
}

void ProbeLimit::Lift(const std::vector<v1::ProbeLockout>& lockouts) {
  for (const v1::ProbeLockout& lifted : lockouts) {
    lockouts_.Lift(lifted);
    if (lifted.scope() == v1::PROBE_SCOPE_AGENCY) {
      agencies_.Erase(lifted.agency_id());
      continue;
    }
    Agency& agency = AgencyOf(lifted.agency_id(), absl::UnixEpoch());
    agency.officers.Erase(lifted.subject());
    agency.purposes.Erase(absl::StrCat(lifted.purpose()));
    agency.children.Erase(ChildKey(lifted.subject(), lifted.child_hash()));
  }
}

}  // namespace homeward::federation
