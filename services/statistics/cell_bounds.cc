#include "services/statistics/cell_bounds.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace homeward::statistics {
namespace {

constexpr size_t kNowhere = static_cast<size_t>(-1);

// The flow of a grid, of which that of hidden cells may change but for one
// cell. Points are the rows, then the columns.
class Flow {
 public:
  Flow(const Grid& grid, const HiddenCells& hidden, Cell fixed)
      : grid_(grid), hidden_(hidden), fixed_(fixed) {
    for (size_t row = 0; row < grid.rows(); ++row) {
      for (size_t column = 0; column < grid.columns(); ++column) {
        flow_.push_back(grid.at({row, column}));
      }
    }
  }

  // How much more can flow from `source` to `target`, `most` at most.
  int64_t Push(size_t source, size_t target, int64_t most) {
    int64_t pushed = 0;
    while (pushed < most) {
      const int64_t more = Augment(source, target, most - pushed);
      if (more == 0) break;
      pushed += more;
    }
    return pushed;
  }

 private:
  size_t points() const { return grid_.rows() + grid_.columns(); }
  bool IsRow(size_t point) const { return point < grid_.rows(); }

  // The cell between two points, one of them a row.
  Cell Between(size_t a, size_t b) const {
    return IsRow(a) ? Cell{a, b - grid_.rows()} : Cell{b, a - grid_.rows()};
  }
  int64_t& FlowIn(Cell cell) {
    return flow_[cell.row * grid_.columns() + cell.column];
  }
  // Whether the flow of `cell` goes from the row to the column.
  bool LeavesRow(Cell cell) const {
    return grid_.IsRowSum(cell) == grid_.IsColumnSum(cell);
  }

  // How much can go from `from` to `to` directly, `most` at most: more of what
  // flows that way, or less of what flows the other way.
  int64_t Room(size_t from, size_t to, int64_t most) {
    const Cell cell = Between(from, to);
    const bool is_fixed =
        cell.row == fixed_.row && cell.column == fixed_.column;
    if (is_fixed || !hidden_.Has(cell)) return 0;
    return IsRow(from) == LeavesRow(cell) ? most : std::min(most, FlowIn(cell));
  }

  // One more way from `source` to `target`, a shortest one.
  int64_t Augment(size_t source, size_t target, int64_t most) {
    std::vector<size_t> before(points(), kNowhere);
    before[source] = source;
    std::deque<size_t> waiting = {source};
    while (!waiting.empty() && before[target] == kNowhere) {
      const size_t point = waiting.front();
      waiting.pop_front();
      const size_t first = IsRow(point) ? grid_.rows() : 0;
      const size_t end = IsRow(point) ? points() : grid_.rows();
      for (size_t next = first; next < end; ++next) {
        if (before[next] != kNowhere || Room(point, next, most) == 0) continue;
        before[next] = point;
        waiting.push_back(next);
      }
    }
    if (before[target] == kNowhere) return 0;
    for (size_t at = target; at != source; at = before[at]) {
      most = Room(before[at], at, most);
    }
    for (size_t at = target; at != source; at = before[at]) {
      const Cell cell = Between(before[at], at);
      FlowIn(cell) += IsRow(before[at]) == LeavesRow(cell) ? most : -most;
    }
    return most;
  }

  const Grid& grid_;
  const HiddenCells& hidden_;
  const Cell fixed_;
  std::vector<int64_t> flow_;
};

}  // namespace

Bounds BoundsOf(const Grid& grid, const HiddenCells& hidden, Cell cell,
                int64_t reach) {
  size_t begin = cell.row;
  size_t end = grid.rows() + cell.column;
  if (grid.IsRowSum(cell) != grid.IsColumnSum(cell)) std::swap(begin, end);
  const int64_t count = grid.at(cell);
  const int64_t up = Flow(grid, hidden, cell).Push(end, begin, reach);
  const int64_t down =
      Flow(grid, hidden, cell).Push(begin, end, std::min(count, reach));
  return {count - down, count + up};
}

}  // namespace homeward::statistics
