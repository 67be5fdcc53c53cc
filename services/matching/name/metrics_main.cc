// For agreement_test.py: reads two words a line, with a tab between them, and
// prints the Double Metaphone keys of the first, the edit distance, and the
// Jaro-Winkler similarity.

#include <iomanip>
#include <iostream>
#include <string>

#include "absl/strings/str_join.h"
#include "services/matching/name/double_metaphone.h"
#include "services/matching/name/string_metrics.h"

int main() {
  namespace matching = homeward::matching;
  std::cout << std::setprecision(17);
  for (std::string line; std::getline(std::cin, line);) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) return 1;
    const std::string one = line.substr(0, tab);
    const std::string other = line.substr(tab + 1);
    std::cout << absl::StrJoin(matching::DoubleMetaphone(one), ",") << '\t'
              << matching::EditDistance(one, other) << '\t'
              << matching::JaroWinkler(one, other) << '\n';
  }
  return 0;
}
