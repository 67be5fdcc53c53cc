#ifndef HOMEWARD_SERVICES_STATISTICS_SUPPRESSION_H_
#define HOMEWARD_SERVICES_STATISTICS_SUPPRESSION_H_

#include <cstdint>

#include "services/statistics/grid.h"

namespace homeward::statistics {

// Counts from 1 to below this are hidden. Source: rule P-STATS of docs/mou.md.
inline constexpr int64_t kSmallestShown = 5;

// Which sums of rows may be hidden so that others can't be computed. (Small
// ones are, always.)
enum class RowSums {
  kMayBeHidden,
  // None: readers know of each that it is kSmallestShown or more, as where rows
  // with less are put together, which would help them to compute another.
  kStay,
};

// Which cells of `grid` are not shown: those below kSmallestShown but 0, then
// others, the smallest first, until a reader of the rest can't prove
//   - what any hidden count is,
//   - that a hidden count is below kSmallestShown,
//   - of a count below it, more than a range of kSmallestShown + 1 numbers.
// All cells when the total is below kSmallestShown but 0; otherwise the total
// is shown. With RowSums::kStay no row may sum to less, unless the total does.
// The same for the same grid. Pure, thread-safe.
HiddenCells HideSmall(const Grid& grid, RowSums row_sums);

// Whether the above holds of `cell`, which is hidden. Pure, thread-safe.
bool IsProtected(const Grid& grid, const HiddenCells& hidden, Cell cell);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_SUPPRESSION_H_
