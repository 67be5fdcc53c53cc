#include "services/matching/record/person.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "services/matching/record/country.h"
#include "services/matching/record/fold_text.h"

namespace homeward::matching {
namespace {

constexpr absl::string_view kFieldNames[kTextFields] = {
    "nationality", "place",           "street_number", "street",
    "locality",    "suburb",          "state",         "postcode",
    "phone",       "national_number", "passport",      "registration_number",
    "other_number"};

constexpr size_t kMaxTextBytes = 120;

bool IsDocument(TextField field) {
  switch (field) {
    case TextField::kNationalNumber:
    case TextField::kPassport:
    case TextField::kRegistration:
    case TextField::kOtherNumber:
      return true;
    default:
      return false;
  }
}

bool IsNumber(TextField field) {
  switch (field) {
    case TextField::kStreetNumber:
    case TextField::kPostcode:
    case TextField::kPhone:
      return true;
    default:
      return IsDocument(field);
  }
}

// Words that people write where they know nothing.
bool IsPlaceholder(TextField field, absl::string_view text) {
  constexpr absl::string_view kWords[] = {"na",   "n a",     "none",
                                          "null", "nil",     "unknown",
                                          "unk",  "missing", "not known"};
  if (absl::c_linear_search(kWords, text)) return true;
  const bool one_character =
      absl::c_all_of(text, [&](char c) { return c == text.front(); });
  return IsNumberOfOne(field) && (one_character || text.size() < 3);
}

}  // namespace

absl::string_view FieldName(TextField field) {
  return kFieldNames[static_cast<int>(field)];
}

bool IsNumberOfOne(TextField field) {
  return field == TextField::kPhone || IsDocument(field);
}

std::optional<Sex> ParseSex(absl::string_view text) {
  const std::string word =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  for (const char* female : {"f", "female", "girl", "woman", "w", "2"}) {
    if (word == female) return Sex::kFemale;
  }
  for (const char* male : {"m", "male", "boy", "man", "1"}) {
    if (word == male) return Sex::kMale;
  }
  for (const char* other : {"x", "o", "other", "9"}) {
    if (word == other) return Sex::kOther;
  }
  for (const char* unknown : {"", "u", "0", "unknown", "n/a", "na"}) {
    if (word == unknown) return Sex::kUnknown;
  }
  return std::nullopt;
}

std::string MakeText(TextField field, absl::string_view text) {
  std::string made =
      FoldText(text.substr(0, kMaxTextBytes), IsNumber(field) ? "" : " ");
  if (made.empty() || IsPlaceholder(field, made)) return "";
  if (field != TextField::kNationality) return made;
  std::string country = CountryOf(made);
  return country.empty() ? made : country;
}

}  // namespace homeward::matching
