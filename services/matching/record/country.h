#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_COUNTRY_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_COUNTRY_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// The country that `folded`, a text as FoldText() makes it with spaces between,
// is the code or the name of, as its ISO 3166-1 alpha-2 code in lower case:
// "ua" for "ukr", "804", "ukraine" and "україна". Empty if it is none, or the
// name of two. A code goes before a name. Names are those that CLDR has, long
// and short, in the languages of those who flee and of those who register
// them; the first call reads them, which takes some 40 ms. Thread-safe.
std::string CountryOf(absl::string_view folded);

// Whether `code` is what CountryOf() returns for some country; quick enough for
// each of many pairs. Thread-safe.
bool IsCountryCode(absl::string_view code);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_COUNTRY_H_
