#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "services/matching/name/word.h"

namespace homeward::matching {

// What is read of one name; the rest is left out.
inline constexpr size_t kMaxNameTextBytes = 1024;
inline constexpr size_t kMaxNameWords = 8;

// What a word is in its name, as far as its writer said.
enum class NameTag : uint8_t {
  kUnknown,
  kGiven,
  kPatronymic,  // Father's name, in any form: "Ivanivna", "bin Yusuf".
  kFamily,
};

struct NameWord {
  WordPtr word;
  NameTag tag = NameTag::kUnknown;
};

// A name as an agency wrote it, whole or in parts. Any may be empty; parts
// are read after `full`, and their words are not told twice.
struct NameText {
  absl::string_view full;
  absl::string_view given;
  absl::string_view patronymic;
  absl::string_view family;
};

// A parsed name. Comparing needs `words`; the rest is shown.
struct Name {
  // In the order of given name first: "LAST, First" is turned. At most
  // kMaxNameWords.
  absl::InlinedVector<NameWord, 4> words;
  // Words that tie names together ("bin", "de la") or stand for a rank
  // ("Haji", "Dr"), and "Jr" or "III". Folded.
  std::vector<std::string> particles;
  std::vector<std::string> titles;
  std::vector<std::string> suffixes;
};

// Parses a name in any scripts. Never fails: bytes that are not UTF-8 part
// words, and a name without letters has no words. Titles and particles are
// taken out of `words` unless nothing else would be left. Halves of one name
// are joined: "Abd al-Rahman" is one word. Han and Hangul names without spaces
// are parted. Pure, thread-safe.
Name ParseName(const NameText& text);
inline Name ParseName(absl::string_view full) {
  return ParseName(NameText{full, {}, {}, {}});
}

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_H_
