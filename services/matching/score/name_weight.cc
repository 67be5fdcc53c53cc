#include "services/matching/score/name_weight.h"

#include <algorithm>
#include <cmath>

#include "services/matching/record/typing_errors.h"

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
// Bits that an error takes at least.
constexpr double kTypedOff = 0.5;

// The likeness of words that are only alike as they are typed.
constexpr float kTypedLikeness = 0.75F;
constexpr float kTwiceTypedLikeness = 0.6F;

// The share of names, as -log2, that have a word one error away from a mistyped
// one: short words have many such neighbours. Among a million persons with
// popular names of many countries it is 6.5 (two letters) to 8 (nine) or more
// nine times out of ten, and 8 to 12 half the time.
double NeighbourBits(size_t letters) {
  constexpr double kBits[] = {0, 0, 3, 5, 6.5, 7.5, 8.5, 9, 9.5, 10};
  return kBits[std::min<size_t>(letters, 9)];
}

// The same on average over all strangers, which is what counts where no names
// were counted: a word of five letters is one error from a word of one stranger
// in 700. Counted in the Latin names of 100,000 persons, of three seeds; of two
// letters too few were seen.
double MeanNeighbourBits(size_t letters) {
  constexpr double kBits[] = {0, 0, 7, 7.6, 8.6, 9.4, 10, 10, 10, 9.7};
  return kBits[std::min<size_t>(letters, 9)] - kTypedOff;
}

// A word that is one error away from another is either a name itself, the rarer
// of both, or mistyped for any of its neighbours.
double TypedBits(const Word& left, const Word& right, TypingErrors typed,
                 const Statistics& statistics) {
  const double rarer =
      std::min(statistics.MistypedShare(left), statistics.MistypedShare(right));
  const double neighbours = statistics.persons() == 0
                                ? MeanNeighbourBits(typed.shorter)
                                : NeighbourBits(typed.shorter);
  // Four words in five that are mistyped have one error: Damerau, "A technique
  // for computer detection and correction of spelling errors", CACM 7(3), 1964,
  // pages 171 to 176. So one in five is taken to have another. And
  // a short word has eight times as many neighbours two errors away as one
  // away, where a long one has hardly more.
  const double again = typed.shorter < 8 ? 5 : 2;
  return -std::log2(rarer / kTypedShare + std::exp2(-neighbours)) -
         again * (typed.count - 1);
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

double BitsOfShare(double share) {
  return std::min(-std::log2(share), kMostBits);
}

// What words of which so many persons have one say on a level.
double SharedBits(double share, const WordComparison& words) {
  const LevelPart part = PartOf(words);
  return std::max(part.part * BitsOfShare(share) - part.off, kDifferentBits);
}

// Words of two scripts can't be written alike: where no names were counted, if
// they sound the same they agree as well as they can. Where they were, the
// counts are of words in each script, and sameness of sound is less sure.
WordComparison AsWritten(const Word& left, const Word& right,
                         WordComparison words, const Statistics& statistics) {
  const bool as_well_as_can_be = statistics.persons() == 0 &&
                                 left.script != right.script &&
                                 words.level == NameLevel::kSameSound;
  if (as_well_as_can_be) words.level = NameLevel::kFolded;
  return words;
}

// Where no names were counted, a word that agrees weighs as words do on
// average: an error never says as much. Where they were, it may: of a common
// name it is rare that an error makes just this word of it.
double MostTypedBits(double share, const Statistics& statistics) {
  return statistics.persons() == 0 ? BitsOfShare(share) - kTypedOff : kMostBits;
}

// Of several words that one side has joined, the rarest counts.
double RarestShare(const Name& name, int first, int count,
                   const Statistics& statistics) {
  double share = 1;
  for (int i = first; i < first + count; ++i) {
    share = std::min(share, statistics.AgreeingShare(*name.words[i].word));
  }
  return share;
}

}  // namespace

WordComparison CompareRecordWords(const Word& left, const Word& right) {
  WordComparison words = CompareWords(left, right);
  const bool sounds_alike = words.level <= NameLevel::kLoose;
  if (sounds_alike || left.initial || right.initial) return words;
  const int errors = TypingErrorsBetween(left, right).count;
  if (errors > 0) {
    words.level = NameLevel::kLoose;
    words.likeness = errors == 1 ? kTypedLikeness : kTwiceTypedLikeness;
  }
  return words;
}

WordWeight WeighPair(const Word& left, const Word& right,
                     const WordComparison& words,
                     const Statistics& statistics) {
  if (words.level == NameLevel::kDifferent) return {kDifferentBits, 0};
  WordWeight weight;
  weight.share =
      std::max(statistics.AgreeingShare(left), statistics.AgreeingShare(right));
  weight.bits =
      SharedBits(weight.share, AsWritten(left, right, words, statistics));
  if (words.level >= NameLevel::kClose) {
    const TypingErrors typed = TypingErrorsBetween(left, right);
    if (typed.count > 0) {
      const double bits = TypedBits(left, right, typed, statistics);
      weight.bits = std::max(
          weight.bits, std::min(bits, MostTypedBits(weight.share, statistics)));
    }
  }
  return weight;
}

WordWeight WeighWords(const Name& left, const Name& right,
                      const AlignedWords& aligned,
                      const Statistics& statistics) {
  if (aligned.words.level == NameLevel::kMissing) return {kMissingBits, 0};
  if (aligned.words.level == NameLevel::kDifferent) return {kDifferentBits, 0};
  if (aligned.left_count == 1 && aligned.right_count == 1) {
    return WeighPair(*left.words[aligned.left].word,
                     *right.words[aligned.right].word, aligned.words,
                     statistics);
  }
  WordWeight weight;
  weight.share = std::max(
      RarestShare(left, aligned.left, aligned.left_count, statistics),
      RarestShare(right, aligned.right, aligned.right_count, statistics));
  weight.bits = SharedBits(weight.share, aligned.words);
  return weight;
}

float MissingWordBits() { return kMissingBits; }
float DifferentWordBits() { return kDifferentBits; }

double WeighWhole(const NameComparison& comparison) {
  return (comparison.reordered ? kReorderedBits : 0) +
         (comparison.suffixes_differ ? kSuffixBits : 0);
}

}  // namespace homeward::matching
