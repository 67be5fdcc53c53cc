#ifndef HOMEWARD_SERVICES_CLI_QR_CODE_H_
#define HOMEWARD_SERVICES_CLI_QR_CODE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// QR codes (ISO/IEC 18004) as text.
namespace homeward::cli {

// The QR code of `text` in UTF-8: each line has two rows of modules, each
// character one column of them, and all lines are equally long. A light module
// is drawn in the colour of writing and a dark one is left empty, as for
// writing that is lighter than its ground; four light modules are around, which
// readers need. No line has a space at its end.
//
// Errors:
//   INVALID_ARGUMENT  `text` is empty, or longer than a QR code can hold.
absl::StatusOr<std::vector<std::string>> QrCodeLines(absl::string_view text);

// How many columns `line`, one of those above, takes.
int QrCodeColumns(absl::string_view line);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QR_CODE_H_
