#ifndef HOMEWARD_SERVICES_CLI_MATCH_OUTPUT_FILE_H_
#define HOMEWARD_SERVICES_CLI_MATCH_OUTPUT_FILE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/context.h"
#include "services/cli/on_interrupt.h"

namespace homeward::cli {

// A file that is read, and the option that names it, such as "--left".
struct InputFile {
  absl::string_view option;
  std::string path;  // "-" is the standard input; empty if none is named.
};

// Checks before the work whether results may be written to `path`: replacing a
// file that is read would lose what an agency has. "-" always may.
//
// Errors:
//   INVALID_ARGUMENT  As OutputFile::Make(); or, as a usage error, it is one of
//                     `inputs`: the same file, also by a link or another name.
absl::Status CheckOutput(const std::string& path,
                         const std::vector<InputFile>& inputs);

// A file that is written as results come, for its owner alone (mode 0600), and
// takes its name when it is whole: what was there before stays until then, and
// Ctrl-C leaves nothing. One at a time; not thread-safe.
class OutputFile {
 public:
  // "-" is the command's output. Errors:
  //   INVALID_ARGUMENT  What has the name is a device, a pipe, a link or a
  //                     folder, which is not replaced.
  //   INTERNAL          The system refuses.
  static absl::StatusOr<OutputFile> Make(Context* context,
                                         const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  // Removes what isn't whole.
  ~OutputFile();

  void Write(absl::string_view bytes);
  // Errors: INTERNAL, or as the disk is full (HW-DISK-001).
  absl::Status Close();

 private:
  OutputFile(Context* context, std::string path);
  void Flush();

  Context* context_;
  std::string path_;  // Empty for the command's output.
  std::string buffer_;
  int descriptor_ = -1;
  int error_ = 0;
  std::unique_ptr<OnInterrupt> on_interrupt_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_OUTPUT_FILE_H_
