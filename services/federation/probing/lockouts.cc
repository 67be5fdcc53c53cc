#include "services/federation/probing/lockouts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/probe.pb.h"

namespace homeward::federation {
namespace {

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
  if (scope == v1::PROBE_SCOPE_OFFICER || scope == v1::PROBE_SCOPE_CHILD) {
    lockout.set_subject(question.subject);
  }
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
      return lockout.child_hash() == question.child_hash &&
             (lockout.subject().empty() ||
              lockout.subject() == question.subject);
    default:
      return true;
  }
}

std::string IdOf(const v1::ProbeLockout& lockout) {
  return absl::BytesToHexString(
      auth::Sha256(lockout.SerializeAsString()).substr(0, kIdBytes));
}

}  // namespace

bool Lockouts::Cover(const ProbeQuestion& question, absl::Time now) const {
  const auto found = lockouts_.find(question.agency_id);
  return found != lockouts_.end() &&
         absl::c_any_of(found->second, [&](const v1::ProbeLockout& lockout) {
           return Holds(lockout, now) && Covers(lockout, question);
         });
}

std::vector<v1::ProbeLockout> Lockouts::Begin(v1::ProbeScope scope,
                                              v1::ProbeCause cause,
                                              const ProbeQuestion& question,
                                              absl::Time now, absl::Time end) {
  std::vector<v1::ProbeLockout>& all = lockouts_[question.agency_id];
  int narrower = 0;
  for (const v1::ProbeLockout& one : all) {
    if (!Holds(one, now)) continue;
    // A question that was under way when it began.
    if (one.scope() == scope && Covers(one, question)) return {};
    if (one.scope() != v1::PROBE_SCOPE_AGENCY) ++narrower;
  }
  v1::ProbeLockout lockout = Named(scope, question);
  lockout.set_cause(cause);
  *lockout.mutable_begin_time() = auth::ToTimestamp(now);
  *lockout.mutable_end_time() = auth::ToTimestamp(end);
  lockout.set_lockout_id(IdOf(lockout));
  all.push_back(lockout);
  std::vector<v1::ProbeLockout> begun = {std::move(lockout)};
  if (scope != v1::PROBE_SCOPE_AGENCY && narrower + 1 >= kMaxLockouts) {
    absl::c_move(Begin(v1::PROBE_SCOPE_AGENCY, v1::PROBE_CAUSE_LOCKOUTS,
                       question, now, end),
                 std::back_inserter(begun));
  }
  return begun;
}

void Lockouts::Restore(v1::ProbeLockout lockout) {
  lockouts_[lockout.agency_id()].push_back(std::move(lockout));
}

std::vector<v1::ProbeLockout> Lockouts::InForce(absl::Time now) const {
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

std::vector<v1::ProbeLockout> Lockouts::LiftedWith(
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

void Lockouts::Lift(const v1::ProbeLockout& lockout) {
  std::vector<v1::ProbeLockout>& all = lockouts_[lockout.agency_id()];
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const v1::ProbeLockout& one) {
                             return one.lockout_id() == lockout.lockout_id();
                           }),
            all.end());
}

std::vector<std::string> Lockouts::TakeEnded(absl::Time now) {
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
