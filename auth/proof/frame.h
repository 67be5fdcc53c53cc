#ifndef HOMEWARD_AUTH_PROOF_FRAME_H_
#define HOMEWARD_AUTH_PROOF_FRAME_H_

#include <cstdint>
#include <vector>

#include "auth/decision/compiled_set.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_set.h"
#include "auth/proof/box.h"
#include "auth/proof/cover.h"

// Clauses as boxes.
namespace homeward::auth::proof {

// Which pairs of owner and requester a proof speaks of.
enum class Between {
  // Two agencies.
  kApart,
  // One, that is both. Then the dimension kOwner stands for both.
  kSame,
  // Any.
  kAnybody,
};

// What `data` of a box is made of.
enum class DataKind { kFields, kCategories };

// What a proof is about: in it, clauses turn into boxes. Immutable.
struct Frame {
  Between between = Between::kAnybody;
  DataKind data_kind = DataKind::kFields;
  // Whether a person may act in a second role besides that of the permit. If
  // not, the dimension kLineRole stands for both.
  bool two_roles = true;
  // The agencies, by their bits; kUnnamedAgency stands for every one that
  // isn't named. At most 64.
  std::vector<int> agencies;

  // `set` as it stands in a dimension.
  template <typename E>
  static uint64_t Bits(EnumSet<E> set) {
    uint64_t bits = 0;
    set.ForEach([&bits](E value) { bits |= uint64_t{1} << value; });
    return bits;
  }
  // The data of `categories`.
  FieldSet Data(CategorySet categories) const;

  // Every question that two agencies could ask: `roles` and `purposes` are
  // those that anybody may have. `time` is when.
  Box Domain(RoleSet roles, PurposeSet purposes,
             Interval<absl::Time> time) const;
  // The part of `box` about EXIST, and the part about all other data, each
  // with the facts that it may have.
  std::vector<Box> WithPossibleFacts(const Box& box, bool case_counts) const;

  // What the permit `clause` surely gives.
  Box Permitted(const CompiledClause& clause) const;
  // What a red line with the match of `clause` speaks of.
  std::vector<Box> Spoken(const CompiledClause& clause) const;
  // Adds what the prohibition `clause` takes.
  void AddProhibition(const CompiledClause& clause, int source,
                      std::vector<Cut>& cuts) const;
  // Adds what the permit `clause` drops, whoever else gives it.
  void AddDropped(const CompiledClause& clause, int source,
                  std::vector<Cut>& cuts) const;

 private:
  uint64_t Agencies(const CompiledAgencies& agencies) const;
  Box Covered(const CompiledClause& clause) const;
  std::vector<Box> Possible(const CompiledClause& clause) const;
  void AddForEitherRole(Box box, RoleSet roles, int source,
                        std::vector<Cut>& cuts) const;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_FRAME_H_
