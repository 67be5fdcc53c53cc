#include "services/node/path/path_mend.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::node {
namespace {

// `$A` stands for the other agency.
struct Row {
  absl::string_view code;
  absl::string_view there;
  absl::string_view back;
};

constexpr absl::string_view kPeerRenews =
    "ask $A to type: homeward certificate renew --pair node";
constexpr absl::string_view kRenew = "homeward certificate renew --pair node";
constexpr absl::string_view kTheirAddress =
    "compare the address of $A with where its node listens: homeward directory "
    "show";
constexpr absl::string_view kOwnAddress =
    "compare this agency's address in the directory with listen_address in "
    "node.textproto: homeward directory show";
constexpr absl::string_view kClocks =
    "compare both clocks with a time server: chronyc tracking, or date -u";
constexpr absl::string_view kDirectories =
    "compare the version of the directory here and at $A: homeward directory "
    "show";
constexpr absl::string_view kMous =
    "homeward mou list; then sign one with $A: homeward mou propose FILE";
constexpr absl::string_view kOtherwise =
    "homeward status, here and at $A; then: homeward doctor --peer $A";

constexpr Row kRows[] = {
    {"HW-TLS-001", kPeerRenews, kRenew},
    {"HW-TLS-002", kTheirAddress, kOwnAddress},
    {"HW-TLS-003", kPeerRenews, kRenew},
    {"HW-TLS-004", kClocks, kClocks},
    {"HW-TLS-005", kDirectories, kDirectories},
    {"HW-TLS-006", kPeerRenews, kRenew},
    {"HW-TLS-007",
     "ask $A to type: homeward certificate revoke; its list of revoked "
     "certificates is missing here or over 24 hours old",
     "homeward certificate revoke; this agency's list of revoked certificates "
     "is missing at $A or over 24 hours old"},
    {"HW-TLS-008", kPeerRenews, kRenew},
    {"HW-TLS-009", kDirectories, kDirectories},
    {"HW-TLS-010", kTheirAddress, kOwnAddress},
    {"HW-TLS-011", kTheirAddress, kOwnAddress},
    {"HW-TLS-012",
     "homeward status; then homeward certificate renew --pair node, or ask $A "
     "which directory and which list of revoked certificates it has",
     kPeerRenews},
    {"HW-NET-001",
     "ask the name server of this node for the address of $A: homeward "
     "directory show",
     "ask $A to look up this agency's address: homeward directory show"},
    {"HW-NET-002", "ask $A whether its node runs and listens there",
     kOwnAddress},
    {"HW-NET-003",
     "ask $A whether its node runs and whether a firewall is between: homeward "
     "health",
     "look for a firewall between $A and this node, then compare "
     "listen_address: homeward directory show"},
    {"HW-NET-004", kTheirAddress, kOwnAddress},
    {"HW-NET-005",
     "ask $A to have its address put into the directory: homeward federation "
     "admit",
     "have this agency's address put into the directory: homeward federation "
     "admit"},
    {"HW-CLOCK-001", kClocks, kClocks},
    {"HW-MOU-003", kMous, kMous},
    {"HW-MOU-005",
     "homeward mou list tells what it would answer; then amend it with $A: "
     "homeward mou amend SIGNED",
     "ask $A what it would answer, and amend it together: homeward mou amend "
     "SIGNED"},
};

std::string Find(const v1::ProbeStep& step, const std::string& agency_id,
                 absl::string_view Row::*way) {
  absl::string_view mend = kOtherwise;
  for (const Row& row : kRows) {
    if (row.code == step.error_code()) mend = row.*way;
  }
  return absl::StrReplaceAll(mend, {{"$A", agency_id}});
}

}  // namespace

std::string MendThere(const v1::ProbeStep& step, const std::string& agency_id) {
  return Find(step, agency_id, &Row::there);
}

std::string MendBack(const v1::ProbeStep& step, const std::string& agency_id) {
  return Find(step, agency_id, &Row::back);
}

}  // namespace homeward::node
