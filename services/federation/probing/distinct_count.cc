#include "services/federation/probing/distinct_count.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/numeric/bits.h"
#include "absl/time/time.h"

namespace homeward::federation {
namespace {

constexpr size_t kBitsPerWord = 64;
constexpr size_t kMinBits = 256;

int64_t HalfHourOf(absl::Time time) {
  return absl::ToUnixSeconds(time) / (30 * 60);
}

}  // namespace

DistinctCount::DistinctCount(size_t limit)
    : bits_(std::max(kMinBits, absl::bit_ceil(4 * std::clamp(limit, size_t{1},
                                                             kMaxLimit)))) {}

void DistinctCount::Add(uint64_t hash, absl::Time now) {
  Turn(now);
  // Nobody who never misses has a bitmap.
  newer_.resize(bits_ / kBitsPerWord);
  const size_t bit = hash % bits_;
  newer_[bit / kBitsPerWord] |= uint64_t{1} << (bit % kBitsPerWord);
}

double DistinctCount::Estimate(absl::Time now) const {
  const int64_t age = HalfHourOf(now) - half_hour_;
  size_t set = 0;
  for (size_t i = 0; i < bits_ / kBitsPerWord; ++i) {
    uint64_t word = 0;
    if (age <= 1 && i < newer_.size()) word |= newer_[i];
    if (age <= 0 && i < older_.size()) word |= older_[i];
    set += absl::popcount(word);
  }
  const double all = static_cast<double>(bits_);
  // A full bitmap would count without end.
  const double clear = std::max(1.0, all - static_cast<double>(set));
  return all * std::log(all / clear);
}

void DistinctCount::Turn(absl::Time now) {
  const int64_t age = HalfHourOf(now) - half_hour_;
  if (age <= 0) return;
  older_ = age == 1 ? std::move(newer_) : std::vector<uint64_t>();
  newer_.clear();
  half_hour_ += age;
}

}  // namespace homeward::federation
