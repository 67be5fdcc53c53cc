#ifndef HOMEWARD_SERVICES_STATISTICS_GRID_H_
#define HOMEWARD_SERVICES_STATISTICS_GRID_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward::statistics {

// A place in a grid.
struct Cell {
  size_t row = 0;
  size_t column = 0;
};

// Counts by row and column with their sums: the last row sums the columns, the
// last column sums the rows. Immutable; thread-safe.
class Grid {
 public:
  // `counts` are those without the sums, at least 0: rows of the same length,
  // at least one of at least one.
  explicit Grid(std::vector<std::vector<int64_t>> counts);

  // How many there are, the sums included.
  size_t rows() const { return counts_.size(); }
  size_t columns() const { return counts_.front().size(); }

  int64_t at(Cell cell) const { return counts_[cell.row][cell.column]; }
  // Of all.
  int64_t total() const { return counts_.back().back(); }
  // Whether `cell` sums a row, a column, or all.
  bool IsRowSum(Cell cell) const { return cell.column + 1 == columns(); }
  bool IsColumnSum(Cell cell) const { return cell.row + 1 == rows(); }
  bool IsTotal(Cell cell) const { return IsRowSum(cell) && IsColumnSum(cell); }

 private:
  std::vector<std::vector<int64_t>> counts_;
};

// Which cells of a grid are hidden.
class HiddenCells {
 public:
  // None of `grid`.
  explicit HiddenCells(const Grid& grid)
      : hidden_(grid.rows(), std::vector<bool>(grid.columns())) {}

  bool Has(Cell cell) const { return hidden_[cell.row][cell.column]; }
  void Add(Cell cell) { hidden_[cell.row][cell.column] = true; }

 private:
  std::vector<std::vector<bool>> hidden_;
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_GRID_H_
