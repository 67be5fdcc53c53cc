#ifndef HOMEWARD_AUTH_PROOF_BOX_H_
#define HOMEWARD_AUTH_PROOF_BOX_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "auth/mou/field_set.h"
#include "homeward/v1/mou.pb.h"

// Sets of questions, as boxes: a product of one set for each dimension.
namespace homeward::auth::proof {

// The dimensions that are small sets: bit n is the value n. Agencies have
// numbers of their own in each proof; a fact's values are in fact_pairs.h.
enum Dimension : size_t {
  kOwner,
  kRequester,
  // The role for which the red line speaks of a question, and the role by
  // which a permit covers it. They may be the same.
  kLineRole,
  kPermitRole,
  kPurpose,
  kAction,
  // The dimension of fact n is kFacts + n.
  kFacts,
};
inline constexpr size_t kDimensions = kFacts + v1::Fact_ARRAYSIZE;

// [begin, end).
template <typename T>
struct Interval {
  T begin;
  T end;

  bool empty() const { return !(begin < end); }
  bool Within(const Interval& other) const {
    return other.begin <= begin && end <= other.end;
  }
  Interval operator&(const Interval& other) const {
    return {std::max(begin, other.begin), std::min(end, other.end)};
  }
};

// A set of questions about one piece of data. A plain value.
struct Box {
  std::array<uint64_t, kDimensions> sets;
  // What is disclosed: fields, as FieldCatalog numbers them, or categories.
  FieldSet data;
  // The child's age in years.
  Interval<int64_t> age;
  Interval<absl::Time> time;
  // Only questions whose owner and requester differ.
  bool apart = false;

  // Every question about anything.
  static Box Everything();

  // Whether it holds no question.
  bool empty() const;
  // Whether both hold some question, leaving `apart` out of account.
  bool Meets(const Box& other) const;
  // Whether `other` surely holds all of it: `apart` of `other` must be unset.
  bool Within(const Box& other) const;
  // The questions that are in both.
  Box operator&(const Box& other) const;
};

// The questions of `box` that are not in `cut`, as boxes that don't overlap
// and are not empty. `apart` of `cut` must be unset.
std::vector<Box> Outside(Box box, const Box& cut);

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_BOX_H_
