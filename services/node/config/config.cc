#include "services/node/config/config.h"

#include <algorithm>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config/config_check.h"
#include "storage/durable_file.h"

namespace homeward::node {
namespace {

using internal::v1::NodeConfig;

constexpr size_t kMaxConfigBytes = size_t{1} << 20;

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
    config.set_peer_timeout_milliseconds(3000);
  }
  if (config.statistics_tables_per_day() == 0) {
    config.set_statistics_tables_per_day(20);
  }
  if (config.memory_growth_mib() == 0) config.set_memory_growth_mib(192);
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

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(path, ": ", status.message()));
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
  absl::Status checked = CheckFields(config);
  if (!checked.ok()) return InFile(path, checked);
  return config;
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
