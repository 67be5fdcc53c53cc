#include <string>

#include "services/matching/name/romanise.h"

namespace homeward::matching {
namespace {

struct Letter {
  char32_t written;
  char sign;  // In an abjad.
  const char* latin;
};

// Folded letters: alef, ya, kaf and ha have one form each.
constexpr Letter kLetters[] = {
    {U'ا', 'A', "a"},
    {U'ب', 'b', "b"},
    {U'پ', 'p', "p"},
    {U'ت', 't', "t"},
    {U'ث', 'T', "th"},
    {U'ج', 'j', "j"},
    {U'چ', 'C', "ch"},
    {U'ح', 'h', "h"},
    {U'خ', 'x', "kh"},
    {U'د', 'd', "d"},
    {U'ذ', 'D', "dh"},
    {U'ر', 'r', "r"},
    {U'ز', 'z', "z"},
    {U'ژ', 'Z', "zh"},
    {U'س', 's', "s"},
    {U'ش', 'S', "sh"},
    {U'ص', 'O', "s"},
    {U'ض', 'B', "d"},
    {U'ط', 'I', "t"},
    {U'ظ', 'U', "z"},
    {U'ع', 'E', ""},
    {U'غ', 'G', "gh"},
    {U'ف', 'f', "f"},
    {U'ڤ', 'v', "v"},
    {U'ق', 'q', "q"},
    {U'ك', 'k', "k"},
    {U'گ', 'g', "g"},
    {U'ل', 'l', "l"},
    {U'م', 'm', "m"},
    {U'ن', 'n', "n"},
    {U'ه', 'H', "h"},
    {U'و', 'W', "w"},
    {U'ي', 'Y', "y"},
    {U'څ', 'c', "ts"},
    {U'ځ', 'F', "z"},
    {U'ښ', 'X', "sh"},
    {U'ږ', 'R', "g"},
    // Hebrew, which leaves out vowels too.
    {U'א', 'A', "a"},
    {U'ב', 'b', "b"},
    {U'ג', 'g', "g"},
    {U'ד', 'd', "d"},
    {U'ה', 'H', "h"},
    {U'ו', 'W', "w"},
    {U'ז', 'z', "z"},
    {U'ח', 'h', "h"},
    {U'ט', 'I', "t"},
    {U'י', 'Y', "y"},
    {U'כ', 'k', "k"},
    {U'ל', 'l', "l"},
    {U'מ', 'm', "m"},
    {U'נ', 'n', "n"},
    {U'ס', 's', "s"},
    {U'ע', 'E', ""},
    {U'פ', 'p', "p"},
    {U'צ', 'c', "ts"},
    {U'ק', 'q', "k"},
    {U'ר', 'r', "r"},
    {U'ש', 'S', "sh"},
    {U'ת', 't', "t"},
};

const Letter* Find(char32_t c) {
  for (const Letter& letter : kLetters) {
    if (letter.written == c) return &letter;
  }
  return nullptr;
}

}  // namespace

std::string RomaniseAbjad(std::u32string_view folded) {
  std::string latin;
  for (const char32_t c : folded) {
    if (const Letter* letter = Find(c)) latin += letter->latin;
  }
  return latin;
}

std::string AbjadSigns(std::u32string_view folded) {
  std::string signs;
  for (const char32_t c : folded) {
    if (const Letter* letter = Find(c)) signs.push_back(letter->sign);
  }
  return signs;
}

}  // namespace homeward::matching
