#include "services/matching/index/count_affinity.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace homeward::matching {
namespace {

// Bearers of a sound that are looked at, at most and at least.
constexpr size_t kMostBearers = 48;
constexpr size_t kLeastBearers = 3;
// Births that are so far apart are of two persons.
constexpr int kFarApartDays = 700;
// How many meetings by chance what is taken before counting is worth.
constexpr double kBefore = 0.05;

using Sketch = PersonStore::Sketch;

// Words that sound the same are one: a sound has a number for all of them.
struct Sounds {
  std::vector<uint32_t> of_word;
  std::vector<uint32_t> a_word;  // One of each sound.
  std::vector<double> shares;
};

Sounds SoundsOf(const PersonStore& persons, const Statistics& statistics) {
  absl::flat_hash_map<absl::string_view, uint32_t> numbers;
  Sounds sounds;
  for (uint32_t word = 0; word < persons.words(); ++word) {
    const auto [at, added] =
        numbers.try_emplace(CountedSound(persons.word(word)),
                            static_cast<uint32_t>(sounds.a_word.size()));
    sounds.of_word.push_back(at->second);
    if (!added) continue;
    sounds.a_word.push_back(word);
    sounds.shares.push_back(statistics.WordShare(persons.word(word)));
  }
  return sounds;
}

// A person, with sounds in place of words.
Sketch SoundSketch(const PersonStore& persons, uint32_t person,
                   const Sounds& sounds) {
  Sketch sketch = persons.SketchOf(person);
  for (int i = 0; i < sketch.word_count; ++i) {
    sketch.words[i] = sounds.of_word[sketch.words[i]];
  }
  return sketch;
}

struct Shared {
  double seen = 0;
  double by_chance = 0;
  // How many times likelier than by chance; `before` is taken until enough is
  // seen.
  double Times(double before) const {
    // Half a standard deviation less, so that a chance meeting counts for
    // little.
    const double sure = std::max(0.0, seen - 0.5 * std::sqrt(seen));
    return std::max(1.0, (sure + kBefore * before) / (by_chance + kBefore));
  }
};

bool MayBeOnePerson(const Sketch& one, const Sketch& other) {
  return std::abs(one.birth->first - other.birth->first) < kFarApartDays;
}

// How many sounds but `sound` two of its bearers share, and would by chance.
void AddPair(const Sketch& one, const Sketch& other, uint32_t sound,
             const std::vector<double>& shares, Shared* shared) {
  for (int i = 0; i < one.word_count; ++i) {
    if (one.words[i] == sound) continue;
    shared->by_chance += shares[one.words[i]] / 2;
    for (int j = 0; j < other.word_count; ++j) {
      if (one.words[i] == other.words[j]) ++shared->seen;
    }
  }
  for (int j = 0; j < other.word_count; ++j) {
    if (other.words[j] == sound) continue;
    shared->by_chance += shares[other.words[j]] / 2;
  }
}

Shared SharedBy(const std::vector<Sketch>& bearers, uint32_t sound,
                const std::vector<double>& shares) {
  Shared shared;
  for (size_t i = 0; i < bearers.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (MayBeOnePerson(bearers[i], bearers[j])) continue;
      AddPair(bearers[i], bearers[j], sound, shares, &shared);
    }
  }
  return shared;
}

using Bearers = std::vector<std::vector<uint32_t>>;

// Of each sound some of the persons who bear it and whose birth is known.
Bearers BearersOf(const PersonStore& persons, const Sounds& sounds) {
  Bearers bearers(sounds.a_word.size());
  for (uint32_t person = 0; person < persons.size(); ++person) {
    const Sketch sketch = SoundSketch(persons, person, sounds);
    if (!sketch.birth.has_value()) continue;
    for (int i = 0; i < sketch.word_count; ++i) {
      auto& some = bearers[sketch.words[i]];
      if (some.size() < kMostBearers) some.push_back(person);
    }
  }
  return bearers;
}

std::vector<Sketch> SketchesOf(const std::vector<uint32_t>& some,
                               const PersonStore& persons,
                               const Sounds& sounds) {
  std::vector<Sketch> sketches;
  sketches.reserve(some.size());
  for (const uint32_t person : some) {
    sketches.push_back(SoundSketch(persons, person, sounds));
  }
  return sketches;
}

// What the bearers of the sounds that stand beside `sound` share: they are of
// its people, and together far more than its own.
Shared SharedAround(const std::vector<Sketch>& bearers, uint32_t sound,
                    const std::vector<Shared>& shared) {
  Shared around;
  for (const Sketch& bearer : bearers) {
    for (int i = 0; i < bearer.word_count; ++i) {
      if (bearer.words[i] == sound) continue;
      around.seen += shared[bearer.words[i]].seen;
      around.by_chance += shared[bearer.words[i]].by_chance;
    }
  }
  return around;
}

}  // namespace

void CountAffinity(const PersonStore& persons, Statistics* statistics) {
  const Sounds sounds = SoundsOf(persons, *statistics);
  const Bearers bearers = BearersOf(persons, sounds);
  std::vector<Shared> shared;
  for (uint32_t sound = 0; sound < bearers.size(); ++sound) {
    shared.push_back(SharedBy(SketchesOf(bearers[sound], persons, sounds),
                              sound, sounds.shares));
  }
  for (uint32_t sound = 0; sound < bearers.size(); ++sound) {
    if (bearers[sound].size() < kLeastBearers) continue;
    const Shared around = SharedAround(
        SketchesOf(bearers[sound], persons, sounds), sound, shared);
    statistics->SetAffinity(persons.word(sounds.a_word[sound]),
                            shared[sound].Times(around.Times(1)));
  }
}

}  // namespace homeward::matching
