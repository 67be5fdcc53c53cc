#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_BIRTH_SHARE_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_BIRTH_SHARE_H_

#include "services/matching/record/birth.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {

// How common births are that compare with `held` as `asked` does, on `level`:
// a share of all persons, in (0, 1]. Where both are the 1st of January (or of
// July) of two years, they have no more in common than that nobody knew the
// day, and many have that. Pure, thread-safe.
double BirthShare(const Birth& asked, const Birth& held, BirthLevel level,
                  const Weights& weights, const Statistics& statistics);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_BIRTH_SHARE_H_
