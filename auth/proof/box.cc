#include "auth/proof/box.h"

#include <limits>

namespace homeward::auth::proof {
namespace {

bool IsOne(uint64_t set) { return set != 0 && (set & (set - 1)) == 0; }

// Adds to `parts` what of `box` lies before and after `cut` in the dimension
// `dimension`, and leaves in `box` what lies inside.
template <typename T>
void SplitInterval(Interval<T> Box::*dimension, const Box& cut, Box& box,
                   std::vector<Box>& parts) {
  const Interval<T> whole = box.*dimension;
  const Interval<T> inside = whole & (cut.*dimension);
  for (const Interval<T>& outside : {Interval<T>{whole.begin, inside.begin},
                                     Interval<T>{inside.end, whole.end}}) {
    if (outside.empty()) continue;
    box.*dimension = outside;
    if (!box.empty()) parts.push_back(box);
  }
  box.*dimension = inside;
}

}  // namespace

Box Box::Everything() {
  Box box;
  box.sets.fill(~uint64_t{0});
  box.data.set();
  box.age = {0, int64_t{std::numeric_limits<int>::max()} + 1};
  box.time = {absl::InfinitePast(), absl::InfiniteFuture()};
  return box;
}

bool Box::empty() const {
  for (const uint64_t set : sets) {
    if (set == 0) return true;
  }
  if (data.none() || age.empty() || time.empty()) return true;
  return apart && IsOne(sets[kOwner]) && sets[kOwner] == sets[kRequester];
}

bool Box::Meets(const Box& other) const {
  for (size_t i = 0; i < kDimensions; ++i) {
    if ((sets[i] & other.sets[i]) == 0) return false;
  }
  return (data & other.data).any() && !(age & other.age).empty() &&
         !(time & other.time).empty();
}

bool Box::Within(const Box& other) const {
  for (size_t i = 0; i < kDimensions; ++i) {
    if ((sets[i] & ~other.sets[i]) != 0) return false;
  }
  return (data & ~other.data).none() && age.Within(other.age) &&
         time.Within(other.time);
}

Box Box::operator&(const Box& other) const {
  Box both = *this;
  for (size_t i = 0; i < kDimensions; ++i) both.sets[i] &= other.sets[i];
  both.data &= other.data;
  both.age = age & other.age;
  both.time = time & other.time;
  both.apart = apart || other.apart;
  return both;
}

std::vector<Box> Outside(Box box, const Box& cut) {
  if (!box.Meets(cut)) return {box};
  std::vector<Box> parts;
  for (size_t i = 0; i < kDimensions; ++i) {
    const uint64_t outside = box.sets[i] & ~cut.sets[i];
    if (outside == 0) continue;  // As in most dimensions.
    const uint64_t inside = box.sets[i] & cut.sets[i];
    box.sets[i] = outside;
    if (!box.empty()) parts.push_back(box);
    box.sets[i] = inside;
  }
  if (const FieldSet outside = box.data & ~cut.data; outside.any()) {
    const FieldSet inside = box.data & cut.data;
    box.data = outside;
    if (!box.empty()) parts.push_back(box);
    box.data = inside;
  }
  SplitInterval(&Box::age, cut, box, parts);
  SplitInterval(&Box::time, cut, box, parts);
  return parts;
}

}  // namespace homeward::auth::proof
