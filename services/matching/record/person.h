#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_PERSON_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_PERSON_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"

// What a record says of one person, in comparable form.
namespace homeward::matching {

enum class Sex : uint8_t { kUnknown, kFemale, kMale, kOther };

// The fields that are compared as text or as a number.
enum class TextField : uint8_t {
  kNationality,
  kPlace,  // Of birth or origin.
  kStreetNumber,
  kStreet,
  kLocality,  // A second line of an address: building, estate, village.
  kSuburb,    // Or town.
  kState,
  kPostcode,
  kPhone,
  kNationalNumber,
  kPassport,
  kRegistration,  // Of one agency's register: proGres, a clinic's file.
  kOtherNumber,   // Of any other register or document.
};
inline constexpr int kTextFields = 13;

// The name of a field in column maps, weights and explanations.
absl::string_view FieldName(TextField field);

// True for numbers that name one person or one telephone.
bool IsNumberOfOne(TextField field);

// One person. Every part may be missing, and what is missing is neither equal
// nor different.
struct Person {
  Name name;
  std::optional<Birth> birth;
  Sex sex = Sex::kUnknown;
  // By TextField, as MakeText() made it; empty if missing.
  std::array<std::string, kTextFields> texts;

  const std::string& text(TextField field) const {
    return texts[static_cast<int>(field)];
  }
  std::string& text(TextField field) { return texts[static_cast<int>(field)]; }
};

// Reads a sex as agencies write it: "f", "female", "girl", "2" and so on (ISO
// 5218), in any case. Nothing if it is none of these.
std::optional<Sex> ParseSex(absl::string_view text);

// Brings what somebody wrote to one form: words without case and marks, one
// space between; numbers without any; of a country's code or name as a
// nationality what CountryOf() has. Empty if nothing is left, or for
// placeholders such as "n/a" and 0000: two of these would be equal and mean
// nothing. Pure, thread-safe.
std::string MakeText(TextField field, absl::string_view text);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_PERSON_H_
