#include "services/matching/name/weigh_names.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"

namespace homeward::matching {
namespace {

// Without a population to count in.
constexpr double kUnknownShare = 1e-4;
constexpr double kMaxBits = 14;
constexpr double kMinBits = 2;

class DefaultFrequencies : public NameFrequencies {
 public:
  // Names in a group are common: a list of them was worth writing.
  double Share(const Word& word) const override {
    if (word.initial) return 0.08;
    return word.groups.empty() ? kUnknownShare : 2e-3;
  }
};

// What part of a word's bits a level is worth, and what it costs besides.
struct LevelWeight {
  double part;
  double off;
};

LevelWeight WeightOf(const WordComparison& words) {
  switch (words.level) {
    case NameLevel::kExact:
    case NameLevel::kFolded:
      return {1, 0};
    case NameLevel::kSameSound:
      return {0.95, 0.3};
    case NameLevel::kEquivalent:
      return {0.8, 1};
    case NameLevel::kClose:
    case NameLevel::kLoose:
      return {0.95 - 2.6 * (1 - words.likeness),
              0.5 + 30 * std::max(0.0, 0.88 - words.likeness)};
    case NameLevel::kSkeleton:
      return {0.2, 3};
    case NameLevel::kSkeletonNear:
      return {0.1, 4};
    case NameLevel::kInitial:
      return {0.5, 0.5};
    case NameLevel::kMissing:
      return {0, 1.5};
    case NameLevel::kDifferent:
      return {0, 8};
  }
  return {0, 0};
}

// The words that `aligned` pairs, of one side.
double RarestShare(const Name& name, size_t first, size_t count,
                   const NameFrequencies& frequencies) {
  double share = 1;
  for (size_t i = first; i < first + count; ++i) {
    share = std::min(share, frequencies.Share(*name.words[i].word));
  }
  return share;
}

double PartOf(const Name& left, const Name& right, const AlignedWords& aligned,
              const NameFrequencies& frequencies) {
  const LevelWeight weight = WeightOf(aligned.words);
  if (weight.part <= 0) return -weight.off;
  // Agreement says no more than the commoner of the two words would.
  const double share = std::max(
      RarestShare(left, aligned.left, aligned.left_count, frequencies),
      RarestShare(right, aligned.right, aligned.right_count, frequencies));
  const double bits =
      std::clamp(-std::log2(std::max(share, 1e-9)), kMinBits, kMaxBits);
  return weight.part * bits - weight.off;
}

// True if no word of either name is left over: a name is more than its words.
bool Complete(const NameComparison& comparison) {
  return !comparison.aligned.empty() &&
         absl::c_all_of(comparison.aligned, [](const AlignedWords& aligned) {
           return aligned.words.level <= NameLevel::kClose;
         });
}

}  // namespace

const NameFrequencies& DefaultNameFrequencies() {
  static const NameFrequencies& frequencies = *new DefaultFrequencies();
  return frequencies;
}

NameWeight WeighNames(const Name& left, const Name& right,
                      const NameComparison& comparison,
                      const NameFrequencies& frequencies) {
  NameWeight weight;
  for (const AlignedWords& aligned : comparison.aligned) {
    weight.parts.push_back(PartOf(left, right, aligned, frequencies));
  }
  double whole = Complete(comparison) ? 3 : 0;
  if (comparison.reordered) whole -= 0.5;
  if (comparison.suffixes_differ) whole -= 10;
  weight.parts.push_back(whole);
  for (const double part : weight.parts) weight.bits += part;
  return weight;
}

double NameProbability(const NameWeight& weight) {
  if (weight.parts.size() <= 1) return 0.5;
  double agree = 0;
  double disagree = 0;
  for (const double part : weight.parts) (part > 0 ? agree : disagree) += part;
  // Persons of one family or village share words of their names, so what
  // agrees says ever less, and cannot outweigh what differs.
  constexpr double kMost = 20;
  agree = kMost * (1 - std::exp(-agree / kMost));
  constexpr double kMiddle = 8.5;   // As likely as not.
  constexpr double kBitsFor = 1.6;  // For e times the odds.
  return 1 / (1 + std::exp(-(agree + disagree - kMiddle) / kBitsFor));
}

}  // namespace homeward::matching
