#include <array>
#include <string>

#include "services/matching/name/romanise.h"
#include "services/matching/name/sound.h"

namespace homeward::matching {
namespace {

// Rows of eight letters, one for each vowel, from U+1200.
constexpr char32_t kFirst = 0x1200;
constexpr int kVowels = 8;
constexpr const char* kRows[] = {
    "h",  "l",  "h",  "m",  "s",  "r",  "s",  "sh",  // 1200
    "q",  "qw", "q",  "qw", "b",  "v",  "t",  "ch",  // 1240
    "h",  "hw", "n",  "ny", "",   "k",  "kw", "kh",  // 1280
    "kw", "w",  "",   "z",  "zh", "y",  "d",  "d",   // 12C0
    "j",  "g",  "gw", "g",  "t",  "ch", "p",  "ts",  // 1300
    "ts", "f",  "p",                                 // 1340
};
constexpr int kA = 3;
constexpr int kUnheard = 5;
constexpr int kWa = 7;

// The rows whose first vowel is a full a.
bool StartsWithA(char32_t row) {
  return row == 0 || row == 2 || row == 16 || row == 20 || row == 26;
}

// Calls `add(consonant, order)` for each letter; `order` is 0 to 7.
template <typename Add>
void ForEachLetter(std::u32string_view word, Add add) {
  for (const char32_t c : word) {
    if (c < kFirst) continue;
    const char32_t row = (c - kFirst) / kVowels;
    if (row >= std::size(kRows)) continue;
    const int order = static_cast<int>((c - kFirst) % kVowels);
    if (order == 0 && StartsWithA(row)) {
      add(kRows[row], kA);
    } else {  // The eighth of a vowel's own row has no w.
      add(kRows[row], order == kWa && *kRows[row] == 0 ? 0 : order);
    }
  }
}

}  // namespace

std::string RomaniseEthiopic(std::u32string_view folded) {
  constexpr std::array<const char*, kVowels> kWritten = {"e", "u", "i", "a",
                                                         "e", "",  "o", "wa"};
  std::string latin;
  ForEachLetter(folded, [&](absl::string_view consonant, int order) {
    // Nobody begins a name without a vowel.
    const bool alone = consonant.empty() && order == kUnheard;
    latin.append(consonant.data(), consonant.size());
    latin += alone ? "e" : kWritten[order];
  });
  return latin;
}

std::string EthiopicSound(std::u32string_view folded) {
  constexpr std::array<const char*, kVowels> kHeard = {"E", "u", "i", "a",
                                                       "e", "@", "o", "wa"};
  std::string sound;
  ForEachLetter(folded, [&](absl::string_view consonant, int order) {
    std::string heard = SoundOf(consonant);
    heard += kHeard[order];
    for (const char c : heard) {
      if (sound.empty() || sound.back() != c) sound.push_back(c);
    }
  });
  return sound;
}

}  // namespace homeward::matching
