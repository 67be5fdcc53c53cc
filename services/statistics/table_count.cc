#include "services/statistics/table_count.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/decision/access.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/statistics/grid.h"
#include "services/statistics/suppression.h"

namespace homeward::statistics {
namespace {

int64_t SumOf(const std::vector<int64_t>& counts) {
  int64_t sum = 0;
  for (const int64_t count : counts) sum += count;
  return sum;
}

void AddTo(const std::vector<int64_t>& more, std::vector<int64_t>& counts) {
  for (size_t i = 0; i < counts.size(); ++i) counts[i] += more[i];
}

void ShowRow(const Grid& grid, const HiddenCells& hidden, size_t row,
             v1::CountRow& shown) {
  for (size_t column = 0; column < grid.columns(); ++column) {
    const Cell cell{row, column};
    v1::Count& count =
        grid.IsRowSum(cell) ? *shown.mutable_total() : *shown.add_counts();
    if (!hidden.Has(cell)) count.set_children(grid.at(cell));
  }
}

}  // namespace

TableCount::TableCount(const TableKind* kind, const Period& period,
                       std::string agency_id)
    : kind_(kind),
      period_(period),
      agency_id_(std::move(agency_id)),
      columns_(kind->columns(period)) {
  for (const std::string& row : kind->rows) rows_[row].resize(columns_.size());
}

auth::CategorySet TableCount::Categories() const {
  return auth::CategoriesOfFacts() | auth::CategorySet{kind_->category};
}

void TableCount::Add(const internal::v1::StoredRecord& record, absl::Time now) {
  const auth::RecordFacts facts =
      auth::ComputeRecordFacts(record, agency_id_, v1::PURPOSE_STATISTICS, now);
  const auth::CategorySet needed = {v1::CATEGORY_EXIST, kind_->category};
  if (facts.refused.Intersects(needed) ||
      !facts.consented.Contains(kind_->category)) {
    return;
  }
  const bool may_tell_area = facts.location_protected == auth::Tri::kFalse ||
                             facts.custody_relation == auth::Tri::kTrue;
  for (const Mark& mark : kind_->marks({record, may_tell_area}, period_)) {
    AddMark(mark);
  }
}

void TableCount::AddMark(const Mark& mark) {
  const bool is_full = rows_.size() >= kMaxAreasSeen;
  const bool is_new = rows_.find(mark.row) == rows_.end();
  Counts& counts = rows_[is_full && is_new ? kOtherAreas : mark.row];
  counts.resize(columns_.size());
  ++counts[mark.column];
}

std::vector<TableCount::NamedCounts> TableCount::FixedRows() const {
  std::vector<NamedCounts> rows;
  for (const std::string& name : kind_->rows) {
    rows.push_back({name, rows_.at(name)});
  }
  return rows;
}

std::vector<TableCount::NamedCounts> TableCount::AreaRows() const {
  std::vector<NamedCounts> rows;
  NamedCounts other{kOtherAreas, Counts(columns_.size())};
  for (const auto& [name, counts] : rows_) {
    if (name == kOtherAreas || SumOf(counts) < kSmallestShown) {
      AddTo(counts, other.counts);
    } else {
      rows.push_back({name, counts});
    }
  }
  absl::c_stable_sort(rows, [](const NamedCounts& a, const NamedCounts& b) {
    return SumOf(a.counts) > SumOf(b.counts);
  });
  const auto is_too_few = [&] {
    const int64_t sum = SumOf(other.counts);
    return sum > 0 && sum < kSmallestShown;
  };
  while (!rows.empty() && (rows.size() > kMaxAreas || is_too_few())) {
    AddTo(rows.back().counts, other.counts);
    rows.pop_back();
  }
  absl::c_sort(rows, [](const NamedCounts& a, const NamedCounts& b) {
    return a.name < b.name;
  });
  if (rows.empty() || SumOf(other.counts) > 0) rows.push_back(other);
  return rows;
}

v1::CountTable TableCount::Finish(absl::Time now) const {
  const bool is_of_areas = kind_->rows.empty();
  const std::vector<NamedCounts> rows = is_of_areas ? AreaRows() : FixedRows();
  std::vector<Counts> counts;
  for (const NamedCounts& row : rows) counts.push_back(row.counts);
  const Grid grid(std::move(counts));
  const HiddenCells hidden =
      HideSmall(grid, is_of_areas ? RowSums::kStay : RowSums::kMayBeHidden);
  v1::CountTable table;
  table.set_table(kind_->table);
  *table.mutable_start_time() = auth::ToTimestamp(period_.start);
  *table.mutable_end_time() = auth::ToTimestamp(period_.end);
  *table.mutable_count_time() = auth::ToTimestamp(now);
  for (const std::string& column : columns_) table.add_columns(column);
  for (size_t row = 0; row < rows.size(); ++row) {
    v1::CountRow& shown = *table.add_rows();
    shown.set_name(rows[row].name);
    ShowRow(grid, hidden, row, shown);
  }
  ShowRow(grid, hidden, rows.size(), *table.mutable_total());
  table.set_unreadable_record_count(unreadable_);
  return table;
}

}  // namespace homeward::statistics
