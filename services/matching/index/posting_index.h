#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_POSTING_INDEX_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_POSTING_INDEX_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/matching/index/blocking.h"

namespace homeward::matching {

// Which records have a key, in memory. Made once, then only read: const methods
// are thread-safe.
//
// A key that more than `max_records` share is split by the year of birth, and
// by the month where that is still too many; what is above even so is not
// found by that key. Keys are hashes: a list may hold a few records too many.
class PostingIndex {
 public:
  // Gathers the keys of records, which are numbered from 0 as they are added.
  class Builder {
   public:
    void Add(absl::Span<const BlockingKey> keys, BirthCode code);
    // Leaves the builder empty.
    PostingIndex Build(uint32_t max_records);

   private:
    std::vector<uint32_t> keys_;
    std::vector<uint16_t> counts_;
    std::vector<BirthCode> codes_;
  };

  using List = absl::Span<const uint32_t>;

  PostingIndex() = default;

  // Calls `take` with each list of records that `key` has for a person whose
  // birth is one of `codes` (as LookupCodes() made them).
  void Find(uint32_t key, absl::Span<const BirthCode> codes,
            absl::FunctionRef<void(List)> take) const;

  size_t memory_bytes() const;

 private:
  List ListOf(uint32_t bucket) const;
  uint32_t BucketOf(uint32_t key) const { return key >> shift_; }

  int shift_ = 31;
  std::vector<uint32_t> starts_;    // By bucket, and the end.
  std::vector<uint32_t> postings_;  // Records, ascending in each list.
  // Buckets whose keys are split by year, and by month.
  absl::flat_hash_set<uint32_t> by_year_;
  absl::flat_hash_set<uint32_t> by_month_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_POSTING_INDEX_H_
