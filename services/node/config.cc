#include "services/node/config.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "auth/certificate/spiffe_id.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config_address.h"
#include "storage/durable_file.h"

namespace homeward::node {
namespace {

using internal::v1::NodeConfig;

constexpr size_t kMaxConfigBytes = size_t{1} << 20;

absl::Status Wrong(absl::string_view field, absl::string_view problem,
                   absl::string_view mend) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, ": ", problem, "; ", mend));
}

// Keeps the first error with its place in the file.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    // Both count from 0; -1 means the file as a whole.
    if (line >= 0) absl::StrAppend(&text_, line + 1, ":", column + 1, ": ");
    absl::StrAppend(&text_, message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

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

absl::Status CheckGovernance(const NodeConfig& config) {
  std::set<std::string> seen;
  for (int i = 0; i < config.governance_fingerprints_size(); ++i) {
    const std::string print =
        absl::AsciiStrToLower(config.governance_fingerprints(i));
    const std::string field = absl::StrCat("governance_fingerprints[", i, "]");
    if (print.size() != 64 || !absl::c_all_of(print, absl::ascii_isxdigit)) {
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
       60000},
  };
  for (const Range& range : ranges) {
    if (range.value < range.low || range.value > range.high) {
      return Wrong(range.field,
                   absl::StrCat(range.value, " is not in [", range.low, ", ",
                                range.high, "]"),
                   "write a number in it, or leave the field out");
    }
  }
  static constexpr absl::string_view kLevels[] = {"debug", "info", "warning",
                                                  "error"};
  if (!absl::c_linear_search(kLevels, config.log_level())) {
    return Wrong("log_level", "not known",
                 "write \"debug\", \"info\", \"warning\" or \"error\"");
  }
  return absl::OkStatus();
}

void FillDefaults(NodeConfig& config) {
  if (config.node_id().empty()) config.set_node_id("1");
  if (config.worker_threads() == 0) {
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    config.set_worker_threads(std::clamp(cores, 1, 64));
  }
  if (config.queue_limit() == 0) config.set_queue_limit(1024);
  if (config.log_level().empty()) config.set_log_level("info");
  if (config.synchronize_seconds() == 0) config.set_synchronize_seconds(2);
  if (config.peer_timeout_milliseconds() == 0) {
    config.set_peer_timeout_milliseconds(5000);
  }
}

void ResolvePaths(const std::string& folder, NodeConfig& config) {
  for (std::string* path :
       {config.mutable_data_folder(), config.mutable_certificate_folder(),
        config.mutable_root_key_file(), config.mutable_log_key_file(),
        config.mutable_directory_file(), config.mutable_revocation_list_file(),
        config.mutable_revocation_key_file()}) {
    if (!path->empty() && path->front() != '/') {
      *path = absl::StrCat(folder, *path);
    }
  }
  absl::string_view socket = config.health_address();
  if (absl::ConsumePrefix(&socket, "unix:") && !socket.empty() &&
      socket.front() != '/') {
    config.set_health_address(absl::StrCat("unix:", folder, socket));
  }
}

absl::Status Check(const NodeConfig& config) {
  for (const auto check : {CheckIdentity, CheckAddresses, CheckPaths,
                           CheckGovernance, CheckLimits}) {
    absl::Status status = check(config);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(path, ": ", status.message()));
}

// OK when `file`, which `field` names, is of the kind `type` (S_IFREG or
// S_IFDIR) and, where it is a key, for its owner only.
absl::Status CheckFile(absl::string_view field, const std::string& file,
                       mode_t type, bool is_key) {
  struct stat info;
  const absl::string_view kind = type == S_IFDIR ? "folder" : "file";
  if (stat(file.c_str(), &info) != 0 || (info.st_mode & S_IFMT) != type) {
    return absl::FailedPreconditionError(
        absl::StrCat(field, ": there is no ", kind, " ", file,
                     "; `homeward init` makes it, or correct the path"));
  }
  if (is_key && (info.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(field, ": others may read or write ", file,
                     "; run `chmod 0600 ", file, "`"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NodeConfig> ParseConfig(absl::string_view text,
                                       const std::string& path) {
  NodeConfig config;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(std::string(text), &config)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", error.text()));
  }
  FillDefaults(config);
  const size_t slash = path.rfind('/');
  ResolvePaths(slash == std::string::npos ? "" : path.substr(0, slash + 1),
               config);
  absl::Status checked = Check(config);
  if (!checked.ok()) return InFile(path, checked);
  return config;
}

absl::Status CheckFiles(const NodeConfig& config, const std::string& path) {
  struct Named {
    const char* field;
    const std::string& file;
    mode_t type;
    bool is_key;
  };
  const Named all[] = {
      {"certificate_folder", config.certificate_folder(), S_IFDIR, false},
      {"root_key_file", config.root_key_file(), S_IFREG, true},
      {"log_key_file", config.log_key_file(), S_IFREG, true},
      {"directory_file", config.directory_file(), S_IFREG, false},
      {"revocation_list_file", config.revocation_list_file(), S_IFREG, false},
      {"revocation_key_file", config.revocation_key_file(), S_IFREG, true},
  };
  for (const Named& named : all) {
    if (named.file.empty()) continue;
    absl::Status status =
        CheckFile(named.field, named.file, named.type, named.is_key);
    if (!status.ok()) return InFile(path, status);
  }
  return absl::OkStatus();
}

absl::StatusOr<NodeConfig> LoadConfig(const std::string& path) {
  auto text = storage::ReadSmallFile(path, kMaxConfigBytes);
  if (!text.ok()) return text.status();
  auto config = ParseConfig(*text, path);
  if (!config.ok()) return config.status();
  absl::Status files = CheckFiles(*config, path);
  if (!files.ok()) return files;
  return config;
}

}  // namespace homeward::node
