#ifndef HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_CEREMONY_H_
#define HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_CEREMONY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "auth/identity/directory.h"
#include "homeward/v1/envelope.pb.h"
#include "services/cli/command.h"
#include "services/cli/context.h"

// How governance makes a directory the next one: a draft gathers signatures in
// the federation's folder until enough have signed.
namespace homeward::cli {

// What every step takes.
struct Ceremony {
  std::string folder = ".";
  std::vector<std::string> key_files;
  bool dry_run = false;
  // What to do once it is published.
  std::string next = "homeward federation invite AGENCY";
};

// --folder.
void AddFolder(CLI::App* command, std::string* folder);

// --folder, --key and --dry-run.
void AddSigning(CLI::App* command, Ceremony* ceremony);

// `draft` with the signatures of the keys in `files` besides, each of which
// must be one of `governance`.
//
// Errors:
//   FAILED_PRECONDITION  One is none of them: the text names its file.
//   as ReadKey() and auth::AddSignature(), but a key that has signed is OK
absl::StatusOr<v1::Envelope> SignDraft(v1::Envelope draft,
                                       const auth::Governance& governance,
                                       const std::vector<std::string>& files);

// Publishes `draft` when enough have signed it; else keeps it for the others.
Result Gather(Context& context, const Ceremony& ceremony,
              const v1::Envelope& draft);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_CEREMONY_H_
