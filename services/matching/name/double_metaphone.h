#ifndef HOMEWARD_SERVICES_MATCHING_NAME_DOUBLE_METAPHONE_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_DOUBLE_METAPHONE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// The Double Metaphone keys of a word: how it sounds to readers of English,
// and how it may sound in the language it came from. One key if both are
// equal, none if nothing sounds. Takes the letters a to z in either case. Pure.
//
// Source: L. Philips, "The Double Metaphone Search Algorithm", C/C++ Users
// Journal, June 2000; agrees with abydos 0.5.0.
std::vector<std::string> DoubleMetaphone(absl::string_view letters);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_DOUBLE_METAPHONE_H_
