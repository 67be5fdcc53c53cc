#include "services/federation/probing/probe_limit.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/probe.pb.h"

namespace homeward::federation {
namespace {

constexpr size_t kMaxAgencies = 1024;
// Of one agency. Who asks about so many more that one of them is forgotten has
// spent much of its agency's share on that.
constexpr size_t kMaxOfficers = 1024;
constexpr size_t kMaxPurposes = 32;
constexpr size_t kMaxChildren = 2048;
// So many lockouts of its persons, purposes and children lock out an agency.
constexpr int kMaxLockouts = 64;
constexpr size_t kIdBytes = 16;

bool Holds(const v1::ProbeLockout& lockout, absl::Time now) {
  return now < auth::ToTime(lockout.end_time());
}

// `question` as far as the `scope` of a lockout names it.
v1::ProbeLockout Named(v1::ProbeScope scope, const ProbeQuestion& question) {
  v1::ProbeLockout lockout;
  lockout.set_scope(scope);
  lockout.set_agency_id(question.agency_id);
  if (scope == v1::PROBE_SCOPE_OFFICER) lockout.set_subject(question.subject);
  if (scope == v1::PROBE_SCOPE_PURPOSE) lockout.set_purpose(question.purpose);
  if (scope == v1::PROBE_SCOPE_CHILD) {
    lockout.set_child_hash(question.child_hash);
  }
  return lockout;
}

bool Covers(const v1::ProbeLockout& lockout, const ProbeQuestion& question) {
  switch (lockout.scope()) {
    case v1::PROBE_SCOPE_OFFICER:
      return lockout.subject() == question.subject;
    case v1::PROBE_SCOPE_PURPOSE:
      return lockout.purpose() == question.purpose;
    case v1::PROBE_SCOPE_CHILD:
      return lockout.child_hash() == question.child_hash;
    default:
      return true;
  }
}

std::string IdOf(const v1::ProbeLockout& lockout) {
  return absl::BytesToHexString(
      auth::Sha256(lockout.SerializeAsString()).substr(0, kIdBytes));
}

uint64_t FirstBytes(const std::string& hash) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, hash.data(), std::min(sizeof(bytes), hash.size()));
  return bytes;
}

}  // namespace

ProbeLimit::ProbeLimit(const ProbeLimits& limits)
    : limits_(limits), agencies_(kMaxAgencies) {}

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

std::vector<ProbeLimit::Scope> ProbeLimit::ScopesOf(
    const ProbeQuestion& question, absl::Time now) {
  Agency& agency = AgencyOf(question.agency_id, now);
  std::vector<Scope> scopes = {
      {v1::PROBE_SCOPE_AGENCY, &limits_.agency, &agency.all}};
  const auto add = [&](v1::ProbeScope scope, const ProbeRates& rates,
                       RecentMap<Counts>& counts, const std::string& key) {
    scopes.push_back({scope, &rates, &counts.Use(key, [&] {
                        return Counts{{rates.questions, now},
                                      {rates.misses, now},
                                      DistinctCount(rates.names)};
                      })});
  };
  add(v1::PROBE_SCOPE_OFFICER, limits_.officer, agency.officers,
      question.subject);
  add(v1::PROBE_SCOPE_PURPOSE, limits_.purpose, agency.purposes,
      absl::StrCat(question.purpose));
  if (!question.child_hash.empty()) {
    add(v1::PROBE_SCOPE_CHILD, limits_.child, agency.children,
        question.child_hash);
  }
  return scopes;
}

