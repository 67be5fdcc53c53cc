#include "services/node/status.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/proto_time.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/mou_service.pb.h"

namespace homeward::node {
namespace {

using ::google::protobuf::util::TimeUtil;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kMouNotice = absl::Hours(30 * 24);
constexpr absl::Duration kDirectoryNotice = absl::Hours(3 * 24);
constexpr int64_t kLowDiskBytes = int64_t{1} << 30;

class Items {
 public:
  void Add(absl::string_view subject, v1::Severity severity,
           absl::string_view text, absl::string_view next_step) {
    v1::StatusItem item;
    item.set_subject(std::string(subject));
    item.set_severity(severity);
    item.set_text(std::string(text));
    item.set_next_step(std::string(next_step));
    items_.push_back(std::move(item));
  }
  void Ok(absl::string_view subject, absl::string_view text) {
    Add(subject, v1::SEVERITY_OK, text, "");
  }
  void Warn(absl::string_view subject, absl::string_view text,
            absl::string_view next_step) {
    Add(subject, v1::SEVERITY_WARNING, text, next_step);
  }
  void Act(absl::string_view subject, absl::string_view text,
           absl::string_view next_step) {
    Add(subject, v1::SEVERITY_ACTION, text, next_step);
  }
  bool Has(absl::string_view subject) const {
    return absl::c_any_of(items_, [&](const v1::StatusItem& item) {
      return item.subject() == subject;
    });
  }
  std::vector<v1::StatusItem> WorstFirst() && {
    absl::c_stable_sort(items_, [](const auto& a, const auto& b) {
      return a.severity() != b.severity() ? a.severity() > b.severity()
                                          : a.subject() < b.subject();
    });
    return std::move(items_);
  }

