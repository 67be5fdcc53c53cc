#ifndef HOMEWARD_AUTH_PROOF_COVER_H_
#define HOMEWARD_AUTH_PROOF_COVER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "auth/proof/box.h"

// Whether boxes cover a box.
namespace homeward::auth::proof {

// A box that takes questions away, and who says so: an index that the caller
// chooses.
struct Cut {
  Box box;
  int source = 0;
};

// How much a proof may still do. A step is about one box held against another,
// and not a time: so that equal documents end the same on every machine. Not
// thread-safe.
class Steps {
 public:
  explicit Steps(int64_t most) : left_(most) {}

  // Takes `count` steps. Returns whether there were as many.
  bool Take(size_t count) {
    left_ -= static_cast<int64_t>(count);
    return !over();
  }
  // Whether more was taken than there were: what was not found by then is not
  // known.
  bool over() const { return left_ < 0; }

 private:
  int64_t left_;
};

// A search that ends when its steps do. Not thread-safe.
class CoverSearch {
 public:
  // `steps` must outlive it.
  explicit CoverSearch(Steps* steps) : steps_(*steps) {}

  // A part of `box` that none of `cuts` touches, or nothing. Nothing proves
  // that they cover it, unless the steps are over.
  std::optional<Box> FindUncovered(const Box& box,
                                   const std::vector<const Cut*>& cuts);

  // The sources of the cuts that the last call relied on.
  const std::set<int>& sources() const { return sources_; }

 private:
  std::optional<Box> Search(const Box& box,
                            const std::vector<const Cut*>& cuts);

  Steps& steps_;
  std::set<int> sources_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_COVER_H_
