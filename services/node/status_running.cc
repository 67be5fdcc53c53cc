#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/node/status_items.h"

namespace homeward::node {
namespace {

using ::google::protobuf::util::TimeUtil;

constexpr int64_t kLowDiskBytes = int64_t{1} << 30;

// `silent_after`: how long a peer may be silent.
void AddPeer(const StatusFacts& facts, const v1::PeerStatus& peer,
             absl::Duration silent_after, StatusItems& items) {
  const std::string doctor =
      absl::StrCat("run `homeward doctor --peer ", peer.agency_id(), "`");
  const auto contact = auth::ToTime(peer.last_contact_time(), "contact");
  if (!peer.has_last_contact_time() || !contact.ok()) {
    items.Warn("peers", absl::StrCat(peer.agency_id(), " never answered"),
               doctor);
  } else if (facts.now - *contact > silent_after) {
    items.Act("peers",
              absl::StrCat(peer.agency_id(), " has been silent for ",
                           Words(facts.now - *contact)),
              doctor);
  } else if (!peer.reachable()) {
    items.Warn("peers",
               absl::StrCat("the last try did not reach ", peer.agency_id()),
               doctor);
  }
}

void AddClock(const v1::PeerStatus& peer, StatusItems& items) {
  const absl::Duration offset = absl::AbsDuration(
      absl::Nanoseconds(TimeUtil::DurationToNanoseconds(peer.clock_offset())));
  const std::string apart =
      absl::StrCat("the clocks here and at ", peer.agency_id(), " are ",
                   Words(offset), " apart");
  const char clock[] = "check the time service here and there";
  if (offset > auth::kMaxClockSkew) {
    items.Act("clock", apart + ": questions are refused", clock);
  } else if (offset > auth::kMaxClockSkew / 3) {
    items.Warn("clock", apart, clock);
  }
}

void AddPeers(const StatusFacts& facts, StatusItems& items) {
  const absl::Duration silent_after =
      std::max(absl::Minutes(1), 10 * facts.synchronize_every);
  for (const v1::PeerStatus& peer : facts.peers) {
    AddPeer(facts, peer, silent_after, items);
    AddClock(peer, items);
  }
  const absl::Duration turn = facts.now - facts.last_synchronized;
  if (turn > silent_after) {
    items.Act("peers", "this node has stopped asking its peers",
              "restart the node, and report its log");
  }
  if (!items.Has("peers")) {
    items.Ok("peers", absl::StrCat(facts.peers.size(), " answer"));
  }
  if (!items.Has("clock")) {
    items.Ok("clock", "agrees with every peer that answers");
  }
}

void AddLog(const StatusFacts& facts, StatusItems& items) {
  const std::string text = absl::StrCat(
      facts.log_size, " entries, signed up to ", facts.signed_size);
  if (!facts.log_signed.ok()) {
    items.Act("log", text + "; the head can't be signed",
              "check log_key_file and the folder of the store");
  } else if (facts.signed_size > facts.log_size) {
    items.Act("log", text + ": entries are missing",
              "stop the node and run `homeward audit verify`");
  } else {
    items.Ok("log", text);
  }
}

void AddStore(const StatusFacts& facts, StatusItems& items) {
  const int64_t percent =
      facts.disk_bytes > 0 ? facts.free_bytes * 100 / facts.disk_bytes : 0;
  const std::string text =
      absl::StrCat(facts.free_bytes >> 20, " MiB free, ", percent, " percent");
  if (!facts.store_health.ok()) {
    items.Act("store", "the store can't be written: nothing is disclosed",
              "free space on its disk, or restore a backup");
  } else if (facts.free_bytes < kLowDiskBytes) {
    items.Act("store", text, "free space on the disk of data_folder");
  } else if (percent < 10) {
    items.Warn("store", text, "free space on the disk of data_folder");
  }
  // They may stay for long, and must not hide that the disk is full.
  if (facts.damaged_records > 0) {
    items.Act("store",
              absl::StrCat(facts.damaged_records,
                           " records are damaged, and shown to nobody"),
              "docs/operations.md, \"Restore\"");
  }
  if (!items.Has("store")) items.Ok("store", text);
}

void AddQueue(const StatusFacts& facts, StatusItems& items) {
  const std::string text = absl::StrCat(facts.queue_depth, " of ",
                                        facts.queue_limit, " places taken");
  const char less[] = "find who asks most in the metrics, or add workers";
  if (facts.queue_depth >= facts.queue_limit) {
    items.Act("queue", text + ": calls are refused", less);
  } else if (facts.queue_depth > facts.queue_limit / 2) {
    items.Warn("queue", text, less);
  } else {
    items.Ok("queue", text);
  }
}

void AddIndex(const StatusFacts& facts, StatusItems& items) {
  if (facts.index_done) {
    items.Ok("index", "all records are found by the present rules");
    return;
  }
  const int64_t records =
      std::max(std::llround(facts.records), 0LL + facts.records_rebuilt);
  const std::string text =
      absl::StrCat(facts.records_rebuilt, " of about ", records,
                   " records are found by the present rules, the others by "
                   "those before");
  if (facts.index_rebuilt.ok()) {
    items.Ok("index", text + "; this goes on by itself");
  } else {
    items.Warn("index", text + "; writing them anew has stopped",
               absl::IsDataLoss(facts.index_rebuilt)
                   ? "a record is damaged: restore a backup"
                   : "free space on the disk of data_folder");
  }
}

}  // namespace

void AddRunning(const StatusFacts& facts, StatusItems& items) {
  AddPeers(facts, items);
  AddLog(facts, items);
  AddStore(facts, items);
  AddQueue(facts, items);
  AddIndex(facts, items);
}

}  // namespace homeward::node
