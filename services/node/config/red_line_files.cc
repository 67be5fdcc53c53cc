#include "services/node/config/red_line_files.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/node/config/config.h"
#include "storage/durable_file.h"

namespace homeward::node {
namespace {

constexpr size_t kMaxBytes = 2 << 20;

}  // namespace

policy::RedLineTexts ReadRedLineFiles(const std::string& directory_file) {
  const std::filesystem::path folder =
      std::filesystem::path(directory_file).parent_path();
  policy::RedLineTexts texts;
  const auto read = [&](const char* name) {
    auto text = storage::ReadSmallFile((folder / name).string(), kMaxBytes);
    std::error_code unknown;
    const bool absent =
        std::filesystem::symlink_status(folder / name, unknown).type() ==
        std::filesystem::file_type::not_found;
    if (!text.ok() && !absent) {
      texts.problem = absl::StrCat(name, " can't be read: make it readable");
    }
    return text.ok() ? *std::move(text) : std::string();
  };
  texts.federation = read(kRedLinesFile);
  texts.own = read(kOwnRedLinesFile);
  return texts;
}

}  // namespace homeward::node
