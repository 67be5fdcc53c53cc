#ifndef HOMEWARD_TESTS_MATCHING_LINKAGE_FIGURES_H_
#define HOMEWARD_TESTS_MATCHING_LINKAGE_FIGURES_H_

#include <string>
#include <utility>
#include <vector>

namespace homeward::testing {

// A pair's probability, and whether it is one person.
using Judged = std::pair<double, bool>;

// How well pairs were found.
struct LinkageFigures {
  int pairs = 0;
  int found = 0;  // Pairs of one person among them.
  int all = 0;    // That there are.
  // The best F1 of any threshold on the probability, with its precision and
  // recall. Pairs of one probability stand or fall together.
  double best_f1 = 0;
  double precision = 0;
  double recall = 0;
  double threshold = 1;
};

// `all` is how many pairs of one person there are, found or not.
LinkageFigures FiguresOf(std::vector<Judged> judged, int all);

// Those, and the reliability table with its error, as lines for people.
std::string FiguresText(const std::string& title,
                        const std::vector<Judged>& judged, int all);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_MATCHING_LINKAGE_FIGURES_H_
