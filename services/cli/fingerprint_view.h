#ifndef HOMEWARD_SERVICES_CLI_FINGERPRINT_VIEW_H_
#define HOMEWARD_SERVICES_CLI_FINGERPRINT_VIEW_H_

#include "absl/strings/string_view.h"
#include "services/cli/context.h"

// How fingerprints are shown to who compares them.
namespace homeward::cli {

// Shows the fingerprint `bytes` as words and as hexadecimal digits: to be read
// out. Nothing in the JSON formats.
void ShowFingerprint(Context& context, absl::string_view bytes);

// The same, and its words as a QR code where one can be seen: on a terminal
// that shows UTF-8 and is wide enough, not with --plain. For what two agencies
// compare: who is shown it through a camera need not listen to the words.
void ShowFingerprintAndCode(Context& context, absl::string_view bytes);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FINGERPRINT_VIEW_H_
