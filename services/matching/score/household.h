#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_HOUSEHOLD_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_HOUSEHOLD_H_

#include <vector>

#include "services/matching/record/person.h"
#include "services/matching/score/evidence.h"

namespace homeward::matching {

// What must be taken from a score because the two may be of one household:
// brothers and sisters share the family name, the address and the telephone,
// so these say little of who of them it is. Given names, births, sexes and
// documents have to carry it.
//
// Two persons are compared under two assumptions, strangers and relatives, and
// the likelier one counts: the result makes the sum of `evidence` and itself
// -log2(2^-strangers + 2^-relatives). 0 or less; 0 unless an address, a
// telephone or two names of the family agree, such as the father's and the
// grandfather's. Pure.
double HouseholdBits(const Person& left, const Person& right,
                     const std::vector<FieldEvidence>& evidence);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_HOUSEHOLD_H_
