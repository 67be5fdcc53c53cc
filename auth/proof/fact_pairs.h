#ifndef HOMEWARD_AUTH_PROOF_FACT_PAIRS_H_
#define HOMEWARD_AUTH_PROOF_FACT_PAIRS_H_

#include <cstdint>

#include "absl/types/span.h"
#include "auth/decision/access.h"
#include "auth/decision/fact_table.h"
#include "auth/proof/box.h"
#include "homeward/v1/mou.pb.h"

// What a fact may be. A fact may differ between the category of a piece of
// data and EXIST, which every question asks for too; so its values are pairs,
// and the bits of its dimension are pairs.
namespace homeward::auth::proof {

// A fact for one question.
struct FactPair {
  // For the category of the data.
  Tri at_data = Tri::kUnknown;
  // For EXIST.
  Tri at_exist = Tri::kUnknown;
};

// The bit of `pair`, in [0, 9).
int BitOf(FactPair pair);
FactPair PairOf(int bit);

// The pairs that `fact` may have in any question. Of EXIST itself, both are
// one: `of_exist`. Without `case_counts` nobody vouches for cases, so that
// nothing of a case is known to be true.
uint64_t PossiblePairs(v1::Fact fact, bool of_exist, bool case_counts);

// For which category a clause asks for a fact.
enum class Where { kData, kExist };

// Takes from `box` the questions whose facts don't surely meet `conditions`,
// as a permit needs, or surely don't, as a prohibition needs.
void KeepSure(absl::Span<const FactCondition> conditions, Box& box);
void KeepPossible(absl::Span<const FactCondition> conditions, Where where,
                  Box& box);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_FACT_PAIRS_H_
