#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config/config.h"

namespace homeward::node {
namespace {

using internal::v1::NodeConfig;

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

// OK when nobody but its owner may write `file`, or when it isn't there yet. A
// folder in which each may only move what is his, such as /tmp, is no danger.
absl::Status CheckWriters(absl::string_view field, const std::string& file) {
  struct stat info;
  if (stat(file.c_str(), &info) != 0) return absl::OkStatus();
  const bool each_his_own =
      S_ISDIR(info.st_mode) && (info.st_mode & S_ISVTX) != 0;
  if ((info.st_mode & 022) == 0 || each_his_own) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(field, ": others may write ", file, "; run `chmod go-w ",
                   file, "`, and look at what lies there"));
}

std::string Beside(const std::string& file, const char* name) {
  return (std::filesystem::path(file).parent_path() / name).string();
}

// CheckWriters() of everything by which the node is what it is, whose keys
// CheckFile() looks at.
absl::Status CheckAllWriters(const NodeConfig& config,
                             const std::string& path) {
  const std::string& data = config.data_folder();
  const std::string& pair = config.certificate_folder();
  const std::pair<absl::string_view, std::string> all[] = {
      {"this file", path},
      {"data_folder", data},
      {"data_folder", absl::StrCat(data, "/store")},
      {"data_folder", absl::StrCat(data, "/keyring")},
      {"data_folder", absl::StrCat(data, "/log-head")},
      {"certificate_folder", pair},
      // The link that is moved lies in it.
      {"certificate_folder",
       std::filesystem::path(pair).parent_path().string()},
      {"directory_file", config.directory_file()},
      {"revocation_list_file", config.revocation_list_file()},
      {"directory_file", Beside(config.directory_file(), kRedLinesFile)},
      {"directory_file", Beside(config.directory_file(), kOwnRedLinesFile)},
  };
  for (const auto& [field, file] : all) {
    absl::Status status = CheckWriters(field, file);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Whether `file` lies below the folder `folder`, by whatever links.
bool LiesIn(const std::string& file, const std::string& folder) {
  std::error_code error;
  const std::filesystem::path place =
      std::filesystem::weakly_canonical(file, error);
  std::filesystem::path top = std::filesystem::weakly_canonical(folder, error);
  if (!top.has_filename()) top = top.parent_path();
  const auto parted =
      std::mismatch(top.begin(), top.end(), place.begin(), place.end());
  return parted.first == top.end();
}

// Whoever copies the data folder copies what opens it: so no key lies there.
absl::Status CheckApart(absl::string_view field, const std::string& file,
                        const std::string& data_folder) {
  if (!LiesIn(file, data_folder)) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      field, ": ", file,
      " lies in data_folder, so that every copy of the data ",
      "would hold the key; move it elsewhere, at best to another medium"));
}

}  // namespace

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
    if (status.ok() && named.is_key) {
      status = CheckApart(named.field, named.file, config.data_folder());
    }
    if (!status.ok()) {
      return absl::Status(status.code(),
                          absl::StrCat(path, ": ", status.message()));
    }
  }
  const absl::Status writers = CheckAllWriters(config, path);
  if (writers.ok()) return writers;
  return absl::Status(writers.code(),
                      absl::StrCat(path, ": ", writers.message()));
}

}  // namespace homeward::node
