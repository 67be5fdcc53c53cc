#ifndef HOMEWARD_SERVICES_NODE_TRUST_H_
#define HOMEWARD_SERVICES_NODE_TRUST_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/policy/policy.h"
#include "services/policy/revocation_keeper.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"

namespace homeward::node {

// Opens the policy of a node: the documents in the store, and the directory and
// the own revocation list in the files that the configuration names where those
// are newer. Store and committer must outlive it. For `settle_soon` see
// policy::Policy::Options.
//
// Errors: those of policy::Policy::Open() and, for a newer file, of
// InstallDirectory() and InstallRevocationList() but for FAILED_PRECONDITION,
// with the field of the configuration that leads there, and
//   INVALID_ARGUMENT  A file does not hold an Envelope, or fewer governance
//                     keys of the directory have a trusted fingerprint than
//                     the threshold.
absl::StatusOr<std::unique_ptr<policy::Policy>> OpenPolicy(
    const internal::v1::NodeConfig& config,
    const storage::DocumentStore* documents, storage::Committer* committer,
    std::function<void()> settle_soon = {});

// The keeper of the own list of revoked certificates, when the configuration
// names its key; null otherwise. `policy` must outlive it.
//
// Errors:
//   INVALID_ARGUMENT, FAILED_PRECONDITION  The key can't be used; the text
//                                          names the field.
absl::StatusOr<std::unique_ptr<policy::RevocationKeeper>> OpenRevocationKeeper(
    const internal::v1::NodeConfig& config, policy::Policy* policy);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_TRUST_H_
