#ifndef HOMEWARD_SERVICES_STATISTICS_TABLE_COUNT_H_
#define HOMEWARD_SERVICES_STATISTICS_TABLE_COUNT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/table_kinds.h"
#include "services/statistics/table_marks.h"

namespace homeward::statistics {

// The most areas that a table names, those with the most children. Together
// with the rest, the last row, that bounds what suppression costs.
inline constexpr size_t kMaxAreas = 500;

// The most areas that are told apart while counting. Children of others count
// with the rest.
inline constexpr size_t kMaxAreasSeen = 5000;

// The row of areas that are not named.
inline constexpr char kOtherAreas[] = "other";

// A table while it is counted. Holds counts and nothing of any child. Pure but
// for what it remembers. Not thread-safe.
class TableCount {
 public:
  // `kind` must outlive it. `agency_id` is the own agency.
  TableCount(const TableKind* kind, const Period& period,
             std::string agency_id);

  // The categories that Add() must see whole, and all that it reads.
  auth::CategorySet Categories() const;

  // Counts the child of `record`, if she agreed to it: her newest word that
  // speaks of it is a consent to PURPOSE_STATISTICS for the own agency and the
  // table's category that says `consent_reporting` and holds at `now` (see
  // auth::ComputeRecordFacts()), and she refused neither that category nor that
  // anybody knows that she exists.
  void Add(const internal::v1::StoredRecord& record, absl::Time now);

  // Counts a record that can't be read.
  void AddUnreadable() { ++unreadable_; }

  // The table, without what must be hidden. Areas with fewer than
  // kSmallestShown children are put together, with the smallest others if these
  // are too few as well, so that every sum of a row may be shown.
  v1::CountTable Finish(absl::Time now) const;

 private:
  using Counts = std::vector<int64_t>;
  struct NamedCounts {
    std::string name;
    Counts counts;
  };

  void AddMark(const Mark& mark);
  // The rows of a table with a fixed list, and of one of areas.
  std::vector<NamedCounts> FixedRows() const;
  std::vector<NamedCounts> AreaRows() const;

  const TableKind* const kind_;
  const Period period_;
  const std::string agency_id_;
  const std::vector<std::string> columns_;
  std::map<std::string, Counts> rows_;
  int64_t unreadable_ = 0;
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_TABLE_COUNT_H_
