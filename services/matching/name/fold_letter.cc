#include "services/matching/name/fold_letter.h"

#include <algorithm>
#include <iterator>

namespace homeward::matching {
namespace {

struct Fold {
  char32_t from;
  const char32_t* to;
};

// By code point.
constexpr Fold kFolds[] = {
    // Latin.
    {0x00DF, U"ss"},  // Sharp s.
    {0x00E6, U"ae"},
    {0x00F0, U"d"},   // Eth.
    {0x00F8, U"o"},   // O with stroke.
    {0x00FE, U"th"},  // Thorn.
    {0x0111, U"d"},   // D with stroke.
    {0x0127, U"h"},
    {0x0131, U"i"},  // Dotless i.
    {0x0142, U"l"},  // L with stroke.
    {0x014B, U"ng"},
    {0x0153, U"oe"},
    {0x018F, U"a"},
    {0x0259, U"a"},  // Azerbaijani schwa.
    // Cyrillic: with the marks gone, yo is ye and yi is i.
    {0x0454, U"е"},  // Ukrainian ye.
    {0x0491, U"г"},  // Ghe with upturn.
    // Hebrew: letters at the end of a word.
    {0x05DA, U"כ"},
    {0x05DD, U"מ"},
    {0x05DF, U"נ"},
    {0x05E3, U"פ"},
    {0x05E5, U"צ"},
    // Arabic, Persian, Pashto, Urdu.
    {0x0621, U""},   // Hamza by itself.
    {0x0629, U"ه"},  // Teh marbuta.
    {0x0649, U"ي"},  // Alef maksura.
    {0x0671, U"ا"},  // Alef wasla.
    {0x0679, U"ت"},  // Urdu letters that others write without their mark.
    {0x067C, U"ت"},
    {0x0688, U"د"},
    {0x0689, U"د"},
    {0x0691, U"ر"},
    {0x0693, U"ر"},
    {0x06A9, U"ك"},  // Keheh.
    {0x06AA, U"ك"},
    {0x06AB, U"گ"},  // Pashto gaf.
    {0x06BA, U"ن"},  // Noon ghunna.
    {0x06BC, U"ن"},
    {0x06BE, U"ه"},  // Heh doachashmee.
    {0x06C1, U"ه"},  // Heh goal.
    {0x06C3, U"ه"},
    {0x06CC, U"ي"},  // Farsi yeh.
    {0x06CD, U"ي"},  // Pashto yehs.
    {0x06D0, U"ي"},
    {0x06D2, U"ي"},  // Yeh barree.
    {0x06D5, U"ه"},  // Ae.
};

// Ethiopic letters that sound alike in Amharic: whole rows of eight vowels.
char32_t FoldEthiopic(char32_t c) {
  constexpr struct {
    char32_t row;
    char32_t same_as;
  } kRows[] = {{0x1210, 0x1200},   // hha: ha
               {0x1280, 0x1200},   // xa: ha
               {0x1220, 0x1230},   // sza: sa
               {0x12D0, 0x12A0},   // pharyngeal a: glottal a
               {0x1340, 0x1338}};  // tza: tsa
  for (const auto& [row, same_as] : kRows) {
    if (c < row || c >= row + 8) continue;
    c = c - row + same_as;
    break;
  }
  // The first and the fourth vowel of ha and a sound alike.
  return c == 0x1203 ? 0x1200 : c == 0x12A3 ? 0x12A0 : c;
}

}  // namespace

void AppendFolded(char32_t letter, std::u32string* word) {
  if (letter >= 0x1200 && letter < 0x1380) {
    word->push_back(FoldEthiopic(letter));
    return;
  }
  const Fold* at =
      std::lower_bound(std::begin(kFolds), std::end(kFolds), letter,
                       [](const Fold& f, char32_t c) { return f.from < c; });
  if (at != std::end(kFolds) && at->from == letter) {
    *word += at->to;
  } else {
    word->push_back(letter);
  }
}

}  // namespace homeward::matching