ProbeLimit::Verdict ProbeLimit::Admit(const ProbeQuestion& question,
                                      absl::Time now) {
  Verdict verdict;
  if (IsLockedOut(question, now)) {
    verdict.allowed = false;
    return verdict;
  }
  const std::vector<Scope> scopes = ScopesOf(question, now);
  for (const Scope& scope : scopes) {
    if (!scope.counts->questions.Has(now)) {
      Begin(scope.scope, v1::PROBE_CAUSE_QUESTIONS, question, now,
            verdict.begun);
    } else if (!scope.counts->misses.Has(now)) {
      Begin(scope.scope, v1::PROBE_CAUSE_MISSES, question, now, verdict.begun);
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
  const bool is_new_name = end == ProbeEnd::kMissed && question.by_name;
  for (const Scope& scope : ScopesOf(question, now)) {
    if (end != ProbeEnd::kMissed) scope.counts->misses.Return();
    if (!is_new_name || scope.scope == v1::PROBE_SCOPE_CHILD) continue;
    DistinctCount& names = scope.counts->names;
    names.Add(FirstBytes(question.child_hash), now);
    if (names.Estimate(now) > static_cast<double>(scope.rates->names)) {
      Begin(scope.scope, v1::PROBE_CAUSE_NAMES, question, now, begun);
    }
  }
  return begun;
}

bool ProbeLimit::IsLockedOut(const ProbeQuestion& question,
                             absl::Time now) const {
  const auto found = lockouts_.find(question.agency_id);
  return found != lockouts_.end() &&
         absl::c_any_of(found->second, [&](const v1::ProbeLockout& lockout) {
           return Holds(lockout, now) && Covers(lockout, question);
         });
}

void ProbeLimit::Begin(v1::ProbeScope scope, v1::ProbeCause cause,
                       const ProbeQuestion& question, absl::Time now,
                       std::vector<v1::ProbeLockout>& begun) {
  std::vector<v1::ProbeLockout>& all = lockouts_[question.agency_id];
  int narrower = 0;
  for (const v1::ProbeLockout& one : all) {
    if (!Holds(one, now)) continue;
    // A question that was under way when it began.
    if (one.scope() == scope && Covers(one, question)) return;
    if (one.scope() != v1::PROBE_SCOPE_AGENCY) ++narrower;
  }
  v1::ProbeLockout lockout = Named(scope, question);
  lockout.set_cause(cause);
  *lockout.mutable_begin_time() = auth::ToTimestamp(now);
  *lockout.mutable_end_time() = auth::ToTimestamp(now + limits_.lockout);
  lockout.set_lockout_id(IdOf(lockout));
  all.push_back(lockout);
  begun.push_back(std::move(lockout));
  if (scope != v1::PROBE_SCOPE_AGENCY && narrower + 1 >= kMaxLockouts) {
    Begin(v1::PROBE_SCOPE_AGENCY, v1::PROBE_CAUSE_LOCKOUTS, question, now,
          begun);
  }
}

void ProbeLimit::Restore(v1::ProbeLockout lockout) {
  lockouts_[lockout.agency_id()].push_back(std::move(lockout));
}

std::vector<v1::ProbeLockout> ProbeLimit::InForce(absl::Time now) const {
  std::vector<v1::ProbeLockout> in_force;
  for (const auto& [agency_id, lockouts] : lockouts_) {
    absl::c_copy_if(lockouts, std::back_inserter(in_force),
                    [&](const auto& lockout) { return Holds(lockout, now); });
  }
  absl::c_sort(in_force, [](const auto& a, const auto& b) {
    const absl::Time a_begin = auth::ToTime(a.begin_time());
    const absl::Time b_begin = auth::ToTime(b.begin_time());
    return a_begin != b_begin ? a_begin > b_begin
                              : a.lockout_id() < b.lockout_id();
  });
  return in_force;
}

std::vector<v1::ProbeLockout> ProbeLimit::LiftedWith(
    const std::string& lockout_id, absl::Time now) const {
  const std::vector<v1::ProbeLockout> in_force = InForce(now);
  const auto found = absl::c_find_if(in_force, [&](const auto& lockout) {
    return lockout.lockout_id() == lockout_id;
  });
  if (found == in_force.end()) return {};
  if (found->scope() != v1::PROBE_SCOPE_AGENCY) return {*found};
  std::vector<v1::ProbeLockout> lifted;
  absl::c_copy_if(in_force, std::back_inserter(lifted), [&](const auto& one) {
    return one.agency_id() == found->agency_id();
  });
  return lifted;
}

void ProbeLimit::Lift(const std::vector<v1::ProbeLockout>& lockouts) {
  for (const v1::ProbeLockout& lifted : lockouts) {
    std::vector<v1::ProbeLockout>& all = lockouts_[lifted.agency_id()];
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const v1::ProbeLockout& one) {
                               return one.lockout_id() == lifted.lockout_id();
                             }),
              all.end());
    if (lifted.scope() == v1::PROBE_SCOPE_AGENCY) {
      agencies_.Erase(lifted.agency_id());
      continue;
    }
    Agency& agency = AgencyOf(lifted.agency_id(), absl::UnixEpoch());
    agency.officers.Erase(lifted.subject());
    agency.purposes.Erase(absl::StrCat(lifted.purpose()));
    agency.children.Erase(lifted.child_hash());
  }
}

std::vector<std::string> ProbeLimit::TakeEnded(absl::Time now) {
  std::vector<std::string> ended;
  for (auto it = lockouts_.begin(); it != lockouts_.end();) {
    std::vector<v1::ProbeLockout>& all = it->second;
    const auto first =
        std::stable_partition(all.begin(), all.end(),
                              [&](const auto& one) { return Holds(one, now); });
    for (auto one = first; one != all.end(); ++one) {
      ended.push_back(one->lockout_id());
    }
    all.erase(first, all.end());
    if (all.empty()) {
      lockouts_.erase(it++);
    } else {
      ++it;
    }
  }
  return ended;
}

}  // namespace homeward::federation
