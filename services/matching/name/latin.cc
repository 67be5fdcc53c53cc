#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "services/matching/name/letters.h"
#include "services/matching/name/romanise.h"

namespace homeward::matching {
namespace {

struct Spelling {
  char32_t letter;
  const char* letters;
};

// What marks say, spelled out: German, Nordic, Slavic, Turkish, Romanian,
// Spanish. Letters that are not here say nothing more.
constexpr Spelling kSpellings[] = {
    {U'ä', "ae"}, {U'ö', "oe"}, {U'ü', "ue"}, {U'å', "aa"}, {U'ø', "oe"},
    {U'š', "sh"}, {U'ś', "sh"}, {U'ş', "sh"}, {U'ș', "sh"}, {U'č', "ch"},
    {U'ć', "ch"}, {U'ç', "ch"}, {U'ž', "zh"}, {U'ż', "zh"}, {U'ź', "zh"},
    {U'đ', "dj"}, {U'ñ', "ny"}, {U'ń', "ny"}, {U'ň', "ny"}, {U'ţ', "ts"},
    {U'ț', "ts"}, {U'ğ', "gh"}, {U'ə', "e"},  {U'ě', "ie"}, {U'ŝ', "shch"},
    {U'ĵ', "zh"}, {U'ĝ', "j"},  {U'ĥ', "kh"},
};

const char* SpelledOut(char32_t c) {
  for (const Spelling& spelling : kSpellings) {
    if (spelling.letter == c) return spelling.letters;
  }
  return nullptr;
}

void AppendAscii(std::u32string_view folded, std::string* letters) {
  for (const char32_t c : folded) {
    if (c < 0x80 && absl::ascii_isalpha(static_cast<char>(c))) {
      letters->push_back(static_cast<char>(c));
    }
  }
}

}  // namespace

std::vector<std::string> RomaniseLatin(std::u32string_view word) {
  std::string plain;
  AppendAscii(FoldWord(word), &plain);
  std::string spelled;
  for (const char32_t c : word) {
    if (const char* letters = SpelledOut(c)) {
      spelled += letters;
    } else {
      AppendAscii(FoldWord(std::u32string_view(&c, 1)), &spelled);
    }
  }
  if (plain == spelled) return {plain};
  return {plain, spelled};
}

std::string RomaniseOther(std::u32string_view word) {
  // Making one takes milliseconds, and one may not be shared by threads.
  thread_local const std::unique_ptr<icu::Transliterator> to_latin = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower",
                                            UTRANS_FORWARD, error));
  }();
  std::string letters;
  if (to_latin == nullptr) return letters;
  icu::UnicodeString text = icu::UnicodeString::fromUTF32(
      reinterpret_cast<const UChar32*>(word.data()),
      static_cast<int32_t>(word.size()));
  to_latin->transliterate(text);
  for (int32_t i = 0; i < text.length(); ++i) {
    if (text[i] < 0x80 && absl::ascii_isalpha(static_cast<char>(text[i]))) {
      letters.push_back(static_cast<char>(text[i]));
    }
  }
  return letters;
}

}  // namespace homeward::matching
