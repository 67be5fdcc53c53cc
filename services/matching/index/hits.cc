#include "services/matching/index/hits.h"

#include <algorithm>

namespace homeward::matching {
namespace {

constexpr size_t kFirstSlots = 1024;

size_t SlotOf(uint32_t record, size_t slots) {
  return (record * 2654435761U) & (slots - 1);
}

}  // namespace

Hits::Hits() : slots_(kFirstSlots) {}

void Hits::Clear() {
  for (const Hit& hit : hits_) {
    size_t slot = SlotOf(hit.record, slots_.size());
    while (slots_[slot] != 0) {
      slots_[slot] = 0;
      slot = (slot + 1) & (slots_.size() - 1);
    }
  }
  hits_.clear();
}

void Hits::Grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (size_t i = 0; i < hits_.size(); ++i) {
    size_t slot = SlotOf(hits_[i].record, slots_.size());
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<uint32_t>(i + 1);
  }
}

void Hits::Add(absl::Span<const uint32_t> records, float worth) {
  for (const uint32_t record : records) {
    if (hits_.size() * 2 >= slots_.size()) Grow();
    size_t slot = SlotOf(record, slots_.size());
    while (slots_[slot] != 0 && hits_[slots_[slot] - 1].record != record) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    if (slots_[slot] == 0) {
      hits_.push_back({record, 0});
      slots_[slot] = static_cast<uint32_t>(hits_.size());
    }
    hits_[slots_[slot] - 1].worth += worth;
  }
}

}  // namespace homeward::matching
