#include "services/matching/relatives.h"

#include <cmath>
#include <iterator>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/matching/name/compare_words.h"
#include "services/matching/name/name.h"

namespace homeward::matching {
namespace {

// What agrees less than this is a chance.
constexpr double kLeastBits = 3;

bool IsInNames(const Word& word, const std::vector<DescribedName>& names) {
  return absl::c_any_of(names, [&](const DescribedName& name) {
    return absl::c_any_of(name.name.words, [&](const NameWord& one) {
      return one.word->folded == word.folded;
    });
  });
}

// The name without the words that it shares with the child.
Person OwnName(const DescribedRelative& relative, const Description& child) {
  Person person;
  for (const NameWord& word : relative.name.words) {
    if (!IsInNames(*word.word, child.names)) person.name.words.push_back(word);
  }
  return person;
}

NameLevel LevelOf(const NameWord& left, const NameWord& right) {
  return CompareWords(*left.word, *right.word).level;
}

// By their consonants, or by a first letter.
bool MayBeAlike(const NameWord& left, const NameWord& right) {
  const NameLevel level = LevelOf(left, right);
  return level <= NameLevel::kSkeleton || level == NameLevel::kInitial;
}

// The words of a name that the child does not share, however they are spelled.
std::vector<NameWord> NotOfFamily(const DescribedRelative& relative,
                                  const Description& child) {
  std::vector<NameWord> words;
  absl::c_copy_if(
      relative.name.words, std::back_inserter(words), [&](const NameWord& one) {
        return absl::c_none_of(child.names, [&](const DescribedName& name) {
          return absl::c_any_of(name.name.words, [&](const NameWord& other) {
            return LevelOf(one, other) <= NameLevel::kClose;
          });
        });
      });
  return words;
}

bool MayBeOne(const DescribedRelative& one, const DescribedRelative& other) {
  return one.relation == 0 || other.relation == 0 ||
         one.relation == other.relation;
}

}  // namespace

std::optional<RelativePair> CompareRelatives(const Scorer& scorer,
                                             const Description& asked,
                                             const Description& held) {
  std::optional<RelativePair> best;
  // The more are compared, the more likely two agree by chance.
  const double chances = std::log2(static_cast<double>(asked.relatives.size()) *
                                   static_cast<double>(held.relatives.size()));
  for (const DescribedRelative& one : asked.relatives) {
    const Person left = OwnName(one, asked);
    for (const DescribedRelative& other : held.relatives) {
      if (!MayBeOne(one, other)) continue;
      const PairScore score = scorer.Score(left, OwnName(other, held));
      const double bits = score.bits - score.evidence.front().bits - chances;
      if (bits < kLeastBits || (best.has_value() && bits <= best->bits)) {
        continue;
      }
      best = RelativePair{one, other, bits};
    }
  }
  return best;
}

bool MayBeSamePerson(const DescribedRelative& one,
                     const DescribedRelative& other, const Description& child) {
  if (MayBeOne(one, other)) return true;
  const std::vector<NameWord> left = NotOfFamily(one, child);
  const std::vector<NameWord> right = NotOfFamily(other, child);
  if (left.empty() || right.empty()) return true;
  return absl::c_any_of(left, [&](const NameWord& word) {
    return absl::c_any_of(
        right, [&](const NameWord& held) { return MayBeAlike(word, held); });
  });
}

}  // namespace homeward::matching
