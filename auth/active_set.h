#ifndef HOMEWARD_AUTH_ACTIVE_SET_H_
#define HOMEWARD_AUTH_ACTIVE_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/access.h"
#include "auth/signed_mou.h"

namespace homeward::auth {

struct CompiledClause;  // auth/compiled_clause.h
struct CompiledMou;

// The charter and the MOUs by which a node decides, compiled. Immutable: a
// change makes a new set, swapped whole behind a shared_ptr, so no decision
// mixes two. Thread-safe.
class ActiveSet {
 public:
  // Compiles `charter` and those `mous` that are complete and whose id isn't
  // in `suspended_ids`. Incomplete ones are left out; the order and repeats
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

  // The version of `mou_id` in force at `now`, or nothing.
  std::optional<MouRef> InForce(absl::string_view mou_id, absl::Time now) const;

  // The MOU that the asker's node should name when `requester_agency_id`
  // asks `request.owner_agency_id`: of those in force with a permit that may
  // cover the question, the first by id. `request.mou_id` is not read.
  // Returns nothing when no MOU does, so the owner need not be asked.
  std::optional<MouRef> WhichMou(const AccessRequest& request,
                                 absl::Time now) const;

  // The agencies that are a party of an MOU in force at `now` together with
  // `agency_id`, sorted, without itself: whom a question may go to.
  std::vector<std::string> Partners(absl::string_view agency_id,
                                    absl::Time now) const;

  // SHA-256 over the ids, versions and digests of all that is in the set, for
  // the audit log: equal sets have equal digests.
  const std::string& digest() const { return digest_; }

  ~ActiveSet();
  ActiveSet(const ActiveSet&) = delete;
  ActiveSet& operator=(const ActiveSet&) = delete;

 private:
  friend class Decider;
  ActiveSet();

  struct Index;
  std::unique_ptr<Index> index_;
  std::string digest_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_ACTIVE_SET_H_
