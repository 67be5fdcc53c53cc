#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUTS_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUTS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::federation {

// Who asks about whom.
struct ProbeQuestion {
  std::string agency_id;
  // Pseudonym of the person, within her agency. Empty: all of the agency.
  std::string subject;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  // Keyed hash of how the child is named, 16 bytes. Empty: in no way that can
  // be searched for.
  std::string child_hash;
  // The same as if she were named by the id of the record that is surely hers.
  // Empty: none was found yet, or she is named so.
  std::string record_hash = {};
  // Named by her name.
  bool by_name = false;
};

// Who is locked out of asking, until when. At most about 65 for each agency
// hold at a time. Not thread-safe. Pure but for what it remembers.
class Lockouts {
 public:
  // Whether one in force covers `question`.
  bool Cover(const ProbeQuestion& question, absl::Time now) const;

  // Begins one of `scope` as far as `question` names it, until `end`. Returns
  // what began: nothing when it is locked out already, and the whole agency
  // besides when too many of its persons, purposes and children are.
  std::vector<v1::ProbeLockout> Begin(v1::ProbeScope scope,
                                      v1::ProbeCause cause,
                                      const ProbeQuestion& question,
                                      absl::Time now, absl::Time end);

  // Takes up one of an earlier process.
  void Restore(v1::ProbeLockout lockout);

  // Those in force, the newest first.
  std::vector<v1::ProbeLockout> InForce(absl::Time now) const;

  // What goes when the lockout `lockout_id` is lifted: itself, and with one of
  // an agency all of that agency. Empty when none in force has this id.
  std::vector<v1::ProbeLockout> LiftedWith(const std::string& lockout_id,
                                           absl::Time now) const;
  // Takes `lockout` away.
  void Lift(const v1::ProbeLockout& lockout);

  // The ids of those that have ended since the call before.
  std::vector<std::string> TakeEnded(absl::Time now);

 private:
  // By agency, the oldest first. Some may have ended.
  absl::flat_hash_map<std::string, std::vector<v1::ProbeLockout>> lockouts_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_LOCKOUTS_H_
