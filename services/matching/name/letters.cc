#include "services/matching/name/letters.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "services/matching/name/fold_letter.h"

namespace homeward::matching {
namespace {

icu::UnicodeString FromUtf32(std::u32string_view text) {
  return icu::UnicodeString::fromUTF32(
      reinterpret_cast<const UChar32*>(text.data()),
      static_cast<int32_t>(text.size()));
}

std::u32string ToUtf32(const icu::UnicodeString& text) {
  std::u32string letters(text.countChar32(), U'\0');
  UErrorCode error = U_ZERO_ERROR;
  text.toUTF32(reinterpret_cast<UChar32*>(letters.data()),
               static_cast<int32_t>(letters.size()), error);
  return U_FAILURE(error) ? std::u32string() : letters;
}

// NFKC with case folded. Empty if ICU lacks its data.
std::u32string CaseFolded(absl::string_view utf8) {
  std::u32string letters;
  if (absl::c_all_of(utf8, [](char c) { return absl::ascii_isascii(c); })) {
    letters.reserve(utf8.size());
    for (const char c : utf8) letters.push_back(absl::ascii_tolower(c));
    return letters;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return letters;
  const icu::UnicodeString text =
      fold->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                          utf8.data(), static_cast<int32_t>(utf8.size()))),
                      error);
  if (U_FAILURE(error)) return letters;
  return ToUtf32(text);
}

// True for a mark that is added to a letter and may be left out.
bool IsAddedMark(UChar32 c) {
  constexpr UChar32 kKanaMarks[] = {0x3099, 0x309A};  // They make letters.
  if (u_charType(c) != U_NON_SPACING_MARK ||
      absl::c_linear_search(kKanaMarks, c)) {
    return false;
  }
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_INHERITED:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ETHIOPIC:
    case USCRIPT_SYRIAC:
      return true;
    default:
      return false;
  }
}

// True for what may stand inside a word without parting it.
bool IsJoiner(char32_t c) {
  constexpr char32_t kJoiners[] = {
      0x0027,                                  // Apostrophe.
      0x0060,                                  // Grave accent, typed for one.
      0x00B4,                                  // Acute accent, likewise.
      0x02B9, 0x02BB, 0x02BC, 0x02BE, 0x02BF,  // Modifier letters.
      0x2018, 0x2019, 0x2032,                  // Single quotation marks.
      0x0640,                                  // Arabic tatweel.
  };
  return absl::c_linear_search(kJoiners, c);
}

bool IsHyphen(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x05BE;
}
bool IsComma(char32_t c) { return c == ',' || c == 0x060C || c == 0x3001; }

// What `c` adds to a word: 0 if it parts words.
char32_t InWord(char32_t c) {
  if (c < 0x80) return absl::ascii_isalnum(static_cast<char>(c)) ? c : 0;
  const UChar32 letter = static_cast<UChar32>(c);
  const int32_t digit = u_charDigitValue(letter);
  if (digit >= 0) return U'0' + digit;
  const bool counts =
      u_isalpha(letter) || (U_GET_GC_MASK(letter) & U_GC_M_MASK) != 0;
  return counts ? c : 0;
}

}  // namespace

std::vector<WrittenWord> SplitWords(absl::string_view text, size_t limit) {
  std::vector<WrittenWord> words;
  WrittenWord word;
  const auto end_word = [&] {
    if (word.letters.empty()) return;
    words.push_back(std::move(word));
    word = WrittenWord();
  };
  for (const char32_t c : CaseFolded(text)) {
    if (IsJoiner(c)) continue;
    if (const char32_t letter = InWord(c); letter != 0) {
      if (word.letters.size() < kMaxWordLetters) word.letters += letter;
      continue;
    }
    end_word();
    if (words.size() == limit) return words;
    word.after_comma |= IsComma(c);
    word.after_hyphen |= IsHyphen(c);
  }
  end_word();
  return words;
}

Script ScriptOf(std::u32string_view word) {
  for (const char32_t c : word) {
    if (c < 0x80) {
      if (absl::ascii_isalpha(static_cast<char>(c))) return Script::kLatin;
      continue;
    }
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
      case USCRIPT_COMMON:
      case USCRIPT_INHERITED:
        continue;
      case USCRIPT_LATIN:
        return Script::kLatin;
      case USCRIPT_ARABIC:
        return Script::kArabic;
      case USCRIPT_CYRILLIC:
        return Script::kCyrillic;
      case USCRIPT_ETHIOPIC:
        return Script::kEthiopic;
      case USCRIPT_HEBREW:
        return Script::kHebrew;
      case USCRIPT_HAN:
        return Script::kHan;
      case USCRIPT_HANGUL:
        return Script::kHangul;
      default:
        return Script::kOther;
    }
  }
  return Script::kOther;
}

std::u32string FoldWord(std::u32string_view word) {
  if (absl::c_all_of(word, [](char32_t c) { return c < 0x80; })) {
    return std::u32string(word);
  }
  std::u32string folded;
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* apart = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* together = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return folded;
  const icu::UnicodeString text = apart->normalize(FromUtf32(word), error);
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!IsAddedMark(c)) AppendFolded(static_cast<char32_t>(c), &folded);
  }
  return ToUtf32(together->normalize(FromUtf32(folded), error));
}

std::string ToUtf8(std::u32string_view text) {
  std::string utf8;
  FromUtf32(text).toUTF8String(utf8);
  return utf8;
}

}  // namespace homeward::matching
