#include "services/matching/record/birth_level.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "absl/time/civil_time.h"

namespace homeward::matching {
namespace {

constexpr int32_t kDaysOfYear = 366;

using Digits = std::array<char, 8>;

Digits DigitsOf(const Birth& birth) {
  return {static_cast<char>(birth.year / 1000 % 10),
          static_cast<char>(birth.year / 100 % 10),
          static_cast<char>(birth.year / 10 % 10),
          static_cast<char>(birth.year % 10),
          static_cast<char>(birth.month / 10 % 10),
          static_cast<char>(birth.month % 10),
          static_cast<char>(birth.day / 10 % 10),
          static_cast<char>(birth.day % 10)};
}

// True if one digit differs, or two neighbours changed places.
bool OneDigitApart(const Digits& left, const Digits& right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin());
  if (l == left.end()) return false;
  if (std::equal(l + 1, left.end(), r + 1)) return true;
  return l + 1 != left.end() && l[0] == r[1] && l[1] == r[0] &&
         std::equal(l + 2, left.end(), r + 2);
}

// What was written, in the Gregorian calendar.
Birth InGregorian(const Birth& birth) {
  if (birth.calendar == BirthCalendar::kGregorian || birth.impossible) {
    return birth;
  }
  Birth same = birth;
  const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + birth.first;
  same.year = static_cast<uint16_t>(day.year());
  same.month = static_cast<uint8_t>(day.month());
  same.day = static_cast<uint8_t>(day.day());
  same.calendar = BirthCalendar::kGregorian;
  return same;
}

// By how many days the intervals are apart; 0 or less if they overlap.
int32_t Gap(const Birth& left, const Birth& right) {
  return std::max(left.first, right.first) - std::min(left.last, right.last);
}

// `if_overlap` and `if_near`: the level of those that overlap, and of those at
// most a year apart.
BirthLevel ByInterval(const Birth& left, const Birth& right,
                      BirthLevel if_overlap, BirthLevel if_near) {
  if (!left.has_interval() || !right.has_interval()) {
    return BirthLevel::kMissing;
  }
  const int32_t gap = Gap(left, right);
  if (gap <= 0) return if_overlap;
  if (gap <= kDaysOfYear) return if_near;
  return gap <= 2 * kDaysOfYear ? BirthLevel::kTwoYears
                                : BirthLevel::kDifferent;
}

// True for a day and the next: 19 and 20 are two digits apart.
bool AreNeighbours(const Birth& left, const Birth& right) {
  return left.has_interval() && right.has_interval() &&
         std::abs(left.first - right.first) == 1;
}

// Two full dates of one calendar.
BirthLevel CompareFull(const Birth& left, const Birth& right) {
  const bool year = left.year == right.year;
  const bool month = left.month == right.month;
  const bool day = left.day == right.day;
  if (year && month && day) return BirthLevel::kExact;
  if (year && left.month == right.day && left.day == right.month) {
    return BirthLevel::kFlip;
  }
  const int years = std::abs(int{left.year} - int{right.year});
  if (month && day && years == 1) return BirthLevel::kYearOff;
  if (OneDigitApart(DigitsOf(left), DigitsOf(right)) ||
      AreNeighbours(left, right)) {
    return BirthLevel::kOneDigit;
  }
  if (year && month && (left.day == 1 || right.day == 1)) {
    return BirthLevel::kMonth;
  }
  if (year && (IsHeaped(left) || IsHeaped(right))) return BirthLevel::kHeaped;
  if ((year && (month || day)) || (month && day)) return BirthLevel::kTwoParts;
  if (year) return BirthLevel::kSameYear;
  return ByInterval(left, right, BirthLevel::kYearNear, BirthLevel::kYearNear);
}

}  // namespace

bool IsHeaped(const Birth& birth) {
  return birth.day == 1 && (birth.month == 1 || birth.month == 7);
}

BirthLevel CompareBirths(const Birth& left, const Birth& right) {
  if (!left.is_full() || !right.is_full()) {
    return ByInterval(left, right, BirthLevel::kOverlap, BirthLevel::kNextYear);
  }
  if (left.calendar == right.calendar) return CompareFull(left, right);
  if (!left.impossible && !right.impossible &&
      std::abs(left.first - right.first) <= 1) {
    return BirthLevel::kExact;
  }
  const Birth a = InGregorian(left);
  const Birth b = InGregorian(right);
  return a.calendar == b.calendar
             ? CompareFull(a, b)
             : ByInterval(a, b, BirthLevel::kOverlap, BirthLevel::kNextYear);
}

}  // namespace homeward::matching
