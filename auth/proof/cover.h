#ifndef HOMEWARD_AUTH_PROOF_COVER_H_
#define HOMEWARD_AUTH_PROOF_COVER_H_

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

// A search that stops before it takes too long. Not thread-safe.
class CoverSearch {
 public:
  // Looks at no more than `max_boxes` boxes in all its calls together.
  explicit CoverSearch(int64_t max_boxes) : boxes_left_(max_boxes) {}

  // A part of `box` that none of `cuts` touches, or nothing. Nothing proves
  // that they cover it unless gave_up().
  std::optional<Box> FindUncovered(const Box& box,
                                   const std::vector<const Cut*>& cuts);

  // Whether a call ended before it knew.
  bool gave_up() const { return gave_up_; }
  // The sources of the cuts that the last call relied on.
  const std::set<int>& sources() const { return sources_; }

 private:
  std::optional<Box> Search(const Box& box,
                            const std::vector<const Cut*>& cuts);

  int64_t boxes_left_;
  bool gave_up_ = false;
  std::set<int> sources_;
};

}  // namespace homeward::auth::proof

#endif  // HOMEWARD_AUTH_PROOF_COVER_H_
