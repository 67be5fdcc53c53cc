#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_SCRIPT_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_SCRIPT_H_

#include "absl/strings/string_view.h"

namespace homeward::registration {

// What is wrong with how `name` is written, which is UTF-8; empty when nothing
// is. A name that looks right and is not is never found again: letters of two
// scripts in one word (a Latin "a" in a Cyrillic name; the scripts that
// Chinese, Japanese and Korean mix count as one), a combining mark without a
// letter, a character that Unicode does not know, or one that can't be seen.
// Joiners between letters are part of how many languages are written. Pure,
// thread-safe.
//
// Source: Unicode Technical Standard 39, section 5.1.
absl::string_view WritingFault(absl::string_view name);

// How many digits, of any script, `text` has. It is valid UTF-8.
int DigitCount(absl::string_view text);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_SCRIPT_H_
