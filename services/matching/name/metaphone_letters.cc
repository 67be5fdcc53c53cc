// The letters of Double Metaphone that have few sounds.

#include "services/matching/name/metaphone_coder.h"

namespace homeward::matching {

int MetaphoneCoder::D() {
  if (!Has(at_, {"DG"})) {
    Add("T");
    return Has(at_, {"DT", "DD"}) ? 2 : 1;
  }
  if (Has(at_ + 2, {"I", "E", "Y"})) {  // "Edge".
    Add("J");
    return 3;
  }
  Add("TK");
  return 2;
}

int MetaphoneCoder::H() {
  // Heard first, or between vowels.
  if ((at_ != 0 && !IsVowel(at_ - 1)) || !IsVowel(at_ + 1)) return 1;
  Add("H");
  return 2;
}

int MetaphoneCoder::J() {
  const bool san = Has(0, {"SAN "});
  if (Has(at_, {"JOSE"}) || san) {  // Spanish.
    const bool alone = (at_ == 0 && At(4) == ' ') || san;
    Add(alone ? "H" : "J", "H");
    return 1;
  }
  if (at_ == 0) {
    Add("J", "A");
  } else if (IsVowel(at_ - 1) && !slavo_germanic_ &&
             (At(at_ + 1) == 'A' || At(at_ + 1) == 'O')) {
    Add("J", "H");
  } else if (at_ == last_) {
    Add("J", "");
  } else if (!Has(at_ + 1, {"L", "T", "K", "S", "N", "M", "B", "Z"}) &&
             !Has(at_ - 1, {"S", "K", "L"})) {
    Add("J");
  }
  return OneOrDoubled();
}

int MetaphoneCoder::L() {
  if (At(at_ + 1) != 'L') return Plain("L");
  const bool spanish =
      (at_ == length_ - 3 && Has(at_ - 1, {"ILLO", "ILLA", "ALLE"})) ||
      ((Has(last_ - 1, {"AS", "OS"}) || Has(last_, {"A", "O"})) &&
       Has(at_ - 1, {"ALLE"}));
  Add("L", spanish ? "" : "L");
  return 2;
}

int MetaphoneCoder::M() {
  const bool dumb =
      Has(at_ - 1, {"UMB"}) && (at_ + 1 == last_ || Has(at_ + 2, {"ER"}));
  Add("M");
  return dumb ? 2 : OneOrDoubled();
}

int MetaphoneCoder::P() {
  if (At(at_ + 1) == 'H') {
    Add("F");
    return 2;
  }
  Add("P");
  return Has(at_ + 1, {"P", "B"}) ? 2 : 1;  // "Campbell".
}

int MetaphoneCoder::R() {
  const bool french = at_ == last_ && !slavo_germanic_ &&
                      Has(at_ - 2, {"IE"}) && !Has(at_ - 4, {"ME", "MA"});
  Add(french ? "" : "R", "R");
  return OneOrDoubled();
}

int MetaphoneCoder::T() {
  if (Has(at_, {"TION", "TIA", "TCH"})) {
    Add("X");
    return 3;
  }
  if (Has(at_, {"TH", "TTH"})) {
    const bool hard = Has(at_ + 2, {"OM", "AM"}) || StartsGermanic();
    Add(hard ? "T" : "0", "T");
    return 2;
  }
  Add("T");
  return Has(at_ + 1, {"T", "D"}) ? 2 : 1;
}

int MetaphoneCoder::W() {
  if (Has(at_, {"WR"})) {
    Add("R");
    return 2;
  }
  if (at_ == 0 && (IsVowel(1) || Has(0, {"WH"}))) {
    Add("A", IsVowel(1) ? "F" : "A");  // "Wasserman", "Vasserman".
  }
  if ((at_ == last_ && IsVowel(at_ - 1)) ||
      Has(at_ - 1, {"EWSKI", "EWSKY", "OWSKI", "OWSKY"}) || Has(0, {"SCH"})) {
    Add("", "F");  // "Arnow", "Arnoff".
    return 1;
  }
  if (Has(at_, {"WICZ", "WITZ"})) {
    Add("TS", "FX");
    return 4;
  }
  return 1;
}

int MetaphoneCoder::X() {
  const bool breaux = at_ == last_ && (Has(at_ - 3, {"IAU", "EAU"}) ||
                                       Has(at_ - 2, {"AU", "OU"}));
  if (!breaux) Add("KS");
  return Has(at_ + 1, {"C", "X"}) ? 2 : 1;
}

int MetaphoneCoder::Z() {
  if (At(at_ + 1) == 'H') {  // "Zhao".
    Add("J");
    return 2;
  }
  const bool hard = Has(at_ + 1, {"ZO", "ZI", "ZA"}) ||
                    (slavo_germanic_ && at_ > 0 && At(at_ - 1) != 'T');
  Add("S", hard ? "TS" : "S");
  return OneOrDoubled();
}

}  // namespace homeward::matching
