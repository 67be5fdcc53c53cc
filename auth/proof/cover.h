#ifndef HOMEWARD_AUTH_PROOF_COVER_H_
#define HOMEWARD_AUTH_PROOF_COVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <utility>
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
  // Told now and then how many steps were taken. False ends the proof.
  using Watch = std::function<bool(int64_t taken)>;

  explicit Steps(int64_t most, Watch watch = {})
      : most_(most), left_(most), watch_(std::move(watch)) {}

  // Takes `count` steps. Returns whether there were as many, and nobody ended
  // the proof.
  bool Take(size_t count) {
    left_ -= static_cast<int64_t>(count);
    if (watch_ && most_ - left_ >= watch_at_ && !over()) CallWatch();
    return !over();
  }
  // Whether more was taken than there were, or the proof was ended: what was
  // not found by then is not known.
  bool over() const { return left_ < 0; }
  // Whether the proof was ended.
  bool ended() const { return ended_; }

 private:
  // About a hundredth of a second.
  static constexpr int64_t kWatchEvery = 100'000;

  void CallWatch();

  const int64_t most_;
  int64_t left_;
  const Watch watch_;
  int64_t watch_at_ = kWatchEvery;
  bool ended_ = false;
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
