#ifndef HOMEWARD_SERVICES_NODE_STATUS_H_
#define HOMEWARD_SERVICES_NODE_STATUS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/federation/desk/waiting.h"

// How a node is, as `homeward status` shows it. Pure.
namespace homeward::node {

// What the node knows of itself at one moment.
struct StatusFacts {
  std::string agency_id;
  std::string version;
  absl::Time now;

  // Of the node's own leaf.
  absl::Time certificate_from;
  absl::Time certificate_until;
  // Whether the own agency has taken it back.
  bool certificate_revoked = false;
  // Why the pair that is in the folder of certificates now is not in use.
  absl::Status pair_refused;
  // When the own list of revoked certificates was made; InfinitePast when there
  // is none.
  absl::Time own_revocations = absl::InfinitePast();
  // Of the last attempt of the node to issue it anew; OK while none is due, and
  // when it has no key to do so.
  absl::Status revocations_renewed;

  std::shared_ptr<const auth::Directory> directory;
  std::vector<v1::MouSummary> mous;
  // Why MOUs that every party has signed do nothing, by `{mou_id}@{version}`:
  // the red lines that they cross; nothing while they are not proven.
  std::map<std::string, std::vector<std::string>> held_back;
  std::vector<v1::PeerStatus> peers;
  // How often peers are asked, and when a turn of that began last.
  absl::Duration synchronize_every;
  absl::Time last_synchronized;

  uint64_t log_size = 0;
  // Of the last signed checkpoint.
  uint64_t signed_size = 0;
  // Of the last attempt to sign.
  absl::Status log_signed;

  absl::Status store_health;
  int64_t free_bytes = 0;
  int64_t disk_bytes = 0;
  // Records that can't be read, by the last walk through all.
  size_t damaged_records = 0;

  // Those in force.
  std::vector<v1::ProbeLockout> lockouts;

  // What recipients have not acknowledged that it was taken back.
  std::vector<v1::WithdrawalStatus> open_withdrawals;
  // Revocations that can't be carried out, since a row can't be read.
  size_t unreadable_revocations = 0;

  // Whether all records are found by the present rules; else how many of about
  // how many are, and what became of the last attempt to go on.
  bool index_done = true;
  int64_t records_rebuilt = 0;
  double records = 0;
  absl::Status index_rebuilt;

  // What own staff have not acknowledged.
  std::vector<federation::WaitingNotices> notices;
  // Where own staff broke the glass, the most urgent first.
  std::vector<v1::BreakGlassStatus> broken_glass;

  int queue_depth = 0;
  int queue_limit = 1;
};

// The items, worst first and then by subject, each that is not as it should be
// with the next step; and the peers. Every subject has one item at least.
v1::GetStatusResponse BuildStatus(const StatusFacts& facts);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_STATUS_H_
