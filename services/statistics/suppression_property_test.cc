#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "services/statistics/cell_bounds.h"
#include "services/statistics/grid.h"
#include "services/statistics/suppression.h"

// Readers who compute: every table that fits what is shown, tried out, and
// every linear combination of the sums. Both know nothing of how cells are
// hidden.
namespace homeward::statistics {
namespace {

using Counts = std::vector<std::vector<int64_t>>;

std::vector<Cell> HiddenOf(const Grid& grid, const HiddenCells& hidden) {
  std::vector<Cell> cells;
  for (size_t row = 0; row < grid.rows(); ++row) {
    for (size_t column = 0; column < grid.columns(); ++column) {
      if (hidden.Has({row, column})) cells.push_back({row, column});
    }
  }
  return cells;
}

// Calls `visit` for every grid of whole numbers from 0 on that shows the same
// as `grid`, whose total is shown.
void ForEachFit(const Grid& grid, const HiddenCells& hidden,
                const std::function<void(const Grid&)>& visit) {
  Counts counts(grid.rows() - 1, std::vector<int64_t>(grid.columns() - 1));
  const size_t columns = grid.columns() - 1;
  const auto fits = [&](const Grid& other) {
    for (size_t row = 0; row < grid.rows(); ++row) {
      for (size_t column = 0; column < grid.columns(); ++column) {
        const Cell cell{row, column};
        if (!hidden.Has(cell) && other.at(cell) != grid.at(cell)) return false;
      }
    }
    return true;
  };
  const std::function<void(size_t, int64_t)> fill = [&](size_t at,
                                                        int64_t left) {
    if (at == counts.size() * columns) {
      const Grid other(counts);
      if (left == 0 && fits(other)) visit(other);
      return;
    }
    const Cell cell{at / columns, at % columns};
    const bool is_hidden = hidden.Has(cell);
    const int64_t low = is_hidden ? 0 : grid.at(cell);
    const int64_t high = is_hidden ? left : grid.at(cell);
    for (int64_t count = low; count <= std::min(high, left); ++count) {
      counts[cell.row][cell.column] = count;
      fill(at + 1, left - count);
    }
  };
  fill(0, grid.total());
}

Counts RandomCounts(std::mt19937& random, size_t rows, size_t columns,
                    int most) {
  Counts counts(rows, std::vector<int64_t>(columns));
  for (auto& row : counts) {
    for (int64_t& count : row) {
      count = std::uniform_int_distribution<>(0, 3)(random) == 0
                  ? 0
                  : std::uniform_int_distribution<>(0, most)(random);
    }
  }
  return counts;
}

TEST(SuppressionPropertyTest, NoTableThatFitsProvesACount) {
  std::mt19937 random(1);
  int tables_with_hidden = 0;
  for (int i = 0; i < 240; ++i) {
    const size_t rows = 1 + i % 3;
    const size_t columns = rows == 3 ? 2 : 1 + (i / 3) % 3;
    const Grid grid(RandomCounts(random, rows, columns, 7));
    const HiddenCells hidden = HideSmall(grid, RowSums::kMayBeHidden);
    const std::vector<Cell> cells = HiddenOf(grid, hidden);
    if (cells.empty() || grid.total() < kSmallestShown) continue;
    ++tables_with_hidden;
    std::vector<Bounds> seen(cells.size(), {INT64_MAX, 0});
    ForEachFit(grid, hidden, [&](const Grid& other) {
      for (size_t j = 0; j < cells.size(); ++j) {
        seen[j].low = std::min(seen[j].low, other.at(cells[j]));
        seen[j].high = std::max(seen[j].high, other.at(cells[j]));
      }
    });
    for (size_t j = 0; j < cells.size(); ++j) {
      const int64_t count = grid.at(cells[j]);
      EXPECT_LT(seen[j].low, seen[j].high) << "table " << i;
      EXPECT_GE(seen[j].high, kSmallestShown) << "table " << i;
      if (count > 0 && count < kSmallestShown) {
        EXPECT_GE(seen[j].high - seen[j].low, kSmallestShown) << "table " << i;
      }
      // The flow finds exactly what there is to find.
      const Bounds bounds = BoundsOf(grid, hidden, cells[j], 1000);
      EXPECT_EQ(bounds.low, seen[j].low) << "table " << i;
      EXPECT_EQ(bounds.high, seen[j].high) << "table " << i;
    }
  }
  EXPECT_GT(tables_with_hidden, 60);
}

// Whether a sum of multiples of `equations` over unknowns is the unknown
// `wanted` alone. Computed modulo a prime: what can be solved can be there too.
class Solver {
 public:
  explicit Solver(size_t unknowns) : unknowns_(unknowns) {}

