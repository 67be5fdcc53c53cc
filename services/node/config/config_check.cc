#include "services/node/config/config_check.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/certificate/spiffe_id.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config/config_address.h"
#include "services/node/config/number_check.h"
#include "services/node/config/probe_config.h"
#include "services/node/config/retention_config.h"

namespace homeward::node {
namespace {

using internal::v1::NodeConfig;

absl::Status Wrong(absl::string_view field, absl::string_view problem,
                   absl::string_view mend) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": ", problem, "; ", mend));
}

absl::Status CheckIdentity(const NodeConfig& config) {
  if (!auth::SpiffeId::Make("a.example", config.agency_id()).ok()) {
    return Wrong("agency_id", "not 1 to 63 of a-z, 0-9 and \"-\"",
                 "write the agency's id as the directory has it");
  }
  if (!auth::SpiffeId::Make("a.example", "a", config.node_id()).ok()) {
    return Wrong("node_id", "not 1 to 63 of a-z, 0-9 and \"-\"",
                 "give each node of the agency a short name, such as \"1\"");
  }
  if (!auth::SpiffeId::Make(config.federation(), "a").ok()) {
    return Wrong("federation", "no SPIFFE trust domain in lower case",
                 "write the name that the invite gives");
  }
  return absl::OkStatus();
}

absl::Status CheckAddresses(const NodeConfig& config) {
  if (!SplitAddress(config.listen_address()).ok()) {
    return Wrong("listen_address", "not host:port",
                 "write for instance \"0.0.0.0:7443\"");
  }
  const std::string& metrics = config.metrics_address();
  if (!metrics.empty() && !IsLoopback(metrics)) {
    return Wrong("metrics_address", "not a loopback host:port",
                 "write for instance \"127.0.0.1:9464\", or leave it out");
  }
  const std::string& health = config.health_address();
  if (!health.empty() && !IsLoopback(health) && !IsUnixSocket(health)) {
    return Wrong("health_address",
                 "neither a loopback host:port nor \"unix:PATH\" of at most "
                 "107 bytes",
                 "write for instance \"127.0.0.1:7444\", or leave it out");
  }
  return absl::OkStatus();
}

absl::Status CheckPaths(const NodeConfig& config) {
  const std::pair<const char*, const std::string*> required[] = {
      {"data_folder", &config.data_folder()},
      {"certificate_folder", &config.certificate_folder()},
      {"root_key_file", &config.root_key_file()},
      {"log_key_file", &config.log_key_file()},
      {"directory_file", &config.directory_file()},
  };
  for (const auto& [field, path] : required) {
    if (path->empty()) {
      return Wrong(field, "missing",
                   "`homeward init` writes it; a file cut short lacks it too");
    }
  }
  return absl::OkStatus();
}

// A SHA-256 as people write it.
bool IsFingerprint(absl::string_view text) {
  return text.size() == 64 && absl::c_all_of(text, absl::ascii_isxdigit);
}

absl::Status CheckTerms(const NodeConfig& config) {
  if (config.terms_sha256().empty() || IsFingerprint(config.terms_sha256())) {
    return absl::OkStatus();
  }
  return Wrong("terms_sha256", "not 64 hexadecimal digits",
               "write what `sha256sum FILE` says of the terms of use, or leave "
               "it out");
}

absl::Status CheckGovernance(const NodeConfig& config) {
  std::set<std::string> seen;
  for (int i = 0; i < config.governance_fingerprints_size(); ++i) {
    const std::string print =
        absl::AsciiStrToLower(config.governance_fingerprints(i));
    const std::string field = absl::StrCat("governance_fingerprints[", i, "]");
    if (!IsFingerprint(print)) {
      return Wrong(field, "not 64 hexadecimal digits",
                   "copy the SHA-256 of the governance key from the invite");
    }
    if (!seen.insert(print).second) {
      return Wrong(field, "comes twice", "name each governance key once");
    }
  }
  if (seen.empty()) {
    return Wrong("governance_fingerprints", "missing",
                 "`homeward join` writes it from an invite whose fingerprint "
                 "was compared");
  }
  if (config.governance_threshold() < 1 ||
      config.governance_threshold() > config.governance_fingerprints_size()) {
    return Wrong("governance_threshold",
                 absl::StrCat("not in [1, ", seen.size(), "]"),
                 "write how many of the governance keys must sign");
  }
  return absl::OkStatus();
}

absl::Status CheckLimits(const NodeConfig& config) {
  struct Range {
    const char* field;
    int value;
    int low;
    int high;
  };
  const Range ranges[] = {
      {"worker_threads", config.worker_threads(), 1, 64},
      {"queue_limit", config.queue_limit(), 1, 100000},
      {"synchronize_seconds", config.synchronize_seconds(), 1, 3600},
      {"peer_timeout_milliseconds", config.peer_timeout_milliseconds(), 100,
       30000},
      {"statistics_tables_per_day", config.statistics_tables_per_day(), 1,
       1000},
      {"memory_growth_mib", config.memory_growth_mib(), 64, 65536},
  };
  for (const Range& range : ranges) {
    absl::Status status =
        CheckNumber(range.field, range.value, range.low, range.high);
    if (!status.ok()) return status;
  }
  absl::Status probing = CheckProbeLimits(config.probe_limits());
  if (!probing.ok()) return probing;
  absl::Status retention = CheckRetention(config.retention());
  if (!retention.ok()) return retention;
  static constexpr absl::string_view kLevels[] = {"debug", "info", "warning",
                                                  "error"};
  if (!absl::c_linear_search(kLevels, config.log_level())) {
    return Wrong("log_level", "not known",
                 "write \"debug\", \"info\", \"warning\" or \"error\"");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFields(const NodeConfig& config) {
  for (const auto check : {CheckIdentity, CheckAddresses, CheckPaths,
                           CheckGovernance, CheckTerms, CheckLimits}) {
    absl::Status status = check(config);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace homeward::node
