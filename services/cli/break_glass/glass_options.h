#ifndef HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_OPTIONS_H_
#define HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_OPTIONS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/cli/context.h"

// How a person breaks the glass for one question: why in a word on the command
// line, and in her own words from a file or a prompt. What she writes there
// tells of a child, so it is never a flag.
namespace homeward::cli {

// What was said on the command line.
struct GlassOptions {
  // Empty: the glass is not broken.
  std::string reason;
  std::string text_file;
  std::string approver_key;
  std::vector<std::string> categories;
  // What must not be given, and was.
  std::string refused;
};

// Adds --break-glass, --category, --break-glass-text and --approver-key, and a
// flag that only refuses.
void AddGlassOptions(CLI::App* command, GlassOptions* options);

// A broken glass, as the own node takes it.
struct SaidGlass {
  // An Envelope of a BreakGlass. Without a payload: the glass is not broken.
  v1::Envelope statement = {};
  // Why, in her words.
  v1::BreakGlassText text = {};
};

// The statement that who is signed in breaks the glass for `purpose` about
// `child`, signed by the approver if there is one; none when `options` don't
// say so.
//
// Errors:
//   INVALID_ARGUMENT     A reason, a category or the text is missing or not
//                        known (HW-CLI-001).
//   UNAUTHENTICATED      Nobody is signed in.
//   FAILED_PRECONDITION  She has no role that may, or the approver is herself,
//                        or holds no key of her own.
absl::StatusOr<SaidGlass> BreakGlass(Context& context,
                                     const GlassOptions& options,
                                     v1::Purpose purpose,
                                     const v1::ChildDescriptor& child);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_BREAK_GLASS_GLASS_OPTIONS_H_
