#include "services/cli/fingerprint_view.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/fingerprint.h"
#include "services/cli/qr_code.h"

namespace homeward::cli {

void ShowFingerprint(Context& context, absl::string_view bytes) {
  context.Text(absl::StrCat("  words: ", FingerprintWords(bytes)));
  context.Text(absl::StrCat("  hex:   ", FingerprintHex(bytes)));
}

void ShowFingerprintAndCode(Context& context, absl::string_view bytes) {
  ShowFingerprint(context, bytes);
  if (context.plain || !context.out_shows_utf8) return;
  const auto lines = QrCodeLines(FingerprintWords(bytes));
  // The words say the same.
  if (!lines.ok()) return;
  if (QrCodeColumns(lines->front()) > context.out_columns) return;
  for (const std::string& line : *lines) context.Text(line);
}

}  // namespace homeward::cli
