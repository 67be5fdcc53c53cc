#ifndef HOMEWARD_SERVICES_STATISTICS_TABLE_KINDS_H_
#define HOMEWARD_SERVICES_STATISTICS_TABLE_KINDS_H_

#include <string>
#include <vector>

#include "homeward/v1/category.pb.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/table_marks.h"

// What each table counts. Two tables of the same children have no rows or
// columns in common, and no child is in two quarters' tables of registrations:
// one table tells nothing of what another hides. Only `wellbeing` and `missing`
// share columns, the months: a check is no report that she is missing. Every
// cell can hold a child: a reader who knows this program can't tell a hidden 0
// from the others.
namespace homeward::statistics {

// A table.
struct TableKind {
  v1::StatisticsTable table;
  // To what she must have agreed to be counted, and all that marks() reads but
  // for auth::CategoriesOfFacts(): never CATEGORY_HEALTH_SENS or
  // CATEGORY_SCREEN_ANS.
  v1::Category category;
  // Every row, in order. Empty: the areas that there are.
  std::vector<std::string> rows;
  std::vector<std::string> (*columns)(const Period& period);
  // Where a child counts in a table of `period`: once in each column at most.
  std::vector<Mark> (*marks)(const Counted& counted, const Period& period);
};

// The kind of `table`; null when there is none. Lives as long as the program.
// Thread-safe.
const TableKind* FindTableKind(v1::StatisticsTable table);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_TABLE_KINDS_H_
