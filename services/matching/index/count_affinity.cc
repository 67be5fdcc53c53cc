#include "services/matching/index/count_affinity.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace homeward::matching {
namespace {

// Bearers of a word that are looked at, at most and at least.
constexpr size_t kMostBearers = 48;
constexpr size_t kLeastBearers = 3;
// Births that are so far apart are of two persons.
constexpr int kFarApartDays = 700;
// What is taken as seen beside what was: by chance as often as not.
constexpr double kBefore = 0.05;

using Sketch = PersonStore::Sketch;

struct Shared {
  double seen = 0;
  double by_chance = 0;
};

bool MayBeOnePerson(const Sketch& one, const Sketch& other) {
  return std::abs(one.birth->first - other.birth->first) < kFarApartDays;
}

// How many words but `word` two of its bearers share, and would by chance.
void AddPair(const Sketch& one, const Sketch& other, uint32_t word,
             const std::vector<double>& shares, Shared* shared) {
  for (int i = 0; i < one.word_count; ++i) {
    if (one.words[i] == word) continue;
    shared->by_chance += shares[one.words[i]] / 2;
    for (int j = 0; j < other.word_count; ++j) {
      if (one.words[i] == other.words[j]) ++shared->seen;
    }
  }
  for (int j = 0; j < other.word_count; ++j) {
    if (other.words[j] != word) shared->by_chance += shares[other.words[j]] / 2;
  }
}

Shared SharedBy(const std::vector<Sketch>& bearers, uint32_t word,
                const std::vector<double>& shares) {
  Shared shared;
  for (size_t i = 0; i < bearers.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (MayBeOnePerson(bearers[i], bearers[j])) continue;
      AddPair(bearers[i], bearers[j], word, shares, &shared);
    }
  }
  return shared;
}

// Of each word some of the persons who bear it and whose birth is known.
std::vector<std::vector<uint32_t>> BearersOf(const PersonStore& persons) {
  std::vector<std::vector<uint32_t>> bearers(persons.words());
  for (uint32_t person = 0; person < persons.size(); ++person) {
    const Sketch sketch = persons.SketchOf(person);
    if (!sketch.birth.has_value()) continue;
    for (int i = 0; i < sketch.word_count; ++i) {
      auto& some = bearers[sketch.words[i]];
      if (some.size() < kMostBearers) some.push_back(person);
    }
  }
  return bearers;
}

}  // namespace

void CountAffinity(const PersonStore& persons, Statistics* statistics) {
  std::vector<double> shares;
  for (uint32_t word = 0; word < persons.words(); ++word) {
    shares.push_back(statistics->WordShare(persons.word(word)));
  }
  const auto bearers = BearersOf(persons);
  std::vector<Sketch> sketches;
  for (uint32_t word = 0; word < bearers.size(); ++word) {
    if (bearers[word].size() < kLeastBearers) continue;
    sketches.clear();
    for (const uint32_t person : bearers[word]) {
      sketches.push_back(persons.SketchOf(person));
    }
    const Shared shared = SharedBy(sketches, word, shares);
    // One standard deviation less, so that a chance meeting counts for nothing.
    const double sure =
        std::max(0.0, shared.seen - 0.5 * std::sqrt(shared.seen));
    statistics->SetAffinity(
        persons.word(word),
        std::max(1.0, (sure + kBefore) / (shared.by_chance + kBefore)));
  }
}

}  // namespace homeward::matching
