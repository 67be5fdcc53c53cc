#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/identity/unnamed_states.h"
#include "auth/proto_time.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/node/status_items.h"

namespace homeward::node {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kMouNotice = absl::Hours(30 * 24);
constexpr absl::Duration kDirectoryNotice = absl::Hours(3 * 24);

void AddCertificate(const StatusFacts& facts, StatusItems& items) {
  const absl::Duration left = facts.certificate_until - facts.now;
  const absl::Duration life = facts.certificate_until - facts.certificate_from;
  const std::string until =
      absl::StrCat("the node's certificate ends in ", Words(left));
  const char renew[] = "run `homeward certificate renew`";
  if (facts.certificate_revoked) {
    items.Act("certificate",
              "the node's certificate is revoked: peers deny this agency",
              renew);
  } else if (left <= absl::ZeroDuration()) {
    items.Act("certificate", "the node's certificate has expired", renew);
  } else if (left < life / 6) {
    items.Act("certificate", until, renew);
  } else if (left < life / 3) {
    items.Warn("certificate", until, renew);
  } else {
    items.Ok("certificate", until);
  }
}

void AddRefusedPair(const StatusFacts& facts, StatusItems& items) {
  if (facts.pair_refused.ok()) return;
  items.Warn("certificate",
             absl::StrCat("the pair in certificate_folder is refused, and the "
                          "one before goes on: ",
                          facts.pair_refused.message()),
             "run `homeward certificate renew --pair node`");
}

void AddOwnRevocations(const StatusFacts& facts, StatusItems& items) {
  const absl::Duration age = facts.now - facts.own_revocations;
  const char list[] =
      "run `homeward certificate revoke`, or set revocation_key_file in the "
      "configuration; once it is 24 hours old own staff are denied too: run it "
      "with `--offline` and restart the node";
  if (age > auth::kMaxRevocationListAge) {
    items.Act("certificate",
              "the own list of revoked certificates is missing or older than "
              "24 hours: peers deny this agency, and this node its staff",
              list);
  } else if (!facts.revocations_renewed.ok()) {
    items.Warn("certificate",
               absl::StrCat("the own list of revoked certificates, ",
                            Words(age), " old, could not be issued anew: ",
                            facts.revocations_renewed.message()),
               "run `homeward certificate revoke` within the day; mend "
               "revocation_key_file, or the disk of the node, so that it does "
               "so by itself");
  } else if (age > absl::Hours(18)) {
    items.Warn(
        "certificate",
        absl::StrCat("the own list of revoked certificates is ", Words(age),
                     " old; at 24 hours peers deny this "
                     "agency"),
        list);
  }
}

void AddDirectory(const StatusFacts& facts, StatusItems& items) {
  const auth::Directory& directory = *facts.directory;
  const absl::Duration left = directory.expiry_time() - facts.now;
  const std::string text =
      absl::StrCat("version ", directory.version(), ", ",
                   Words(facts.now - directory.issued_time()), " old");
  const char ask[] =
      "ask the federation's governance for a newer one: `homeward directory "
      "install FILE`; once this one has ended: with `--offline`, then restart "
      "the node";
  if (left <= absl::ZeroDuration()) {
    items.Act("directory", text + ", expired: nobody is known", ask);
  } else if (left < kDay) {
    items.Act("directory", absl::StrCat(text, ", ends in ", Words(left)), ask);
  } else if (left < kDirectoryNotice) {
    items.Warn("directory", absl::StrCat(text, ", ends in ", Words(left)), ask);
  } else {
    items.Ok("directory", absl::StrCat(text, ", holds for ", Words(left)));
  }
  const std::vector<std::string> unnamed =
      auth::UnnamedStates(directory.members());
  if (!unnamed.empty()) {
    items.Warn("directory", auth::UnnamedStatesText(unnamed),
               auth::kNameStates);
  }
}

void AddMou(const StatusFacts& facts, const v1::MouSummary& summary,
            StatusItems& items) {
  const std::string name =
      absl::StrCat(summary.mou().mou_id(), "@", summary.mou().version());
  const auto expiry = auth::ToTime(summary.mou().expiry_time(), "expiry_time");
  const auto held_back = facts.held_back.find(name);
  if (held_back != facts.held_back.end() && held_back->second.empty()) {
    items.Warn("mous",
               absl::StrCat(name,
                            " does nothing until it is proven that it "
                            "crosses no red line"),
               "look again in 10 seconds; then at the node's log");
  } else if (held_back != facts.held_back.end()) {
    items.Act("mous",
              absl::StrCat(name, " does nothing, since it would cross a ",
                           held_back->second.front()),
              "amend it so that this question is denied, and have every party "
              "sign it");
  } else if (!summary.refusing_agency_ids().empty()) {
    const std::string who = absl::StrJoin(summary.refusing_agency_ids(), ", ");
    items.Warn("mous",
               absl::StrCat(name, " does nothing at ", who,
                            ": it would cross a red line there"),
               absl::StrCat("agree with ", who,
                            " on what to amend, and have every party sign it; "
                            "`homeward mou list` tells it there"));
  } else if (summary.state() == v1::MOU_STATE_PROPOSED) {
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
        absl::StrCat(name, " is suspended until it is resumed by ",
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

void AddMous(const StatusFacts& facts, StatusItems& items) {
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

}  // namespace

void AddTrust(const StatusFacts& facts, StatusItems& items) {
  AddCertificate(facts, items);
  AddRefusedPair(facts, items);
  AddOwnRevocations(facts, items);
  AddDirectory(facts, items);
  AddMous(facts, items);
}

}  // namespace homeward::node
