#ifndef HOMEWARD_SERVICES_MATCHING_NUMBERS_H_
#define HOMEWARD_SERVICES_MATCHING_NUMBERS_H_

#include <optional>

#include "services/matching/description.h"
#include "services/matching/identifiers.h"

namespace homeward::matching {

// A number that is asked for beside one that a record has.
struct NumberPair {
  bool agree = false;
  Identifier asked;
  Identifier held;
};

// The numbers of one kind: two that agree, if any do, else the first of each
// side. Nothing if a side has none. Pure.
std::optional<NumberPair> CompareNumbers(IdentifierKind kind,
                                         const Description& asked,
                                         const Description& held);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NUMBERS_H_
