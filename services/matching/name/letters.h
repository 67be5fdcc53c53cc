#ifndef HOMEWARD_SERVICES_MATCHING_NAME_LETTERS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_LETTERS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

// Text of names as letters. Pure, thread-safe.
namespace homeward::matching {

// The longest word that is read; the rest is left out.
inline constexpr size_t kMaxWordLetters = 32;

enum class Script : uint8_t {
  kOther,
  kLatin,
  kArabic,
  kCyrillic,
  kEthiopic,
  kHebrew,
  kHan,
  kHangul,
};

// A word as it stands in a text.
struct WrittenWord {
  // NFKC in lower case. Apostrophes and what else joins are left out, marks
  // are kept.
  std::u32string letters;
  bool after_comma = false;
  bool after_hyphen = false;
};

// The words of `text`, at most `limit`, each of at most kMaxWordLetters.
// Digits of every script are 0 to 9. Bytes that are not UTF-8 part words.
std::vector<WrittenWord> SplitWords(absl::string_view text, size_t limit);

// The script of the first letter that has one.
Script ScriptOf(std::u32string_view word);

// Without marks that writers leave out, and with one form of letters that
// they mix: alef and its hamzas, ya and alef maksura, Ethiopic homophones.
// The vowel signs of Indic scripts stay: they are letters to their readers.
std::u32string FoldWord(std::u32string_view word);

std::string ToUtf8(std::u32string_view text);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_LETTERS_H_
