#include <cstddef>
#include <string>

#include "services/matching/name/sound_costs.h"

namespace homeward::matching {
namespace {

constexpr uint8_t kWrong = 100;
constexpr absl::string_view kVowels = "aeiou@E";
constexpr absl::string_view kWeakSigns = "AWYEH";

size_t CodeOf(char letter) { return letter & (kSounds - 1); }

// The sounds that a sign stands for, best first: each costs a little more than
// the one before.
struct SignSounds {
  char sign;
  absl::string_view sounds;
};

constexpr SignSounds kSounded[] = {
    {'b', "bpv"},      {'p', "pbf"},      {'t', "tdc"},      {'T', "tscT"},
    {'j', "JgZkCid"},  {'C', "CSJc"},     {'h', "hXk"},      {'x', "XhJkC"},
    {'d', "dtz"},      {'D', "dzJt"},     {'r', "r"},        {'z', "zscZ"},
    {'Z', "ZJzS"},     {'s', "szcCS"},    {'S', "SCsZ"},     {'O', "szc"},
    {'B', "dzt"},      {'I', "td"},       {'U', "zd"},       {'G', "gXkhr"},
    {'f', "fvpw"},     {'v', "vwfb"},     {'q', "kgXc"},     {'k', "kgCXs"},
    {'g', "gkJ"},      {'l', "l"},        {'m', "mn"},       {'n', "nm"},
    {'c', "csz"},      {'F', "zJd"},      {'X', "SXhs"},     {'R', "gZzJ"},
    {'A', "aEeoiu@h"}, {'W', "uowvaie@"}, {'Y', "ieJa@oEu"}, {'E', "aeioughE@"},
    {'H', "ahe@EXio"},
};

// Signs that writers of one script mix.
struct Mix {
  char a;
  char b;
  uint8_t cost;
};

constexpr Mix kMixed[] = {
    {'t', 'I', 25}, {'s', 'O', 20}, {'s', 'T', 30}, {'z', 'D', 20},
    {'z', 'B', 25}, {'z', 'U', 25}, {'D', 'B', 30}, {'D', 'U', 20},
    {'B', 'U', 20}, {'d', 'D', 25}, {'h', 'H', 20}, {'q', 'G', 25},
    {'k', 'g', 20}, {'q', 'k', 30}, {'q', 'g', 35}, {'b', 'p', 25},
    {'j', 'C', 30}, {'j', 'Z', 30}, {'z', 'Z', 25}, {'f', 'v', 20},
    {'W', 'v', 30}, {'h', 'x', 35}, {'A', 'H', 30}, {'A', 'E', 25},
    {'A', 'Y', 40}, {'W', 'A', 45}, {'W', 'Y', 50}, {'S', 's', 35},
    {'g', 'j', 35}, {'G', 'g', 30}, {'d', 'B', 35}, {'c', 's', 30},
    {'F', 'z', 20}, {'X', 'S', 20}, {'R', 'g', 30}, {'R', 'Z', 25},
};

SoundCosts MakeAbjadToVoweled() {
  SoundCosts costs = VoweledCosts();
  for (auto& row : costs.change) row.fill(kWrong);
  costs.left_only.fill(85);
  costs.left_weight.fill(kWrong);
  for (const auto& [sign, sounds] : kSounded) {
    uint8_t cost = 0;
    for (const char sound : sounds) {
      costs.change[CodeOf(sign)][CodeOf(sound)] = cost;
      cost = cost == 0 ? 12 : cost + 8;
    }
  }
  for (const char sign : kWeakSigns) {
    costs.left_only[CodeOf(sign)] = 30;
    costs.left_weight[CodeOf(sign)] = 50;
  }
  costs.left_only[CodeOf('E')] = 5;
  costs.left_only[CodeOf('H')] = 15;
  costs.left_only[CodeOf('h')] = 40;
  for (const char vowel : kVowels) {
    costs.right_only[CodeOf(vowel)] = 10;
    costs.right_weight[CodeOf(vowel)] = 25;
  }
  costs.right_only[CodeOf('a')] = 6;
  costs.right_only[CodeOf('e')] = 7;
  costs.right_only[CodeOf('@')] = 0;
  costs.right_weight[CodeOf('@')] = 5;
  costs.right_only[CodeOf('h')] = 25;
  costs.open_end = 0;
  costs.other_start = 0;
  return costs;
}

SoundCosts MakeAbjad() {
  SoundCosts costs;
  for (auto& row : costs.change) row.fill(kWrong);
  costs.left_only.fill(85);
  costs.left_weight.fill(kWrong);
  for (const char sign : kWeakSigns) {
    costs.left_only[CodeOf(sign)] = 45;
    costs.left_weight[CodeOf(sign)] = 70;
  }
  costs.left_only[CodeOf('E')] = 60;
  for (const auto& [a, b, cost] : kMixed) {
    costs.change[CodeOf(a)][CodeOf(b)] = cost;
    costs.change[CodeOf(b)][CodeOf(a)] = cost;
  }
  for (size_t i = 0; i < kSounds; ++i) costs.change[i][i] = 0;
  costs.right_only = costs.left_only;
  costs.right_weight = costs.left_weight;
  costs.swap = 60;
  costs.open_end = 0;
  costs.other_start = 0;
  return costs;
}

}  // namespace

const SoundCosts& AbjadToVoweledCosts() {
  static const SoundCosts& costs = *new SoundCosts(MakeAbjadToVoweled());
  return costs;
}

const SoundCosts& AbjadCosts() {
  static const SoundCosts& costs = *new SoundCosts(MakeAbjad());
  return costs;
}

}  // namespace homeward::matching
