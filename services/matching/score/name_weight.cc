#include "services/matching/score/name_weight.h"

#include <algorithm>
#include <cmath>

#include "services/matching/record/text_level.h"

namespace homeward::matching {
namespace {

// Bits of a word of which the other name has another, or none.
constexpr double kDifferentBits = -4.5;
constexpr double kMissingBits = -0.5;
constexpr double kReorderedBits = -1.5;
constexpr double kSuffixBits = -6;

// A name is never so rare that more than these bits are believed.
constexpr double kMostBits = 17;
// How often a given typing error is made in a word.
constexpr double kTypedShare = 0.003;

// The likeness of words that are only alike as they are typed.
constexpr float kTypedLikeness = 0.75F;

// How many typing errors two words may be apart: none in two letters.
int TypedBudget(const Word& left, const Word& right) {
  const size_t shorter = std::min(left.folded.size(), right.folded.size());
  if (shorter < 3)
    return shorter == 2 && left.folded.size() != right.folded.size() ? 1 : 0;
  return shorter < 8 ? 1 : 2;
}

// 0 if they are further apart than TypedBudget().
int TypingErrors(const Word& left, const Word& right) {
  const int budget = TypedBudget(left, right);
  if (budget == 0) return 0;
  const int edits = BoundedEdits(left.folded, right.folded, budget);
  return edits > budget ? 0 : edits;
}

// The most that one typing error away can say: short words have many
// neighbours.
double MostTypedBits(size_t letters) {
  constexpr double kMost[] = {0, 0, 1, 2, 4, 6, 7.5, 8.5, 9, 9.5};
  return kMost[std::min<size_t>(letters, 9)];
}

double TypedBits(const Word& left, const Word& right, int errors,
                 const Statistics& statistics) {
  const double rarer =
      std::min(statistics.WordShare(left), statistics.WordShare(right));
  const size_t shorter = std::min(left.folded.size(), right.folded.size());
  return std::min(std::log2(kTypedShare / rarer), MostTypedBits(shorter)) -
         2 * (errors - 1);
}

// What part of a word's bits a level is worth, and what it costs besides.
struct LevelPart {
  double part = 0;
  double off = 0;
};

LevelPart PartOf(const WordComparison& words) {
  switch (words.level) {
    case NameLevel::kExact:
    case NameLevel::kFolded:
      return {1, 0.3};
    case NameLevel::kSameSound:
      return {0.95, 0.8};
    case NameLevel::kEquivalent:
      return {0.8, 1};
    case NameLevel::kClose:
    case NameLevel::kLoose:
      return {0.95 - 2.6 * (1 - words.likeness), 0.5};
    case NameLevel::kSkeleton:
      return {0.3, 2};
    case NameLevel::kSkeletonNear:
      return {0.2, 4};
    case NameLevel::kInitial:
      return {0.3, 0.5};
    case NameLevel::kMissing:
    case NameLevel::kDifferent:
      break;
  }
  return {};
}

// Of several words that one side has joined, the rarest counts.
double RarestShare(const Name& name, int first, int count,
                   const Statistics& statistics) {
  double share = 1;
  for (int i = first; i < first + count; ++i) {
    share = std::min(share, statistics.WordShare(*name.words[i].word));
  }
  return share;
}

}  // namespace

WordComparison CompareRecordWords(const Word& left, const Word& right) {
  WordComparison words = CompareWords(left, right);
  const bool sounds_alike = words.level <= NameLevel::kLoose;
  if (sounds_alike || left.initial || right.initial) return words;
  if (TypingErrors(left, right) > 0) {
    words.level = NameLevel::kLoose;
    words.likeness = kTypedLikeness;
  }
  return words;
}

WordWeight WeighWords(const Name& left, const Name& right,
                      const AlignedWords& aligned,
                      const Statistics& statistics) {
  if (aligned.words.level == NameLevel::kMissing) return {kMissingBits, 0};
  if (aligned.words.level == NameLevel::kDifferent) return {kDifferentBits, 0};
  WordWeight weight;
  weight.share = std::max(
      RarestShare(left, aligned.left, aligned.left_count, statistics),
      RarestShare(right, aligned.right, aligned.right_count, statistics));
  const double bits = std::min(-std::log2(weight.share), kMostBits);
  const LevelPart part = PartOf(aligned.words);
  weight.bits = part.part * bits - part.off;
  if (aligned.words.level >= NameLevel::kClose && aligned.left_count == 1 &&
      aligned.right_count == 1) {
    const Word& l = *left.words[aligned.left].word;
    const Word& r = *right.words[aligned.right].word;
    const int errors = TypingErrors(l, r);
    if (errors > 0) {
      weight.bits = std::max(weight.bits, TypedBits(l, r, errors, statistics));
    }
  }
  weight.bits = std::max(weight.bits, kDifferentBits);
  return weight;
}

double WeighWhole(const NameComparison& comparison) {
  return (comparison.reordered ? kReorderedBits : 0) +
         (comparison.suffixes_differ ? kSuffixBits : 0);
}

}  // namespace homeward::matching
