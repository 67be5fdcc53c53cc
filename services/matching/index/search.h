#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_SEARCH_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_SEARCH_H_

#include <cstdint>
#include <vector>

#include "services/matching/index/person_store.h"
#include "services/matching/index/posting_index.h"
#include "services/matching/index/words/similar_words.h"
#include "services/matching/record/person.h"
#include "services/matching/score/scorer.h"

namespace homeward::matching {

// A record that may be about the person looked for.
struct ScoredCandidate {
  uint32_t record = 0;
  double bits = 0;  // As PairScore.
  double probability = 0;
};

struct FindOptions {
  // The most candidates to return.
  size_t top = 10;
  // Only candidates with at least this probability.
  double floor = 0;
  // How many of those that share keys are looked at, the most promising first.
  size_t scored = 1500;
  // Look up every key at once and compare all in full, as for linking, where
  // nobody asks again.
  bool thorough = false;
};

// What is searched.
struct Searched {
  const PersonStore& store;
  const PostingIndex& index;
  const SimilarWords& words;
  const Scorer& scorer;
};

// The best candidates for `person`, best first; equal ones in the order of
// their records. Pure, thread-safe.
//
// First those that share a key. If none of these is likely, those too that
// share a word which may be written for one of the name. Of what is found the
// most promising are ranked by QuickScore, and the best of these compared in
// full.
std::vector<ScoredCandidate> Search(const Searched& searched,
                                    const Person& person,
                                    const FindOptions& options);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_SEARCH_H_
