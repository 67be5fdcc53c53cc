#include "auth/proof/cover.h"

namespace homeward::auth::proof {

void Steps::CallWatch() {
  watch_at_ = most_ - left_ + kWatchEvery;
  if (watch_(most_ - left_)) return;
  ended_ = true;
  left_ = -1;
}

std::optional<Box> CoverSearch::FindUncovered(
    const Box& box, const std::vector<const Cut*>& cuts) {
  sources_.clear();
  if (box.empty()) return std::nullopt;
  return Search(box, cuts);
}

// Depth first, so that it holds few boxes at a time and finds a gap early.
// A part is searched with those cuts alone that touch its whole.
std::optional<Box> CoverSearch::Search(const Box& box,
                                       const std::vector<const Cut*>& cuts) {
  if (!steps_.Take(1 + cuts.size())) return std::nullopt;
  std::vector<const Cut*> touching;
  for (const Cut* cut : cuts) {
    if (!box.Meets(cut->box)) continue;
    if (box.Within(cut->box)) {
      sources_.insert(cut->source);
      return std::nullopt;
    }
    touching.push_back(cut);
  }
  if (touching.empty()) return box;
  const Cut* next = touching.back();
  touching.pop_back();
  sources_.insert(next->source);
  for (const Box& part : Outside(box, next->box)) {
    std::optional<Box> gap = Search(part, touching);
    if (gap.has_value() || steps_.over()) return gap;
  }
  return std::nullopt;
}

}  // namespace homeward::auth::proof
