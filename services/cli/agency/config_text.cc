#include "services/cli/agency/config_text.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

constexpr char kListenAddress[] = "0.0.0.0:7443";

constexpr char kTemplate[] =
    R"(# The configuration of a Homeward node: homewardd --config THIS_FILE
# Text protobuf, homeward.internal.v1.NodeConfig. Relative paths start at this
# file's folder.

# Who this is. The certificates and the directory say the same.
agency_id: "$AGENCY"
node_id: "1"
federation: "$FEDERATION"

# Where to listen for peers and staff, with mutual TLS.
listen_address: "$LISTEN"
# Where metrics are served; loopback only, without TLS. Empty: nowhere.
metrics_address: "$METRICS"
# Where probes on this machine ask for the health; without TLS.
health_address: "$HEALTH"

# The sealed store, and the key without which nobody reads it: keep a copy of
# the key apart from every copy of the store.
data_folder: "$DATA"
root_key_file: "$STORE_KEY"
# Signs the checkpoints of the audit log.
log_key_file: "$LOG_KEY"

# The node's TLS pair: a link that `homeward certificate renew` moves. Checked
# every second; a bad pair is refused and the old one goes on.
certificate_folder: "certificates/node"

# The signed directory to start with; the node keeps newer ones by itself.
directory_file: "$DIRECTORY"
# The agency's own list of revoked certificates.
revocation_list_file: "$REVOCATIONS"
# With this key the node issues that list anew every 12 hours: peers deny an
# agency whose list is older than 24. Of several nodes, give it to one.
revocation_key_file: "$REVOCATION_KEY"

# `homeward join` adds below who governs the federation.
)";

std::string Quotable(const std::string& text) {
  return absl::Utf8SafeCEscape(text);
}

}  // namespace

std::string EndpointOf(const internal::v1::InitAnswers& answers) {
  if (!answers.endpoint().empty()) return answers.endpoint();
  if (!answers.listen_address().empty()) return answers.listen_address();
  return kListenAddress;
}

std::string ConfigText(const internal::v1::InitAnswers& answers) {
  const std::string listen = answers.listen_address().empty()
                                 ? kListenAddress
                                 : answers.listen_address();
  return absl::StrReplaceAll(kTemplate,
                             {{"$AGENCY", Quotable(answers.agency_id())},
                              {"$FEDERATION", Quotable(answers.federation())},
                              {"$LISTEN", Quotable(listen)},
                              {"$METRICS", Quotable(answers.metrics_address())},
                              {"$HEALTH", Quotable(answers.health_address())},
                              {"$DATA", kDataFolder},
                              {"$STORE_KEY", kStoreKeyFile},
                              {"$LOG_KEY", kLogKeyFile},
                              {"$DIRECTORY", kDirectoryFile},
                              {"$REVOCATION_KEY", kRevocationKeyFile},
                              {"$REVOCATIONS", kRevocationFile}});
}

}  // namespace homeward::cli
