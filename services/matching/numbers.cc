#include "services/matching/numbers.h"

namespace homeward::matching {

std::optional<NumberPair> CompareNumbers(IdentifierKind kind,
                                         const Description& asked,
                                         const Description& held) {
  std::optional<NumberPair> pair;
  for (const Identifier& one : asked.identifiers) {
    if (one.kind != kind) continue;
    for (const Identifier& other : held.identifiers) {
      if (other.kind != kind) continue;
      if (SameIdentifier(one, other)) return NumberPair{true, one, other};
      if (!pair.has_value()) pair = NumberPair{false, one, other};
    }
  }
  return pair;
}

}  // namespace homeward::matching
