#ifndef HOMEWARD_SERVICES_MATCHING_RELATIVES_H_
#define HOMEWARD_SERVICES_MATCHING_RELATIVES_H_

#include <optional>

#include "services/matching/description.h"
#include "services/matching/score/scorer.h"

namespace homeward::matching {

// A relative who is asked for beside one whom a record names.
struct RelativePair {
  DescribedRelative asked;
  DescribedRelative held;
  double bits = 0;  // What it says that their names agree; above 0.
};

// The two that agree best; nothing if none do: a child has more relatives than
// a record names, so that another one tells nothing against her. Words that the
// child's own names have are left out: they say nothing new of a mother. One
// who is a mother here and an aunt there is not the same person. Pure.
std::optional<RelativePair> CompareRelatives(const Scorer& scorer,
                                             const Description& asked,
                                             const Description& held);

// Whether `one` may be `other`, beside a child of these names. They surely are
// two only if what they are to her is told of both and differs, and no word of
// their names is alike: those that her own names have say nothing. Unlike
// CompareRelatives(), in doubt they are one. Pure.
bool MayBeSamePerson(const DescribedRelative& one,
                     const DescribedRelative& other, const Description& child);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RELATIVES_H_
