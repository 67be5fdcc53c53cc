#include "services/matching/name/sound_costs.h"

#include <algorithm>
#include <cstddef>

namespace homeward::matching {
namespace {

constexpr absl::string_view kVowels = "aeiou@E";

constexpr uint8_t kWrong = 100;
constexpr uint8_t kVowelWeight = 45;

size_t CodeOf(char letter) { return letter & (kSounds - 1); }

// Letters that scribes mix, and what it costs that they did.
struct Mix {
  char a;
  char b;
  uint8_t cost;
};

constexpr Mix kMixedVowels[] = {
    {'a', 'e', 16}, {'a', 'o', 18}, {'a', 'i', 28}, {'a', 'u', 25},
    {'e', 'i', 14}, {'e', 'o', 28}, {'e', 'u', 28}, {'i', 'o', 32},
    {'i', 'u', 30}, {'o', 'u', 10}, {'@', 'i', 3},  {'@', 'e', 3},
    {'@', 'a', 14}, {'@', 'o', 16}, {'@', 'u', 14}, {'E', 'e', 1},
    {'E', 'a', 6},  {'E', 'i', 12}, {'E', 'o', 10}, {'E', 'u', 20},
    {'E', '@', 8},
};

constexpr Mix kMixedConsonants[] = {
    {'b', 'p', 35}, {'b', 'v', 40}, {'d', 't', 35}, {'g', 'k', 35},
    {'g', 'h', 28}, {'g', 'X', 35}, {'h', 'X', 8},  {'k', 'X', 25},
    {'k', 'c', 45}, {'s', 'z', 25}, {'s', 'S', 25}, {'s', 'c', 20},
    {'z', 'c', 35}, {'z', 'Z', 20}, {'S', 'Z', 35}, {'S', 'C', 25},
    {'C', 'c', 30}, {'C', 'k', 35}, {'C', 't', 50}, {'C', 'J', 40},
    {'C', 'X', 35}, {'C', 's', 45}, {'C', 'h', 45}, {'J', 'Z', 12},
    {'J', 'g', 35}, {'J', 'z', 40}, {'J', 'X', 40}, {'J', 'd', 45},
    {'J', 'h', 35}, {'f', 'v', 25}, {'f', 'p', 35}, {'v', 'w', 6},
    {'m', 'n', 50}, {'l', 'r', 75}, {'d', 'z', 40}, {'t', 's', 50},
    {'t', 'c', 45}, {'f', 'w', 35}, {'h', 'k', 55}, {'d', 'J', 50},
};

// Semivowels.
constexpr Mix kMixedBoth[] = {
    {'w', 'u', 12}, {'w', 'o', 20}, {'v', 'u', 35},
    {'i', 'J', 22}, {'h', 'a', 50}, {'h', 'i', 50},
};

template <size_t n>
void Put(const Mix (&mixes)[n], SoundCosts* costs) {
  for (const Mix& mix : mixes) {
    costs->change[CodeOf(mix.a)][CodeOf(mix.b)] = mix.cost;
    costs->change[CodeOf(mix.b)][CodeOf(mix.a)] = mix.cost;
  }
}

SoundCosts MakeVoweled() {
  SoundCosts costs;
  for (auto& row : costs.change) row.fill(kWrong);
  costs.left_only.fill(80);
  costs.left_weight.fill(kWrong);
  for (const char a : kVowels) {
    costs.left_only[CodeOf(a)] = 32;
    costs.left_weight[CodeOf(a)] = kVowelWeight;
    for (const char b : kVowels) costs.change[CodeOf(a)][CodeOf(b)] = 30;
  }
  Put(kMixedVowels, &costs);
  Put(kMixedConsonants, &costs);
  Put(kMixedBoth, &costs);
  for (size_t i = 0; i < kSounds; ++i) costs.change[i][i] = 0;
  costs.left_only[CodeOf('@')] = 2;
  costs.left_weight[CodeOf('@')] = 10;
  costs.left_only[CodeOf('i')] = 24;  // Often a semivowel.
  costs.left_only[CodeOf('h')] = 22;
  costs.left_weight[CodeOf('h')] = 60;
  costs.left_only[CodeOf('w')] = 50;
  costs.right_only = costs.left_only;
  costs.right_weight = costs.left_weight;
  costs.swap = 55;
  costs.open_end = 40;
  costs.other_start = 15;
  return costs;
}

}  // namespace

const SoundCosts& VoweledCosts() {
  static const SoundCosts& costs = *new SoundCosts(MakeVoweled());
  return costs;
}

}  // namespace homeward::matching
