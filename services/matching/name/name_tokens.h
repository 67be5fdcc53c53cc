#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_TOKENS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_TOKENS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Brings names that are written alike, in any script, to one form. Pure,
// thread-safe, bounded for any input.
namespace homeward::matching {

// What is read of one name, and of several; the rest is left out.
inline constexpr size_t kMaxNameBytes = 1024;
inline constexpr size_t kMaxTokens = 16;
inline constexpr size_t kMaxNames = 32;

// Returns the words of `name`, folded, each once, in the order of the name.
// Bytes that are not UTF-8 separate words.
//
// Folded: compatibility forms (NFKC), case, and marks of scripts that write
// them as an addition (Latin, Greek, Cyrillic, Hebrew and Arabic vowel signs);
// not the vowel signs of Indic scripts, which are letters to their readers.
// Digits of every script are 0 to 9. Alef, ya, kaf, ta marbuta and Ethiopic
// homophones have one form each. Apostrophes join: "Дем'ян" is one word.
//
// Source: Unicode Standard Annex 15.
std::vector<std::string> NameTokens(absl::string_view name);

// Returns the words of the first `kMaxNames` of `names` together, each once.
std::vector<std::string> NameTokens(const std::vector<std::string>& names);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_TOKENS_H_
