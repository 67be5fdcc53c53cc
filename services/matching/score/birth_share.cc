#include "services/matching/score/birth_share.h"

#include <algorithm>

namespace homeward::matching {
namespace {

bool AreMadeUpAlike(const Birth& asked, const Birth& held) {
  return asked.is_full() && held.is_full() && IsHeaped(asked) &&
         IsHeaped(held) && asked.month == held.month;
}

// Of the days that compare on `level`, how many are the same day of another
// year.
double SameDaysOfOtherYears(BirthLevel level) {
  switch (level) {
    case BirthLevel::kYearOff:
      return 2;
    case BirthLevel::kOneDigit:
    case BirthLevel::kTwoParts:
      return 10;
    default:
      return 0;
  }
}

}  // namespace

double BirthShare(const Birth& asked, const Birth& held, BirthLevel level,
                  const Weights& weights, const Statistics& statistics) {
  if (level == BirthLevel::kExact) return statistics.DayShare(held);
  if (level == BirthLevel::kOverlap) {
    const bool asked_wider = asked.last - asked.first > held.last - held.first;
    const Birth& wider = asked_wider ? asked : held;
    return statistics.IntervalShare(wider.first, wider.last);
  }
  double share = weights.of(level).u * statistics.MeanDayShare(held.first);
  if (AreMadeUpAlike(asked, held)) {
    share += SameDaysOfOtherYears(level) * statistics.DayShare(held);
  }
  return std::min(share, 1.0);
}

}  // namespace homeward::matching
