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
constexpr float kTwiceTypedLikeness = 0.6F;

// How many typing errors two words may be apart: none in two letters.
int TypedBudget(const Word& left, const Word& right) {
  const size_t shorter = std::min(left.folded.size(), right.folded.size());
  if (shorter < 3)
    return shorter == 2 && left.folded.size() != right.folded.size() ? 1 : 0;
  return shorter < 5 ? 1 : 2;
}

// The bytes that occur, as bits: some share one.
uint64_t BytesOf(absl::string_view text) {
  uint64_t bytes = 0;
  for (const char c : text) bytes |= uint64_t{1} << (c & 63);
  return bytes;
}

// True if so many bytes are in one of them only that more than `edits` are
// needed: quicker than to try. An edit changes two at most.
bool TooFarApart(absl::string_view left, absl::string_view right, int edits) {
  return __builtin_popcountll(BytesOf(left) ^ BytesOf(right)) > 2 * edits;
}

// Whether one of them is how the other starts, cut off as by a form that is
// too narrow.
bool IsCutOff(absl::string_view left, absl::string_view right) {
  constexpr size_t kLeast = 3;
  if (left.size() > right.size()) std::swap(left, right);
  return left.size() >= kLeast && right.substr(0, left.size()) == left;
}

// 0 if they are further apart than TypedBudget(). What was cut off counts as
// one error.
int TypingErrors(const Word& left, const Word& right) {
  const int budget = TypedBudget(left, right);
  if (budget == 0) return 0;
  if (IsCutOff(left.folded, right.folded)) return 1;
  if (TooFarApart(left.folded, right.folded, budget)) return 0;
  const int edits = BoundedEdits(left.folded, right.folded, budget);
  return edits > budget ? 0 : edits;
}

// The share of names, as -log2, that have a word one error away from a mistyped
// one: short words have many such neighbours. Among a million persons with
// popular names of many countries it is 6.5 (two letters) to 8 (nine) or more
// nine times out of ten, and 8 to 12 half the time.
double NeighbourBits(size_t letters) {
  constexpr double kBits[] = {0, 0, 3, 5, 6.5, 7.5, 8.5, 9, 9.5, 10};
  return kBits[std::min<size_t>(letters, 9)];
}

// A word that is one error away from another is either a name itself, the rarer
// of both, or mistyped for any of its neighbours.
double TypedBits(const Word& left, const Word& right, int errors,
                 const Statistics& statistics) {
  const double rarer =
      std::min(statistics.WordShare(left), statistics.WordShare(right));
  const size_t shorter = std::min(left.folded.size(), right.folded.size());
  // Two errors in a short word make it almost any other.
  const double again = shorter < 8 ? 5 : 2;
  return -std::log2(rarer / kTypedShare + std::exp2(-NeighbourBits(shorter))) -
         again * (errors - 1);
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

// What words of which so many persons have one say on a level.
double SharedBits(double share, const WordComparison& words) {
  const LevelPart part = PartOf(words);
  const double bits = std::min(-std::log2(share), kMostBits);
  return std::max(part.part * bits - part.off, kDifferentBits);
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
  const int errors = TypingErrors(left, right);
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
      std::max(statistics.WordShare(left), statistics.WordShare(right));
  weight.bits = SharedBits(weight.share, words);
  if (words.level >= NameLevel::kClose) {
    const int errors = TypingErrors(left, right);
    if (errors > 0) {
      weight.bits =
          std::max(weight.bits, TypedBits(left, right, errors, statistics));
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
