#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/config.h"

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
  return absl::OkStatus();
}

}  // namespace homeward::node
