#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_LEVEL_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_LEVEL_H_

#include <cstdint>

#include "services/matching/record/birth.h"

namespace homeward::matching {

// How two births compare, best first. Each has its own weight.
enum class BirthLevel : uint8_t {
  kMissing,    // On one side or both: no evidence.
  kExact,      // The same day.
  kFlip,       // Day and month changed places.
  kOneDigit,   // One digit differs, or two neighbours changed places, or it is
               // the day before or after.
  kYearOff,    // Day and month agree, the year is one off.
  kMonth,      // The same month and year, as when one is a first of the month.
  kTwoParts,   // Two of day, month and year agree.
  kHeaped,     // The same year, and one is a day that stands for any: 1 January
               // or 1 July.
  kOverlap,    // One is no single day, and they overlap.
  kNextYear,   // One is no single day, and they are at most a year apart.
  kSameYear,   // Two days of one year.
  kYearNear,   // Two days at most a year apart.
  kTwoYears,   // At most two years apart.
  kDifferent,  // Further apart.
};
inline constexpr int kBirthLevels = 14;

// Compares two births. Symmetric. Two days in different calendars are the same
// if they are at most a day apart: calendars of the moon differ by that. Pure,
// thread-safe.
BirthLevel CompareBirths(const Birth& left, const Birth& right);

// True for 1 January and 1 July: people write them for a day nobody knows.
bool IsHeaped(const Birth& birth);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_BIRTH_LEVEL_H_
