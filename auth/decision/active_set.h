#ifndef HOMEWARD_AUTH_DECISION_ACTIVE_SET_H_
#define HOMEWARD_AUTH_DECISION_ACTIVE_SET_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/mou/signed_mou.h"

namespace homeward::auth {

struct CompiledSet;  // auth/decision/compiled_set.h

// The charter and the MOUs by which a node decides, compiled. Immutable: a
// change makes a new set, swapped whole behind a shared_ptr, so no decision
// mixes two. Thread-safe.
class ActiveSet {
 public:
  // Compiles `charter` and those `mous` that are complete: incomplete ones are
  // left out. One whose id is in `suspended_ids` permits nothing, while what
  // it prohibits stays prohibited: suspending never widens. Order and repeats
  // don't matter. Of several versions of one MOU, the higher replaces the
  // lower from its own effective_time on. Keeps nothing of its arguments.
  //
  // Errors:
  //   INVALID_ARGUMENT     `charter` is not a charter, or one of `mous` is.
  //   FAILED_PRECONDITION  Two different documents have one id and version,
  //                        or a version doesn't follow the one before; the
  //                        text names it.
  static absl::StatusOr<std::shared_ptr<const ActiveSet>> Build(
      const SignedMou& charter, absl::Span<const SignedMou> mous,
      absl::Span<const std::string> suspended_ids);

  // A set without a charter, by which everything is denied: what a node uses
  // until it has one.
  static std::shared_ptr<const ActiveSet> DenyAll();

  // Which version of an MOU holds.
  struct MouRef {
    std::string mou_id;
    int64_t version = 0;
    // SHA-256 of its payload.
    std::string sha256;
  };

  // The version of `mou_id` that is in force at `now` and not suspended, or
  // nothing.
  std::optional<MouRef> InForce(absl::string_view mou_id, absl::Time now) const;

  // Whether `agency_id` is a party of the version of `mou_id` in force.
  bool HasParty(absl::string_view mou_id, absl::string_view agency_id,
                absl::Time now) const;

  // The agencies that are a party of an MOU in force at `now` together with
  // `agency_id`, sorted, without itself: whom a question may go to.
  std::vector<std::string> Partners(absl::string_view agency_id,
                                    absl::Time now) const;

  // SHA-256 over the ids, versions and digests of all that is in the set, for
  // the audit log: equal sets have equal digests.
  const std::string& digest() const { return digest_; }

  // What grant.cc evaluates.
  const CompiledSet& compiled() const { return *set_; }

  ~ActiveSet();
  ActiveSet(const ActiveSet&) = delete;
  ActiveSet& operator=(const ActiveSet&) = delete;

 private:
  ActiveSet(std::unique_ptr<const CompiledSet> set, std::string digest);

  std::unique_ptr<const CompiledSet> set_;
  std::string digest_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_ACTIVE_SET_H_
