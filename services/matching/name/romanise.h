#ifndef HOMEWARD_SERVICES_MATCHING_NAME_ROMANISE_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_ROMANISE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

// Readings of words in the letters a to z, one function for each script. All
// take lower case in NFKC, leave out what is not of their script, and are
// pure and thread-safe.
namespace homeward::matching {

// With marks left out, then, if marks said more, as those who can't type them
// write: "muller", "mueller"; "sevcik", "shevchik".
std::vector<std::string> RomaniseLatin(std::u32string_view word);

// What a word in the letters a to z is in languages that mean them otherwise:
// Slavic j, Somali x and c, silent French letters; and without an article or a
// "van" that is written as a part of it.
std::vector<std::string> OtherLatinReadings(absl::string_view letters);

// As Ukrainians and as Russians read it where these differ: "serhiy",
// "sergiy". The more likely first, by the letters that only one of them has.
std::vector<std::string> RomaniseCyrillic(std::u32string_view word);

// The consonants and long vowels that Arabic (also of Persian, Dari, Pashto
// and Urdu) and Hebrew write: "mhmd". Takes folded letters.
std::string RomaniseAbjad(std::u32string_view folded);

// The same letters with one sign for each, as sound_costs.h has them.
std::string AbjadSigns(std::u32string_view folded);

// As Ethiopians and Eritreans write themselves: "gebregziabher".
std::string RomaniseEthiopic(std::u32string_view folded);

// How that sounds, in the letters of SoundOf(), with E and @.
std::string EthiopicSound(std::u32string_view folded);

// With ICU's transliterators, for every other script. Costs some 20 us. Empty
// if ICU does not know the script.
std::string RomaniseOther(std::u32string_view word);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_ROMANISE_H_
