#include "services/matching/index/posting_index.h"

#include <algorithm>
#include <utility>

#include "services/matching/record/hash.h"

namespace homeward::matching {
namespace {

constexpr int kMinBits = 16;
constexpr int kMaxBits = 30;

// The key of a key's part, of those born in a year, or in a month of it.
uint32_t YearKey(uint32_t key, BirthCode code) {
  return static_cast<uint32_t>(
      Mixed((uint64_t{key} << 24) ^ (uint64_t{1} << 60) ^ code.year) >> 32);
}
uint32_t MonthKey(uint32_t key, BirthCode code) {
  return static_cast<uint32_t>(Mixed((uint64_t{key} << 24) ^
                                     (uint64_t{2} << 60) ^
                                     (uint64_t{code.year} << 4) ^ code.month) >>
                               32);
}

// Half as many buckets as postings, in powers of two.
int ShiftFor(size_t postings) {
  int bits = kMinBits;
  while (bits < kMaxBits && (size_t{2} << bits) < postings) ++bits;
  return 32 - bits;
}

}  // namespace

void PostingIndex::Builder::Add(absl::Span<const BlockingKey> keys,
                                BirthCode code) {
  for (const BlockingKey& key : keys) keys_.push_back(key.hash);
  counts_.push_back(static_cast<uint16_t>(keys.size()));
  codes_.push_back(code);
}

PostingIndex PostingIndex::Builder::Build(uint32_t max_records) {
  PostingIndex index;
  index.shift_ = ShiftFor(keys_.size());
  const size_t buckets = size_t{1} << (32 - index.shift_);
  // Calls `visit` with each record, the bucket of each of its keys as far as
  // splits are known, and how often that was split.
  const auto each = [&](auto visit) {
    size_t at = 0;
    for (uint32_t record = 0; record < counts_.size(); ++record) {
      for (int i = 0; i < counts_[record]; ++i, ++at) {
        const uint32_t key = keys_[at];
        uint32_t bucket = index.BucketOf(key);
        if (!index.by_year_.contains(bucket)) {
          visit(record, bucket, 0);
          continue;
        }
        bucket = index.BucketOf(YearKey(key, codes_[record]));
        if (!index.by_month_.contains(bucket)) {
          visit(record, bucket, 1);
          continue;
        }
        visit(record, index.BucketOf(MonthKey(key, codes_[record])), 2);
      }
    }
  };
  std::vector<uint32_t> counts;
  const auto split = [&](int level, absl::flat_hash_set<uint32_t>* into) {
    counts.assign(buckets, 0);
    each([&](uint32_t, uint32_t bucket, int depth) {
      if (depth == level) ++counts[bucket];
    });
    for (uint32_t bucket = 0; bucket < buckets; ++bucket) {
      if (counts[bucket] > max_records) into->insert(bucket);
    }
  };
  split(0, &index.by_year_);
  split(1, &index.by_month_);
  absl::flat_hash_set<uint32_t> dropped;
  split(2, &dropped);
  const auto kept = [&](uint32_t bucket, int depth) {
    return depth < 2 || !dropped.contains(bucket);
  };
  index.starts_.assign(buckets + 1, 0);
  each([&](uint32_t, uint32_t bucket, int depth) {
    if (kept(bucket, depth)) ++index.starts_[bucket + 1];
  });
  for (size_t i = 1; i <= buckets; ++i)
    index.starts_[i] += index.starts_[i - 1];
  index.postings_.resize(index.starts_[buckets]);
  std::copy(index.starts_.begin(), index.starts_.end() - 1, counts.begin());
  each([&](uint32_t record, uint32_t bucket, int depth) {
    if (kept(bucket, depth)) index.postings_[counts[bucket]++] = record;
  });
  *this = Builder();
  return index;
}

PostingIndex::List PostingIndex::ListOf(uint32_t bucket) const {
  return List(postings_).subspan(starts_[bucket],
                                 starts_[bucket + 1] - starts_[bucket]);
}

void PostingIndex::Find(uint32_t key, absl::Span<const BirthCode> codes,
                        absl::FunctionRef<void(List)> take) const {
  if (starts_.empty()) return;
  if (!by_year_.contains(BucketOf(key))) {
    take(ListOf(BucketOf(key)));
    return;
  }
  uint16_t last_year = 0xFFFF;
  for (const BirthCode code : codes) {
    const uint32_t bucket = BucketOf(YearKey(key, code));
    if (by_month_.contains(bucket)) {
      take(ListOf(BucketOf(MonthKey(key, code))));
    } else if (code.year != last_year) {
      take(ListOf(bucket));
    }
    last_year = code.year;
  }
}

size_t PostingIndex::memory_bytes() const {
  return (starts_.capacity() + postings_.capacity()) * sizeof(uint32_t) +
         (by_year_.capacity() + by_month_.capacity()) * (sizeof(uint32_t) + 1);
}

}  // namespace homeward::matching
