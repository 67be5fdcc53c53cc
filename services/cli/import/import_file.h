#ifndef HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_FILE_H_
#define HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_FILE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/context.h"
#include "services/cli/import/import_run.h"

// The two imports, and what they have in common.
namespace homeward::cli {

// What was typed after `homeward import FORMAT`.
struct ImportOptions {
  std::string file;
  std::string purpose;
  bool sought = false;  // PFIF only.
  bool dry_run = false;
};

// Imports PFIF: first the persons, then the notes outside of them, so that a
// note finds its person wherever she stands, and what its source took back. A
// file is read through before that: of one that is cut short, or is no PFIF,
// nothing is taken. A pipe can be read once only, and is taken as far as it is
// whole.
Result ImportPfif(Context& context, const ImportOptions& options);

// Imports FHIR International Patient Summaries.
Result ImportFhir(Context& context, const ImportOptions& options);

// Hands the file over piece by piece, with a bar that says `what` is done.
// `feed` and `finish` are a reader's, whose errors it returns.
//
// Errors, besides:
//   NOT_FOUND  The file can't be read.
absl::Status ReadPieces(
    Context& context, const std::string& path, const std::string& what,
    const std::function<absl::Status(absl::string_view)>& feed,
    const std::function<absl::Status()>& finish);

// How records are registered: by the node, or not at all in a dry run. Errors:
// as NodeClient::Open().
absl::StatusOr<RegisterFunction> Registrar(Context& context,
                                           const ImportOptions& options);

// Tells what became of the file. PARTIAL when some of it was not taken.
Result Summarize(Context& context, const ImportOptions& options,
                 const ImportTotals& totals);

// Whether `path` is a file, which can be read again, and no pipe.
bool IsFile(const std::string& path);

// Where refused records are kept: beside the file, with `ending` after its
// name; of a pipe, in the working folder. Empty in a dry run.
std::string RefusedPath(const ImportOptions& options, absl::string_view ending);

// Says, where an import ends early, what was taken before that.
void TellWhatStays(Context& context, const ImportTotals& totals);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_FILE_H_
