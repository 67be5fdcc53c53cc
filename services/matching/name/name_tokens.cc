#include "services/matching/name/name_tokens.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace homeward::matching {
namespace {

// NFKC with case folded, then taken apart into letters and marks. Empty if ICU
// lacks its data.
icu::UnicodeString Decomposed(absl::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* take_apart = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return icu::UnicodeString();
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  icu::UnicodeString folded = fold->normalize(text, error);
  folded = take_apart->normalize(folded, error);
  return U_FAILURE(error) ? icu::UnicodeString() : folded;
}

// True for a mark that is added to a letter and may be left out.
bool IsAddedMark(UChar32 c) {
  if (u_charType(c) != U_NON_SPACING_MARK) return false;
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
bool IsJoiner(UChar32 c) {
  constexpr UChar32 kJoiners[] = {
      0x0027,                                  // Apostrophe.
      0x0060,                                  // Grave accent, typed for one.
      0x02B9, 0x02BB, 0x02BC, 0x02BE, 0x02BF,  // Modifier letters.
      0x2018, 0x2019,                          // Single quotation marks.
      0x0640,                                  // Arabic tatweel.
  };
  return absl::c_linear_search(kJoiners, c);
}

// Ethiopic letters that sound alike in Amharic: whole rows of eight vowels.
UChar32 FoldEthiopic(UChar32 c) {
  constexpr struct {
    UChar32 row;
    UChar32 same_as;
  } kRows[] = {{0x1210, 0x1200},   // hha: ha
               {0x1280, 0x1200},   // xa: ha
               {0x1220, 0x1230},   // sza: sa
               {0x12D0, 0x12A0},   // pharyngeal a: glottal a
               {0x1340, 0x1338}};  // tza: tsa
  for (const auto& [row, same_as] : kRows) {
    if (c >= row && c < row + 8) return c - row + same_as;
  }
  return c;
}

// Letters that NFKC keeps apart although writers do not.
UChar32 FoldLetter(UChar32 c) {
  switch (c) {
    case 0x0649:  // Alef maksura.
    case 0x06CC:  // Farsi yeh.
      return 0x064A;
    case 0x06A9:  // Keheh.
      return 0x0643;
    case 0x0629:  // Teh marbuta.
    case 0x06C1:  // Heh goal.
    case 0x06D5:  // Ae.
      return 0x0647;
    case 0x0671:  // Alef wasla.
      return 0x0627;
    case 0x0131:  // Dotless i.
      return 'i';
    case 0x00F8:  // O with stroke.
      return 'o';
    case 0x0142:  // L with stroke.
      return 'l';
    case 0x0111:  // D with stroke.
      return 'd';
    default:
      return FoldEthiopic(c);
  }
}

void AddToken(icu::UnicodeString* word, std::vector<std::string>* tokens) {
  std::string token;
  word->toUTF8String(token);
  word->remove();
  if (token.empty() || tokens->size() == kMaxTokens ||
      absl::c_linear_search(*tokens, token)) {
    return;
  }
  tokens->push_back(std::move(token));
}

}  // namespace

std::vector<std::string> NameTokens(absl::string_view name) {
  const icu::UnicodeString text = Decomposed(name.substr(0, kMaxNameBytes));
  std::vector<std::string> tokens;
  icu::UnicodeString word;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const int32_t digit = u_charDigitValue(c);
    if (IsAddedMark(c) || IsJoiner(c)) continue;
    if (digit >= 0) {
      word.append(static_cast<UChar32>('0' + digit));
    } else if (u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) {
      word.append(FoldLetter(c));
    } else {
      AddToken(&word, &tokens);
    }
  }
  AddToken(&word, &tokens);
  return tokens;
}

std::vector<std::string> NameTokens(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (size_t i = 0; i < std::min(names.size(), kMaxNames); ++i) {
    for (std::string& token : NameTokens(names[i])) {
      if (all.size() == kMaxTokens) return all;
      if (!absl::c_linear_search(all, token)) all.push_back(std::move(token));
    }
  }
  return all;
}

}  // namespace homeward::matching
