#include "services/matching/name/sound.h"

#include <cstddef>

#include "absl/strings/match.h"

namespace homeward::matching {
namespace {

struct Rule {
  absl::string_view written;
  absl::string_view sound;
};

// Tried in their order: of two that start alike, the longer is first.
constexpr Rule kRules[] = {
    {"schtsch", "SC"}, {"shtsh", "SC"}, {"chtch", "SC"}, {"shch", "SC"},
    {"szcz", "SC"},    {"stsch", "SC"}, {"shh", "SC"},   {"tsch", "C"},
    {"dsch", "J"},     {"dzh", "J"},    {"tch", "C"},    {"sch", "S"},
    {"tsh", "C"},      {"zgh", "zg"},   {"ch", "C"},     {"cz", "C"},
    {"sh", "S"},       {"sz", "S"},     {"zh", "Z"},     {"dj", "J"},
    {"kh", "X"},       {"gh", "g"},     {"ph", "f"},     {"th", "t"},
    {"dh", "d"},       {"bh", "b"},     {"rh", "r"},     {"wh", "w"},
    {"ck", "k"},       {"cq", "k"},     {"ts", "c"},     {"tz", "c"},
    {"ou", "u"},       {"oo", "u"},     {"ee", "i"},     {"gn", "n"},
};

constexpr bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}
constexpr bool IsFront(char c) { return c == 'e' || c == 'i' || c == 'y'; }

// The sound of a letter that no rule takes, by its neighbours.
absl::string_view LetterSound(absl::string_view letters, size_t i) {
  const char next = i + 1 < letters.size() ? letters[i + 1] : '\0';
  const char after = i + 2 < letters.size() ? letters[i + 2] : '\0';
  switch (letters[i]) {
    case 'c':
      return IsFront(next) ? "s" : "k";
    case 'j':  // A vowel in Slavic spellings: "Andrij", "Kujbyshev".
      return IsVowel(next) ? "J" : "i";
    case 'q':
      return "k";
    case 'u':  // "Enrique", "Guillermo".
      if (i > 0 && IsFront(next) &&
          (letters[i - 1] == 'q' || letters[i - 1] == 'g') && after != '\0') {
        return "";
      }
      return "u";
    case 'x':
      return i == 0 ? "S" : "ks";
    case 'y':
      return "i";
    default:
      return letters.substr(i, 1);
  }
}

}  // namespace

std::string SoundOf(absl::string_view letters) {
  std::string sound;
  for (size_t i = 0; i < letters.size();) {
    absl::string_view heard;
    size_t length = 1;
    const absl::string_view rest = letters.substr(i);
    for (const Rule& rule : kRules) {
      if (rule.written[0] == rest[0] && absl::StartsWith(rest, rule.written)) {
        heard = rule.sound;
        length = rule.written.size();
        break;
      }
    }
    if (heard.empty()) heard = LetterSound(letters, i);
    for (const char c : heard) {
      if (sound.empty() || sound.back() != c) sound.push_back(c);
    }
    i += length;
  }
  return sound;
}

}  // namespace homeward::matching
