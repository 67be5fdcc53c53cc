#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_AFFINITY_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_AFFINITY_H_

#include <vector>

#include "services/matching/name/name.h"
#include "services/matching/score/evidence.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {

// What must be taken from a score because the words of a name are of one
// people: among persons who are called Tesfay, many more are called Kidane
// than among all. So where one word agrees, the next says less than its share
// of all names would.
//
// `evidence` is of the words of `left` and `right`; other fields are passed
// over. All words that agree but the one that says most are weighed among the
// bearers of the others: see Statistics::Affinity(). 0 or less; 0 if fewer
// than two words agree, or nothing is known of them. Pure.
double AffinityBits(const Name& left, const Name& right,
                    const std::vector<FieldEvidence>& evidence,
                    const Statistics& statistics);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_AFFINITY_H_
