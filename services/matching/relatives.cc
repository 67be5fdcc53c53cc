#include "services/matching/relatives.h"

#include <cmath>
#include <vector>

#include "absl/algorithm/container.h"

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

}  // namespace homeward::matching
