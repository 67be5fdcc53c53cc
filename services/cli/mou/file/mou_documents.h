#ifndef HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DOCUMENTS_H_
#define HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DOCUMENTS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"

// A charter and MOUs from files, to try and to prove without a node.
namespace homeward::cli {

// Where they are.
struct MouFiles {
  // The charter: a draft, or signed.
  std::string charter;
  // A folder of MOUs, each in a file of its own: drafts (.textproto, .json)
  // and signed ones (.signed, .binpb). The files of `charter` and `red_lines`
  // may lie there too; other names are left alone.
  std::string folder;
  std::string red_lines;
  // The signed directory, whose keys check signatures. Empty: nothing is
  // checked, and every document is taken as signed by all.
  std::string directory;
  // With a directory: take as signed what isn't, or not by all.
  bool drafts = false;
};

// What was read.
struct MouDocuments {
  std::shared_ptr<const auth::ActiveSet> set;
  // Whether signatures were checked.
  bool checked = false;
  // Files whose MOU every party has signed, and files that were taken as
  // signed although that was not checked or is not so.
  std::vector<std::string> complete;
  std::vector<std::string> assumed;

  // A line for people: what was checked and what was assumed.
  std::string SignatureText() const;
};

// Reads them all, as of `now`.
//
// Errors:
//   as ReadFile()
//   INVALID_ARGUMENT     A file can't be read, or a node would refuse the
//                        document: the text names the file and what is wrong.
//   FAILED_PRECONDITION  A signature is missing and `drafts` is unset: the text
//                        says whose. Or as ActiveSet::Build().
absl::StatusOr<MouDocuments> ReadMous(const MouFiles& files, absl::Time now);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DOCUMENTS_H_
