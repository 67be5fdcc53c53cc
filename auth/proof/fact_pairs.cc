#include "auth/proof/fact_pairs.h"

namespace homeward::auth::proof {
namespace {

constexpr int kTruths = 3;

// Whether a fact may be different for different categories, and how.
enum class Varies {
  kNever,
  // An open case, a danger or a broken glass that covers some categories
  // always covers EXIST.
  kTrueForExist,
  kFreely,
};

Varies HowVaries(v1::Fact fact) {
  switch (fact) {
    case v1::FACT_OPEN_CASE:
    case v1::FACT_IMMINENT_DANGER:
    case v1::FACT_BREAK_GLASS:
      return Varies::kTrueForExist;
    case v1::FACT_CUSTODY_RELATION:
    case v1::FACT_CARE_RELATION:
    case v1::FACT_LOCATION_PROTECTED:
    case v1::FACT_ADOPTION_HOLD:
      return Varies::kNever;
    default:
      // Too much for a new fact at worst: then its breaches don't replay, and
      // the proof fails aloud instead of missing one.
      return Varies::kFreely;
  }
}

bool IsPossible(v1::Fact fact, FactPair pair) {
  if (pair.at_data == pair.at_exist) return true;
  switch (HowVaries(fact)) {
    case Varies::kNever:
      return false;
    case Varies::kTrueForExist:
      return pair.at_data == Tri::kFalse && pair.at_exist == Tri::kTrue;
    case Varies::kFreely:
      return true;
  }
  return false;
}

// The pairs whose value at `where` is one of the truths of `wanted`, bit by
// Tri.
uint64_t PairsWith(int wanted, Where where) {
  uint64_t pairs = 0;
  for (int bit = 0; bit < kTruths * kTruths; ++bit) {
    const FactPair pair = PairOf(bit);
    const Tri value = where == Where::kData ? pair.at_data : pair.at_exist;
    if ((wanted >> static_cast<int>(value) & 1) != 0)
      pairs |= uint64_t{1} << bit;
  }
  return pairs;
}

int BitOf(Tri truth) { return 1 << static_cast<int>(truth); }

}  // namespace

int BitOf(FactPair pair) {
  return static_cast<int>(pair.at_data) * kTruths +
         static_cast<int>(pair.at_exist);
}

FactPair PairOf(int bit) {
  return {static_cast<Tri>(bit / kTruths), static_cast<Tri>(bit % kTruths)};
}

uint64_t PossiblePairs(v1::Fact fact, bool of_exist, bool case_counts) {
  uint64_t pairs = 0;
  for (int bit = 0; bit < kTruths * kTruths; ++bit) {
    const FactPair pair = PairOf(bit);
    const bool claims =
        pair.at_data == Tri::kTrue || pair.at_exist == Tri::kTrue;
    if (!IsPossible(fact, pair) ||
        (of_exist && pair.at_data != pair.at_exist) ||
        (IsOfCaseToken(fact) && !case_counts && claims)) {
      continue;
    }
    pairs |= uint64_t{1} << bit;
  }
  return pairs;
}

void KeepSure(absl::Span<const FactCondition> conditions, Box& box) {
  for (const FactCondition& condition : conditions) {
    const Tri needed = condition.expected ? Tri::kTrue : Tri::kFalse;
    box.sets[kFacts + condition.fact] &= PairsWith(BitOf(needed), Where::kData);
  }
}

void KeepPossible(absl::Span<const FactCondition> conditions, Where where,
                  Box& box) {
  for (const FactCondition& condition : conditions) {
    const Tri enough = condition.expected ? Tri::kTrue : Tri::kFalse;
    box.sets[kFacts + condition.fact] &=
        PairsWith(BitOf(enough) | BitOf(Tri::kUnknown), where);
  }
}

}  // namespace homeward::auth::proof
