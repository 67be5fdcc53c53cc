#ifndef HOMEWARD_TESTS_MATCHING_PERSON_FIELDS_H_
#define HOMEWARD_TESTS_MATCHING_PERSON_FIELDS_H_

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/matching/vocabulary.h"

namespace homeward::testing {

// The columns of a generated file, besides the id.
enum PersonField {
  kGiven,
  kFamily,
  kStreetNumber,
  kStreet,
  kLocality,
  kSuburb,
  kPostcode,
  kState,
  kBirth,  // yyyymmdd
  kSex,
  kNationalNumber,
  kPersonFields,
};
inline constexpr absl::string_view kPersonFieldNames[kPersonFields] = {
    "given_name",    "surname", "street_number", "address_1",
    "address_2",     "suburb",  "postcode",      "state",
    "date_of_birth", "sex",     "soc_sec_id"};

using PersonFields = std::array<std::string, kPersonFields>;

struct PersonMakeup {
  int first_year = 1900;
  int last_year = 1999;
  // The share of births that are written as 1 January.
  double heaped = 0;
};

// A person as the first agency wrote her: some fields are missing (given name
// 3 %, family name 1 %, street number 3 %, street and suburb and state 1.5 %,
// locality 9 %, birth 2.5 %).
PersonFields MakePerson(const Vocabulary& words, const PersonMakeup& makeup,
                        Random* random);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_MATCHING_PERSON_FIELDS_H_
