#ifndef HOMEWARD_SERVICES_CLI_MATCH_LINE_TALLY_H_
#define HOMEWARD_SERVICES_CLI_MATCH_LINE_TALLY_H_

#include <cstdint>
#include <string>
#include <vector>

namespace homeward::cli {

// How many rows of a file have something in common, and where the first are.
class LineTally {
 public:
  // A row that starts on `line`. Rows come in their order.
  void Add(int64_t line);

  int64_t count() const { return count_; }
  // "3 rows (lines 5, 9 and 12)"; of many only the first ten lines. Empty if
  // there is none.
  std::string ToString() const;

 private:
  int64_t count_ = 0;
  std::vector<int64_t> first_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_LINE_TALLY_H_
