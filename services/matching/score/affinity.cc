#include "services/matching/score/affinity.h"

#include <algorithm>
#include <cmath>

namespace homeward::matching {
namespace {

// However much words belong together, each says this much at least, and not
// this much less.
constexpr double kLeastBits = 0.5;
constexpr double kMostTaken = 8;

// Of a word as both wrote it: where both are known, the geometric mean. 0 if
// neither is.
double AffinityOf(const Word& left, const Word& right,
                  const Statistics& statistics) {
  const double l = statistics.Affinity(left);
  const double r = statistics.Affinity(right);
  return l > 0 && r > 0 ? std::sqrt(l * r) : std::max(l, r);
}

bool IsWordThatAgrees(const FieldEvidence& evidence) {
  return evidence.field == "name" && evidence.left_words == 1 &&
         evidence.right_words == 1 && evidence.bits > kLeastBits;
}

}  // namespace

double AffinityBits(const Name& left, const Name& right,
                    const std::vector<FieldEvidence>& evidence,
                    const Statistics& statistics) {
  std::vector<double> agreeing;
  double sum = 0;
  int known = 0;
  for (const FieldEvidence& one : evidence) {
    if (!IsWordThatAgrees(one)) continue;
    const Word& l = *left.words[one.left_word].word;
    const Word& r = *right.words[one.right_word].word;
    if (l.initial || r.initial) continue;
    agreeing.push_back(one.bits);
    const double affinity = AffinityOf(l, r, statistics);
    if (affinity <= 0) continue;
    sum += std::log2(affinity);
    ++known;
  }
  if (agreeing.size() < 2 || known == 0) return 0;
  const double each = std::min(sum / known, kMostTaken);
  std::sort(agreeing.rbegin(), agreeing.rend());
  double taken = 0;
  for (size_t i = 1; i < agreeing.size(); ++i) {
    taken += std::min(each, agreeing[i] - kLeastBits);
  }
  return -taken;
}

}  // namespace homeward::matching
