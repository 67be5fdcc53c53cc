#ifndef HOMEWARD_SERVICES_CLI_IMPORT_KEPT_FILE_H_
#define HOMEWARD_SERVICES_CLI_IMPORT_KEPT_FILE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::cli {

// A new file for what a command keeps for its user, for her alone (mode 0600)
// and written as it comes. Nothing that is there is followed or changed:
// somebody may be correcting it. Not thread-safe.
class KeptFile {
 public:
  // Makes nothing yet. The file will be `path`, such as a.xml; when that is
  // there already a-2.xml, and so on.
  explicit KeptFile(std::string path);
  ~KeptFile();
  KeptFile(const KeptFile&) = delete;
  KeptFile& operator=(const KeptFile&) = delete;

  // Adds `bytes`; the first time, makes the file. False when the system
  // refuses.
  bool Write(absl::string_view bytes);
  // Syncs and closes. False when the system refuses. Closes no file that was
  // not made.
  bool Close();

  bool made() const { return descriptor_ >= 0; }
  // The file's name; the first to be tried before it is made.
  const std::string& path() const { return path_; }

 private:
  bool Make();

  std::string path_;
  int descriptor_ = -1;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_IMPORT_KEPT_FILE_H_