  void Add(std::vector<int64_t> equation) {
    for (int64_t& factor : equation) factor = Mod(factor);
    Reduce(equation);
    const size_t pivot = PivotOf(equation);
    if (pivot == unknowns_) return;
    const int64_t inverse = Power(equation[pivot], kPrime - 2);
    for (int64_t& factor : equation) factor = Mod(factor * inverse);
    for (auto& other : reduced_) Subtract(equation, pivot, other);
    reduced_.push_back(std::move(equation));
  }

  bool Proves(size_t wanted) const {
    std::vector<int64_t> unknown(unknowns_);
    unknown[wanted] = 1;
    Reduce(unknown);
    return PivotOf(unknown) == unknowns_;
  }

 private:
  static constexpr int64_t kPrime = 1000003;
  static int64_t Mod(int64_t number) {
    return ((number % kPrime) + kPrime) % kPrime;
  }
  static int64_t Power(int64_t base, int64_t exponent) {
    int64_t power = 1;
    for (; exponent > 0; exponent /= 2) {
      if (exponent % 2 == 1) power = Mod(power * base);
      base = Mod(base * base);
    }
    return power;
  }
  size_t PivotOf(const std::vector<int64_t>& equation) const {
    size_t at = 0;
    while (at < unknowns_ && equation[at] == 0) ++at;
    return at;
  }
  static void Subtract(const std::vector<int64_t>& equation, size_t pivot,
                       std::vector<int64_t>& from) {
    const int64_t times = from[pivot];
    if (times == 0) return;
    for (size_t i = 0; i < from.size(); ++i) {
      from[i] = Mod(from[i] - times * equation[i]);
    }
  }
  void Reduce(std::vector<int64_t>& equation) const {
    for (const auto& one : reduced_) Subtract(one, PivotOf(one), equation);
  }

  const size_t unknowns_;
  std::vector<std::vector<int64_t>> reduced_;
};

// What a reader can write down of hidden cells: each row and each column, its
// sum among them, sums to a number that she knows.
Solver EquationsOf(const Grid& grid, const std::vector<Cell>& cells) {
  Solver solver(cells.size());
  const auto add = [&](const std::function<int(Cell)>& factor) {
    std::vector<int64_t> equation;
    for (const Cell& cell : cells) equation.push_back(factor(cell));
    solver.Add(std::move(equation));
  };
  for (size_t row = 0; row < grid.rows(); ++row) {
    add([&](Cell cell) {
      return cell.row != row ? 0 : grid.IsRowSum(cell) ? -1 : 1;
    });
  }
  for (size_t column = 0; column < grid.columns(); ++column) {
    add([&](Cell cell) {
      return cell.column != column ? 0 : grid.IsColumnSum(cell) ? -1 : 1;
    });
  }
  return solver;
}

TEST(SuppressionPropertyTest, NoLinearCombinationProvesACount) {
  std::mt19937 random(2);
  int hidden_count = 0;
  for (int i = 0; i < 60; ++i) {
    Counts counts = RandomCounts(random, 2 + i % 9, 2 + i % 5, 40);
    const bool stay = i % 2 == 0;
    for (auto& row : counts) {
      if (stay) row.front() += kSmallestShown;
    }
    const Grid grid(counts);
    const HiddenCells hidden =
        HideSmall(grid, stay ? RowSums::kStay : RowSums::kMayBeHidden);
    const std::vector<Cell> cells = HiddenOf(grid, hidden);
    const Solver solver = EquationsOf(grid, cells);
    for (size_t j = 0; j < cells.size(); ++j) {
      EXPECT_FALSE(solver.Proves(j)) << "table " << i;
      EXPECT_TRUE(IsProtected(grid, hidden, cells[j])) << "table " << i;
      EXPECT_FALSE(stay && grid.IsRowSum(cells[j])) << "table " << i;
    }
    hidden_count += static_cast<int>(cells.size());
    EXPECT_FALSE(hidden.Has({grid.rows() - 1, grid.columns() - 1}));
  }
  EXPECT_GT(hidden_count, 200);
}

// The attack works where it should: without complements each hidden count is
// the sum less the others.
TEST(SuppressionPropertyTest, TheSolverFindsWhatIsNotProtected) {
  const Grid grid({{3, 20}, {10, 8}});
  EXPECT_TRUE(EquationsOf(grid, {{0, 0}}).Proves(0));
  EXPECT_TRUE(EquationsOf(grid, {{0, 0}, {0, 1}}).Proves(0));
  EXPECT_FALSE(EquationsOf(grid, {{0, 0}, {0, 1}, {1, 0}, {1, 1}}).Proves(0));
}

TEST(SuppressionPropertyTest, ALargeTableTakesNoLongTime) {
  std::mt19937 random(3);
  Counts counts = RandomCounts(random, 500, 4, 6);
  for (auto& row : counts) row.back() += kSmallestShown;
  const Grid grid(counts);
  const HiddenCells hidden = HideSmall(grid, RowSums::kStay);
  EXPECT_FALSE(HiddenOf(grid, hidden).empty());
}

}  // namespace
}  // namespace homeward::statistics
