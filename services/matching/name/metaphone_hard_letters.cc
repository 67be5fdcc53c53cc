// The letters of Double Metaphone that have many sounds: C, G, S.

#include "services/matching/name/metaphone_coder.h"

namespace homeward::matching {

int MetaphoneCoder::C() {
  if (at_ > 1 && !IsVowel(at_ - 2) && Has(at_ - 1, {"ACH"}) &&
      At(at_ + 2) != 'I' &&
      (At(at_ + 2) != 'E' || Has(at_ - 2, {"BACHER", "MACHER"}))) {
    Add("K");  // Germanic.
    return 2;
  }
  if (at_ == 0 && Has(0, {"CAESAR"})) {
    Add("S");
    return 2;
  }
  if (Has(at_, {"CHIA"})) {  // "Chianti".
    Add("K");
    return 2;
  }
  if (Has(at_, {"CH"})) return Ch();
  if (Has(at_, {"CZ"}) && !Has(at_ - 2, {"WICZ"})) {
    Add("S", "X");
    return 2;
  }
  if (Has(at_ + 1, {"CIA"})) {  // "Focaccia".
    Add("X");
    return 3;
  }
  if (Has(at_, {"CC"}) && !(at_ == 1 && At(0) == 'M')) return DoubleC();
  if (Has(at_, {"CK", "CG", "CQ"})) {
    Add("K");
    return 2;
  }
  if (Has(at_, {"CI", "CE", "CY"})) {
    Add("S", Has(at_, {"CIO", "CIE", "CIA"}) ? "X" : "S");
    return 2;
  }
  Add("K");
  if (Has(at_ + 1, {" C", " Q", " G"})) return 3;  // "Mac Caffrey".
  return Has(at_ + 1, {"C", "K", "Q"}) && !Has(at_ + 1, {"CE", "CI"}) ? 2 : 1;
}

int MetaphoneCoder::Ch() {
  const bool greek = at_ == 0 &&
                     Has(1, {"HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM"}) &&
                     !Has(0, {"CHORE"});
  const bool before_consonant =
      (at_ == 0 || Has(at_ - 1, {"A", "O", "U", "E"})) &&
      Has(at_ + 2, {"L", "R", "N", "M", "B", "H", "F", "V", "W", " "});
  if (at_ > 0 && Has(at_, {"CHAE"})) {  // "Michael".
    Add("K", "X");
  } else if (greek || StartsGermanic() ||
             Has(at_ - 2, {"ORCHES", "ARCHIT", "ORCHID"}) ||
             Has(at_ + 2, {"T", "S"}) || before_consonant) {
    Add("K");
  } else if (at_ == 0) {
    Add("X");
  } else if (Has(0, {"MC"})) {
    Add("K");
  } else {
    Add("X", "K");
  }
  return 2;
}

int MetaphoneCoder::DoubleC() {
  if (!Has(at_ + 2, {"I", "E", "H"}) || Has(at_ + 2, {"HU"})) {
    Add("K");  // "Bacchus".
    return 2;
  }
  const bool hard =
      (at_ == 1 && At(0) == 'A') || Has(at_ - 1, {"UCCEE", "UCCES"});
  Add(hard ? "KS" : "X");
  return 3;
}

int MetaphoneCoder::G() {
  const char next = At(at_ + 1);
  if (next == 'H') return Gh();
  if (next == 'N') return Gn();
  if (Has(at_ + 1, {"LI"}) && !slavo_germanic_) {  // "Tagliaro".
    Add("KL", "L");
    return 2;
  }
  if (at_ == 0 && (next == 'Y' || Has(1, {"ES", "EP", "EB", "EL", "EY", "IB",
                                          "IL", "IN", "IE", "EI", "ER"}))) {
    Add("K", "J");
    return 2;
  }
  if ((Has(at_ + 1, {"ER"}) || next == 'Y') &&
      !Has(0, {"DANGER", "RANGER", "MANGER"}) && !Has(at_ - 1, {"E", "I"}) &&
      !Has(at_ - 1, {"RGY", "OGY"})) {
    Add("K", "J");
    return 2;
  }
  if (Has(at_ + 1, {"E", "I", "Y"}) || Has(at_ - 1, {"AGGI", "OGGI"})) {
    return SoftG();
  }
  return Plain("K");
}

int MetaphoneCoder::Gh() {
  if (at_ > 0 && !IsVowel(at_ - 1)) {
    Add("K");
  } else if (at_ == 0) {  // "Ghislane".
    Add(At(2) == 'I' ? "J" : "K");
  } else if ((at_ > 1 && Has(at_ - 2, {"B", "H", "D"})) ||
             (at_ > 2 && Has(at_ - 3, {"B", "H", "D"})) ||
             (at_ > 3 && Has(at_ - 4, {"B", "H"}))) {
    // Not heard: "Hugh".
  } else if (at_ > 2 && At(at_ - 1) == 'U' &&
             Has(at_ - 3, {"C", "G", "L", "R", "T"})) {
    Add("F");  // "McLaughlin".
  } else if (At(at_ - 1) != 'I') {
    Add("K");
  }
  return 2;
}

int MetaphoneCoder::Gn() {
  if (at_ == 1 && IsVowel(0) && !slavo_germanic_) {
    Add("KN", "N");
  } else if (!Has(at_ + 2, {"EY"}) && !slavo_germanic_) {  // Not "Cagney".
    Add("N", "KN");
  } else {
    Add("KN");
  }
  return 2;
}

int MetaphoneCoder::SoftG() {
  if (StartsGermanic() || Has(at_ + 1, {"ET"})) {
    Add("K");
  } else if (Has(at_ + 1, {"IER "})) {  // French.
    Add("J");
  } else {
    Add("J", "K");
  }
  return 2;
}

int MetaphoneCoder::S() {
  if (Has(at_ - 1, {"ISL", "YSL"})) return 1;  // "Isle".
  if (at_ == 0 && Has(0, {"SUGAR"})) {
    Add("X", "S");
    return 1;
  }
  if (Has(at_, {"SH"})) {
    Add(Has(at_ + 1, {"HEIM", "HOEK", "HOLM", "HOLZ"}) ? "S" : "X");
    return 2;
  }
  if (Has(at_, {"SIO", "SIA"})) {  // Italian and Armenian.
    Add("S", slavo_germanic_ ? "S" : "X");
    return 3;
  }
  // "Smith" and "Schmidt", and the Slavic sz.
  if ((at_ == 0 && Has(1, {"M", "N", "L", "W"})) || At(at_ + 1) == 'Z') {
    Add("S", "X");
    return At(at_ + 1) == 'Z' ? 2 : 1;
  }
  if (Has(at_, {"SC"})) return Sc();
  const bool french = at_ == last_ && Has(at_ - 2, {"AI", "OI"});
  Add(french ? "" : "S", "S");
  return Has(at_ + 1, {"S", "Z"}) ? 2 : 1;
}

int MetaphoneCoder::Sc() {
  if (At(at_ + 2) != 'H') {
    Add(Has(at_ + 2, {"I", "E", "Y"}) ? "S" : "SK");
  } else if (Has(at_ + 3, {"ER", "EN"})) {  // "Schenker".
    Add("X", "SK");
  } else if (Has(at_ + 3, {"OO", "UY", "ED", "EM"})) {  // Dutch.
    Add("SK");
  } else if (at_ == 0 && !IsVowel(3) && At(3) != 'W') {
    Add("X", "S");
  } else {
    Add("X");
  }
  return 3;
}

}  // namespace homeward::matching