 private:
  std::vector<v1::StatusItem> items_;
};

// A length of time in its largest unit, cut down: "3 days", "5 hours".
std::string Words(absl::Duration length) {
  const auto say = [](int64_t count, absl::string_view unit) {
    return absl::StrCat(count, " ", unit, count == 1 ? "" : "s");
  };
  if (length >= 2 * kDay) return say(length / kDay, "day");
  if (length >= absl::Hours(2)) return say(length / absl::Hours(1), "hour");
  if (length >= absl::Minutes(2))
    return say(length / absl::Minutes(1), "minute");
  return say(length / absl::Seconds(1), "second");
}

void AddCertificate(const StatusFacts& facts, Items& items) {
  const absl::Duration left = facts.certificate_until - facts.now;
  const absl::Duration life = facts.certificate_until - facts.certificate_from;
  const std::string until =
      absl::StrCat("the node's certificate ends in ", Words(left));
  const char renew[] = "run `homeward certificate renew`";
  if (left <= absl::ZeroDuration()) {
    items.Act("certificate", "the node's certificate has expired", renew);
  } else if (left < life / 6) {
    items.Act("certificate", until, renew);
  } else if (left < life / 3) {
    items.Warn("certificate", until, renew);
  } else {
    items.Ok("certificate", until);
  }
  const absl::Duration age = facts.now - facts.own_revocations;
  const char list[] =
      "install a new list, or set revocation_key_file in the configuration";
  if (age > auth::kMaxRevocationListAge) {
    items.Act("certificate",
              "the own list of revoked certificates is missing or older than "
              "24 hours: peers deny this agency",
              list);
  } else if (age > absl::Hours(18)) {
    items.Warn(
        "certificate",
        absl::StrCat("the own list of revoked certificates is ", Words(age),
                     " old; at 24 hours peers deny this "
                     "agency"),
        list);
  }
}

void AddPeers(const StatusFacts& facts, Items& items) {
  const absl::Duration silent_after =
      std::max(absl::Minutes(1), 10 * facts.synchronize_every);
  for (const v1::PeerStatus& peer : facts.peers) {
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
    const absl::Duration offset = absl::AbsDuration(absl::Nanoseconds(
        TimeUtil::DurationToNanoseconds(peer.clock_offset())));
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

void AddDirectory(const StatusFacts& facts, Items& items) {
  const auth::Directory& directory = *facts.directory;
  const absl::Duration left = directory.expiry_time() - facts.now;
  const std::string text =
      absl::StrCat("version ", directory.version(), ", ",
                   Words(facts.now - directory.issued_time()), " old");
  const char ask[] =
      "ask the federation's governance for a newer one, and install it";
  if (left <= absl::ZeroDuration()) {
    items.Act("directory", text + ", expired: nobody is known", ask);
  } else if (left < kDay) {
    items.Act("directory", absl::StrCat(text, ", ends in ", Words(left)), ask);
  } else if (left < kDirectoryNotice) {
    items.Warn("directory", absl::StrCat(text, ", ends in ", Words(left)), ask);
  } else {
    items.Ok("directory", absl::StrCat(text, ", holds for ", Words(left)));
  }
}

void AddMou(const StatusFacts& facts, const v1::MouSummary& summary,
            Items& items) {
  const std::string name =
      absl::StrCat(summary.mou().mou_id(), "@", summary.mou().version());
  const auto expiry = auth::ToTime(summary.mou().expiry_time(), "expiry_time");
  if (summary.state() == v1::MOU_STATE_PROPOSED) {
    const bool own =
        absl::c_linear_search(summary.missing_agency_ids(), facts.agency_id);
    items.Warn("mous",
               absl::StrCat(name, " waits for the signature of ",
                            absl::StrJoin(summary.missing_agency_ids(), ", ")),
               own ? absl::StrCat("read it, then sign it with `homeward mou "
                                  "sign`")
                   : "remind them; until then it permits nothing");
  } else if (summary.state() == v1::MOU_STATE_SUSPENDED) {
    items.Warn(
        "mous",
        absl::StrCat(name, " is suspended by ",
                     absl::StrJoin(summary.suspending_agency_ids(), ", ")),
        "each of them must resume it");
  } else if (summary.state() == v1::MOU_STATE_ACTIVE && expiry.ok() &&
             *expiry - facts.now < kMouNotice) {
    const absl::Duration left = *expiry - facts.now;
    const v1::Severity severity =
        left < 3 * kDay ? v1::SEVERITY_ACTION : v1::SEVERITY_WARNING;
    items.Add("mous", severity, absl::StrCat(name, " ends in ", Words(left)),
              "agree on its next version and have every party sign it");
  }
}

void AddMous(const StatusFacts& facts, Items& items) {
  int active = 0;
  for (const v1::MouSummary& summary : facts.mous) {
    AddMou(facts, summary, items);
    if (summary.state() == v1::MOU_STATE_ACTIVE) ++active;
  }
  if (active == 0) {
    items.Warn("mous", "none is in force: every question is denied",
               "propose one with `homeward mou propose`");
  } else if (!items.Has("mous")) {
    items.Ok("mous", absl::StrCat(active, " in force"));
  }
}

void AddLog(const StatusFacts& facts, Items& items) {
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

void AddStore(const StatusFacts& facts, Items& items) {
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
  } else {
    items.Ok("store", text);
  }
}

void AddQueue(const StatusFacts& facts, Items& items) {
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

}  // namespace

v1::GetStatusResponse BuildStatus(const StatusFacts& facts) {
  Items items;
  AddCertificate(facts, items);
  AddPeers(facts, items);
  AddDirectory(facts, items);
  AddMous(facts, items);
  AddLog(facts, items);
  AddStore(facts, items);
  AddQueue(facts, items);
  v1::GetStatusResponse response;
  response.set_agency_id(facts.agency_id);
  response.set_federation(facts.directory->federation());
  *response.mutable_now() = auth::ToTimestamp(facts.now);
  response.set_version(facts.version);
  for (v1::StatusItem& item : std::move(items).WorstFirst()) {
    *response.add_items() = std::move(item);
  }
  for (const v1::PeerStatus& peer : facts.peers) *response.add_peers() = peer;
  return response;
}

}  // namespace homeward::node
