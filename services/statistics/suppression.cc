#include "services/statistics/suppression.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

#include "services/statistics/cell_bounds.h"

namespace homeward::statistics {
namespace {

bool IsSmall(int64_t count) { return count > 0 && count < kSmallestShown; }

std::vector<Cell> CellsOf(const Grid& grid) {
  std::vector<Cell> cells;
  for (size_t row = 0; row < grid.rows(); ++row) {
    for (size_t column = 0; column < grid.columns(); ++column) {
      cells.push_back({row, column});
    }
  }
  return cells;
}

// Hides cells of one grid, one by one.
class Suppressor {
 public:
  Suppressor(const Grid& grid, RowSums row_sums)
      : grid_(grid),
        row_sums_(row_sums),
        cells_(CellsOf(grid)),
        hidden_(grid) {}

  HiddenCells Run() {
    for (const Cell& cell : cells_) {
      if (IsSmall(grid_.total()) || IsSmall(grid_.at(cell))) Hide(cell);
    }
    if (IsSmall(grid_.total())) return hidden_;
    CompleteLines();
    // What is hidden later protects no less what is hidden already.
    for (size_t i = 0; i < order_.size();) {
      if (IsProtected(grid_, hidden_, order_[i])) {
        ++i;
        continue;
      }
      const auto next = Complement(order_[i]);
      // Not reached: with all else hidden everything is protected.
      if (!next.has_value()) return Everything();
      Hide(*next);
      CompleteLines();
    }
    return hidden_;
  }

 private:
  using Scope = std::function<bool(Cell)>;

  void Hide(Cell cell) {
    hidden_.Add(cell);
    order_.push_back(cell);
  }

  // Hides a second cell in each row and column that has one alone, which would
  // be the sum less the others.
  void CompleteLines() {
    for (; completed_ < order_.size(); ++completed_) {
      const Cell cell = order_[completed_];
      CompleteLine([&](Cell other) { return other.row == cell.row; });
      CompleteLine([&](Cell other) { return other.column == cell.column; });
    }
  }
  void CompleteLine(const Scope& line) {
    int count = 0;
    for (const Cell& cell : cells_) {
      if (line(cell) && hidden_.Has(cell)) ++count;
    }
    if (count != 1) return;
    const auto smallest = Smallest(line);
    if (smallest.has_value()) Hide(*smallest);
  }

  // The next cell to hide for the sake of `open`: in its row or column, or else
  // anywhere.
  std::optional<Cell> Complement(Cell open) const {
    const auto near = Smallest([&](Cell cell) {
      return cell.row == open.row || cell.column == open.column;
    });
    return near.has_value() ? near : Smallest([](Cell) { return true; });
  }

  HiddenCells Everything() const {
    HiddenCells all(grid_);
    for (const Cell& cell : cells_) all.Add(cell);
    return all;
  }

  // The smallest cell that is shown and may be hidden; a count before a sum,
  // and 0, which hides little, last.
  std::optional<Cell> Smallest(const Scope& scope) const {
    std::optional<Cell> best;
    const auto rank = [&](Cell cell) {
      const bool is_sum = grid_.IsRowSum(cell) || grid_.IsColumnSum(cell);
      return std::make_tuple(grid_.at(cell) == 0, grid_.at(cell), is_sum);
    };
    for (const Cell& cell : cells_) {
      if (Stays(cell) || hidden_.Has(cell) || !scope(cell)) continue;
      if (!best.has_value() || rank(cell) < rank(*best)) best = cell;
    }
    return best;
  }

  // Whether `cell` is shown in any case: all of them together, the sums of an
  // only row or column, which are the same, and sums of rows that stay.
  bool Stays(Cell cell) const {
    return grid_.IsTotal(cell) ||
           (grid_.IsRowSum(cell) &&
            (row_sums_ == RowSums::kStay || grid_.rows() == 2)) ||
           (grid_.IsColumnSum(cell) && grid_.columns() == 2);
  }

  const Grid& grid_;
  const RowSums row_sums_;
  const std::vector<Cell> cells_;
  HiddenCells hidden_;
  // What is hidden, in the order of hiding, and of how many of it the lines
  // were completed.
  std::vector<Cell> order_;
  size_t completed_ = 0;
};

}  // namespace

HiddenCells HideSmall(const Grid& grid, RowSums row_sums) {
  return Suppressor(grid, row_sums).Run();
}

bool IsProtected(const Grid& grid, const HiddenCells& hidden, Cell cell) {
  const Bounds bounds = BoundsOf(grid, hidden, cell, kSmallestShown);
  if (bounds.high < kSmallestShown || bounds.low == bounds.high) return false;
  return !IsSmall(grid.at(cell)) || bounds.high - bounds.low >= kSmallestShown;
}

}  // namespace homeward::statistics
