#include "tests/matching/linkage_figures.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/matching/score/calibration.h"

namespace homeward::testing {

LinkageFigures FiguresOf(std::vector<Judged> judged, int all) {
  std::sort(judged.rbegin(), judged.rend());
  LinkageFigures figures;
  figures.pairs = static_cast<int>(judged.size());
  figures.all = all;
  for (size_t i = 0; i < judged.size(); ++i) {
    if (judged[i].second) ++figures.found;
    const bool tied =
        i + 1 < judged.size() && judged[i + 1].first == judged[i].first;
    if (tied || figures.found == 0) continue;
    const double precision = double{1} * figures.found / (i + 1);
    const double recall = double{1} * figures.found / all;
    const double f1 = 2 * precision * recall / (precision + recall);
    if (f1 <= figures.best_f1) continue;
    figures.best_f1 = f1;
    figures.precision = precision;
    figures.recall = recall;
    figures.threshold = judged[i].first;
  }
  return figures;
}

std::string FiguresText(const std::string& title,
                        const std::vector<Judged>& judged, int all) {
  const LinkageFigures figures = FiguresOf(judged, all);
  const auto rows = matching::Reliability(judged);
  std::string text = absl::StrFormat(
      "%s\n  best F1 %.5f (precision %.5f, recall %.5f, from %.4f up); "
      "%d of %d pairs found, %d written; calibration error %.4f\n",
      title, figures.best_f1, figures.precision, figures.recall,
      figures.threshold, figures.found, figures.all, figures.pairs,
      matching::CalibrationError(rows));
  for (const matching::ReliabilityRow& row : rows) {
    absl::StrAppendFormat(
        &text, "  %.1f to %.1f  %6d pairs  said %.3f  is %.3f\n", row.from,
        row.to, row.pairs, row.mean_probability, row.share_true);
  }
  return text;
}

}  // namespace homeward::testing
