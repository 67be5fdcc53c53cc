#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_COUNT_AFFINITY_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_COUNT_AFFINITY_H_

#include "services/matching/index/person_store.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {

// Counts for each word of `persons` how much likelier its bearers share another
// word with each other than with anybody, and tells `statistics`, which must
// hold the same persons. Words that sound the same are one; of one with few
// bearers, what the bearers of the words beside it share counts as well. Looks
// at pairs of some bearers of each word whose births are far apart, so that no
// person is taken for two. Some seconds for millions of persons.
void CountAffinity(const PersonStore& persons, Statistics* statistics);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_COUNT_AFFINITY_H_
