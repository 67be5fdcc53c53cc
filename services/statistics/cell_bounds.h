#ifndef HOMEWARD_SERVICES_STATISTICS_CELL_BOUNDS_H_
#define HOMEWARD_SERVICES_STATISTICS_CELL_BOUNDS_H_

#include <cstdint>

#include "services/statistics/grid.h"

namespace homeward::statistics {

// Between what a count lies for a reader of the others, both ends included.
struct Bounds {
  int64_t low = 0;
  int64_t high = 0;
};

// What a reader can prove of the count in `cell`, which is hidden, from all
// that is not: that counts are whole numbers from 0 on, and that sums are sums.
// Exact where an end is nearer than `reach` (at least 1) to the count; an end
// that is further away is said to be as far as `reach`. Pure, thread-safe.
//
// A table with sums is a flow: rows and columns are points, each count flows
// along its cell from its row to its column, and the sums lead it back. A count
// can be greater by as much as can flow from its end back to its beginning
// along hidden cells.
// Source: L. H. Cox, "Network models for complementary cell suppression",
// Journal of the American Statistical Association 90 (1995).
Bounds BoundsOf(const Grid& grid, const HiddenCells& hidden, Cell cell,
                int64_t reach);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_CELL_BOUNDS_H_
