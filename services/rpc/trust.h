#ifndef HOMEWARD_SERVICES_RPC_TRUST_H_
#define HOMEWARD_SERVICES_RPC_TRUST_H_

#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"

namespace homeward::rpc {

// What certificates are judged by: two snapshots, never null.
struct Trust {
  std::shared_ptr<const auth::Directory> directory;
  std::shared_ptr<const auth::RevocationSet> revocations;
};

// Returns what holds at this moment. Called for every rpc from many threads:
// it must be thread-safe, quick, and must not block.
using TrustSource = std::function<Trust()>;

// The time of day. Thread-safe.
using Clock = std::function<absl::Time()>;

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TRUST_H_
