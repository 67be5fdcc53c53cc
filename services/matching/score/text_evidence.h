#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_TEXT_EVIDENCE_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_TEXT_EVIDENCE_H_

#include <vector>

#include "services/matching/record/person.h"
#include "services/matching/score/evidence.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {

// Adds what the texts and numbers of two persons say, in the order of fields: a
// piece of evidence for each that both have. Of a suburb, its postcode and its
// state only the strongest that agrees counts in full. Thread-safe.
void AddTexts(const Person& left, const Person& right, const Weights& weights,
              const Statistics& statistics,
              std::vector<FieldEvidence>* evidence);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_TEXT_EVIDENCE_H_
