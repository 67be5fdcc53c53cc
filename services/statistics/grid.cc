#include "services/statistics/grid.h"

#include <utility>

namespace homeward::statistics {

Grid::Grid(std::vector<std::vector<int64_t>> counts)
    : counts_(std::move(counts)) {
  std::vector<int64_t> sums(counts_.front().size() + 1);
  for (std::vector<int64_t>& row : counts_) {
    int64_t sum = 0;
    for (const int64_t count : row) sum += count;
    row.push_back(sum);
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += row[i];
  }
  counts_.push_back(std::move(sums));
}

}  // namespace homeward::statistics
