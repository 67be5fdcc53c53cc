#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/probe.pb.h"
#include "services/federation/probing/distinct_count.h"
#include "services/federation/probing/lockouts.h"
#include "services/federation/probing/recent_map.h"
#include "services/federation/probing/token_bucket.h"

// When asking becomes probing: much of it, much that finds nothing, or name
// after name. Source: docs/threat_model.md, "Sweeping".
namespace homeward::federation {

// How much may be asked in an hour. The fields are those of ProbeRates in
// homeward/internal/v1/config.proto.
struct ProbeRates {
  double questions = 0;
  double misses = 0;
  // Different names, whether or not they were found.
  // At most DistinctCount::kMaxLimit.
  size_t names = 1;
};

// The limits of each scope, and how long a lockout holds.
struct ProbeLimits {
  ProbeRates agency = {20000, 4000, 1000};
  ProbeRates officer = {600, 120, 60};
  ProbeRates purpose = {10000, 2000, 1000};
  // Of one person about one child. All of an agency about her: four times it.
  ProbeRates child = {120, 60};
  absl::Duration lockout = absl::Hours(1);
};

// What came of a question.
enum class ProbeEnd {
  kFound,   // Something was shown.
  kMissed,  // Nothing was found that may be shown.
  kUntold,  // It was denied, or failed: nothing was told of any child.
};

// Counts questions and locks out who probes. Bounded: at most about 1 MiB for
// each agency that asks. Not thread-safe. Pure but for what it remembers.
class ProbeLimit {
 public:
  explicit ProbeLimit(const ProbeLimits& limits);

  struct Verdict {
    // Whether it may be searched for. Then End() follows, once.
    bool allowed = true;
    // Lockouts that it brought about.
    std::vector<v1::ProbeLockout> begun = {};
  };
  // Counts `question` as one that finds nothing until End() says otherwise: so
  // no more of them are ever under way than may miss.
  Verdict Admit(const ProbeQuestion& question, absl::Time now);

  // Counts that the search for `question`, which was admitted, met the record
  // of `record_hash`: as a question that names her by it, but for the limits of
  // one child alone. One that is not allowed is ended without `record_hash`.
  Verdict AdmitRecord(const ProbeQuestion& question, absl::Time now);

  // What came of `question`, which was admitted. Returns the lockouts that it
  // brought about: the answer to `question` itself may still go out.
  std::vector<v1::ProbeLockout> End(const ProbeQuestion& question, ProbeEnd end,
                                    absl::Time now);

  // Who is locked out.
  const Lockouts& lockouts() const { return lockouts_; }
  Lockouts& lockouts() { return lockouts_; }

  // Lifts `lockouts`, and forgets what was counted towards them.
  void Lift(const std::vector<v1::ProbeLockout>& lockouts);

 private:
  // What one scope has asked.
  struct Counts {
    TokenBucket questions;
    TokenBucket misses;
    DistinctCount names;
  };
  struct Agency {
    Counts all;
    RecentMap<Counts> officers;
    RecentMap<Counts> purposes;
    RecentMap<Counts> children;
  };
  struct Scope {
    v1::ProbeScope scope;
    const ProbeRates* rates;
    Counts* counts;
    // Whose a lockout is. Empty: the whole agency's.
    std::string subject;
  };

  // Those that count `question`, the agency's first.
  std::vector<Scope> ScopesOf(const ProbeQuestion& question, absl::Time now);
  // Those of the child who is named by `child_hash`: none, if it is empty.
  std::vector<Scope> ScopesOfChild(const ProbeQuestion& question,
                                   const std::string& child_hash,
                                   absl::Time now);
  // Counts `question` in `scopes`, unless that is too much for one of them.
  Verdict Count(const ProbeQuestion& question, const std::vector<Scope>& scopes,
                absl::Time now);
  Agency& AgencyOf(const std::string& agency_id, absl::Time now);
  Scope ScopeOf(v1::ProbeScope scope, const ProbeRates& rates,
                RecentMap<Counts>& counts, const std::string& key,
                std::string subject, absl::Time now);
  void Begin(const Scope& scope, v1::ProbeCause cause, ProbeQuestion question,
             absl::Time now, std::vector<v1::ProbeLockout>& begun);

  const ProbeLimits limits_;
  // Of one child by all persons of an agency.
  const ProbeRates child_of_agency_;
  RecentMap<Agency> agencies_;
  Lockouts lockouts_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_H_
