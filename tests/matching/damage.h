#ifndef HOMEWARD_TESTS_MATCHING_DAMAGE_H_
#define HOMEWARD_TESTS_MATCHING_DAMAGE_H_

#include "tests/matching/person_fields.h"
#include "tests/matching/vocabulary.h"

namespace homeward::testing {

// How badly the second agency wrote a person. Each record gets one to
// `most_changes` changes, to fields drawn by how often such fields are wrong;
// at most two to one field.
struct Damage {
  int most_changes = 4;
};

// Writes a person again as the second agency would. A change is one of:
// * a typing error (insert, leave out, change to a key beside, swap): 45 %
// * a space put in or left out: 8 %
// * letters that a scanner takes for others ("m" for "rn"): 7 %
// * another spelling of the same sound ("ph" for "f"): 10 %
// * missing: 10 %
// * written in the other name, or the other line of the address: 8 %
// * another value altogether: 12 %
// Numbers and births get digits wrong, go missing or are others.
PersonFields DamagePerson(const PersonFields& person, const Vocabulary& words,
                          const PersonMakeup& makeup, const Damage& damage,
                          Random* random);

// One typing error, for names alone.
std::string Mistyped(const std::string& word, Random* random);

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_MATCHING_DAMAGE_H_
