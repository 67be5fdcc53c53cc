#ifndef HOMEWARD_SERVICES_EXCHANGE_AGE_H_
#define HOMEWARD_SERVICES_EXCHANGE_AGE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/exchange/date.h"

// Is this person surely an adult? In doubt it is a child: recommendation 1 of
// ICMEC, "Protecting Children on the Move". Pure, thread-safe.
namespace homeward::exchange {

// The first age, in whole years, at which a person is an adult (article 1 of
// the Convention on the Rights of the Child).
inline constexpr int kAdultYears = 18;

// How far an estimated age may be off, in years. Age assessment by looks or by
// bones errs by years in both directions, so 22 "estimated" may be 17.
inline constexpr int kEstimateErrorYears = 5;

// An age in whole years, both ends included. 0 is an age, not a blank.
struct AgeRange {
  int min_years = 0;  // [0, 150]
  int max_years = 0;  // [min_years, 150]

  bool operator==(const AgeRange& other) const {
    return min_years == other.min_years && max_years == other.max_years;
  }
};

// What a record says of an age. Every part may be missing.
struct AgeEvidence {
  std::optional<PartialDate> birth;
  std::optional<AgeRange> age;
  // When `age` was true: the latest instant that the record allows. Missing:
  // as if it were now.
  std::optional<absl::Time> age_stated_at;
  // Somebody guessed.
  bool estimated = false;
};

// Reads "N" or "N-M", whole years.
//
// Errors:
//   INVALID_ARGUMENT  Another shape, over 150, or the first over the second.
//
// Source: PFIF 1.4, field "age".
absl::StatusOr<AgeRange> ParseAge(absl::string_view text);

// Returns the youngest that the person can be at `now`, in whole years, never
// negative; 0 if nothing is known. Takes the latest day of birth that each
// part of the evidence leaves open, on the place on earth where it is still
// yesterday; where parts contradict each other the younger wins.
int YoungestYears(const AgeEvidence& evidence, absl::Time now);

// Returns whether the person is `kAdultYears` or older at `now`, whichever
// reading of the evidence is true.
bool SurelyAdult(const AgeEvidence& evidence, absl::Time now);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_AGE_H_
