#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_FOLD_TEXT_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_FOLD_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// The words of `text` in any script as NameTokens() folds them, without case
// and marks, with `between` between two. Pure, thread-safe.
std::string FoldText(absl::string_view text, absl::string_view between);

// Whether all of `text` is ASCII: what then takes no ICU. Thread-safe.
bool IsPlainAscii(absl::string_view text);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_FOLD_TEXT_H_
