#include "services/matching/name/double_metaphone.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/matching/name/metaphone_coder.h"

namespace homeward::matching {

MetaphoneCoder::MetaphoneCoder(absl::string_view letters)
    : word_(absl::AsciiStrToUpper(letters)),
      length_(static_cast<int>(letters.size())),
      last_(length_ - 1) {
  slavo_germanic_ = absl::StrContains(word_, "W") ||
                    absl::StrContains(word_, "K") ||
                    absl::StrContains(word_, "CZ");
  word_.append(5, ' ');  // Rules look ahead.
}

char MetaphoneCoder::At(int place) const {
  return place >= 0 && place < static_cast<int>(word_.size()) ? word_[place]
                                                              : '\0';
}

bool MetaphoneCoder::IsVowel(int place) const {
  return absl::StrContains("AEIOUY", std::string(1, At(place))) &&
         At(place) != '\0';
}

bool MetaphoneCoder::Has(int place, Texts texts) const {
  if (place < 0 || place >= static_cast<int>(word_.size())) return false;
  const absl::string_view rest = absl::string_view(word_).substr(place);
  return absl::c_any_of(texts, [&](absl::string_view text) {
    return absl::StartsWith(rest, text);
  });
}

bool MetaphoneCoder::StartsGermanic() const {
  return Has(0, {"VAN ", "VON ", "SCH"});
}

int MetaphoneCoder::OneOrDoubled() const {
  return At(at_ + 1) == At(at_) ? 2 : 1;
}

void MetaphoneCoder::Add(absl::string_view both) { Add(both, both); }

void MetaphoneCoder::Add(absl::string_view primary,
                         absl::string_view secondary) {
  primary_.append(primary.data(), primary.size());
  secondary_.append(secondary.data(), secondary.size());
}

void MetaphoneCoder::Run() {
  if (Has(0, {"GN", "KN", "PN", "WR", "PS"})) ++at_;
  if (At(0) == 'X') {  // "Xavier".
    Add("S");
    ++at_;
  }
  while (at_ < length_) at_ += Letter();
}

int MetaphoneCoder::Letter() {
  switch (At(at_)) {
    case 'A':
    case 'E':
    case 'I':
    case 'O':
    case 'U':
    case 'Y':
      if (at_ == 0) Add("A");
      return 1;
    case 'B':
      return Plain("P");
    case 'C':
      return C();
    case 'D':
      return D();
    case 'F':
      return Plain("F");
    case 'G':
      return G();
    case 'H':
      return H();
    case 'J':
      return J();
    case 'K':
      return Plain("K");
    case 'L':
      return L();
    case 'M':
      return M();
    case 'N':
      return Plain("N");
    case 'P':
      return P();
    case 'Q':
      return Plain("K");
    case 'R':
      return R();
    case 'S':
      return S();
    case 'T':
      return T();
    case 'V':
      return Plain("F");
    case 'W':
      return W();
    case 'X':
      return X();
    case 'Z':
      return Z();
    default:
      return 1;
  }
}

int MetaphoneCoder::Plain(absl::string_view code) {
  Add(code);
  return OneOrDoubled();
}

std::vector<std::string> DoubleMetaphone(absl::string_view letters) {
  MetaphoneCoder coder(letters);
  coder.Run();
  std::vector<std::string> keys;
  if (!coder.primary().empty()) keys.push_back(coder.primary());
  if (!coder.secondary().empty() && coder.secondary() != coder.primary()) {
    keys.push_back(coder.secondary());
  }
  return keys;
}

}  // namespace homeward::matching
