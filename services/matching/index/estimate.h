#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_ESTIMATE_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_ESTIMATE_H_

#include <cstdint>

#include "services/matching/index/population.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {

struct EstimateOptions {
  int rounds = 5;
  // How many records have their candidates looked at, spread over all.
  uint32_t records = 20000;
  // How many pairs of two persons are drawn.
  uint32_t random_pairs = 200000;
};

// What a population's own records say of the weights, for a person to read and
// approve: never use them without. `m` by expectation and maximisation over
// the pairs that keys find, `u` over random pairs; both are drawn towards
// `start`, the more the less is seen. Shares of values, and days of births,
// stay as they are. The population must hold several records of some persons.
//
// Source: Winkler, "Using the EM algorithm for weight computation in the
// Fellegi-Sunter model of record linkage", 1988.
Weights EstimateWeights(const Population& population, const Weights& start,
                        const EstimateOptions& options);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_ESTIMATE_H_
