#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_POPULATION_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_POPULATION_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/index/person_store.h"
#include "services/matching/index/posting_index.h"
#include "services/matching/index/search.h"
#include "services/matching/index/words/similar_words.h"
#include "services/matching/record/person.h"
#include "services/matching/score/scorer.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {

// Many persons, and an index to find one. Filled, then sealed, then only read:
// const methods are thread-safe from then on.
class Population {
 public:
  // Keys of more records than this are split or not used.
  static constexpr uint32_t kMaxRecordsOfKey = 2000;

  // Adds a record and returns its number, counted from 0.
  uint32_t Add(absl::string_view id, const Person& person);

  // Builds the index; nothing is found before. `weights` must live as long.
  // `expected_persons` as Scorer takes it; 0 is as many as were added.
  void Seal(const Weights* weights, double expected_persons = 0);

  // The best candidates for `person`, best first; equal ones in the order of
  // their records.
  std::vector<ScoredCandidate> Find(const Person& person,
                                    const FindOptions& options) const;

  const PersonStore& store() const { return store_; }
  const Statistics& statistics() const { return *statistics_; }
  const Scorer& scorer() const { return *scorer_; }
  size_t memory_bytes() const;

 private:
  PersonStore store_;
  std::unique_ptr<Statistics> statistics_ = std::make_unique<Statistics>();
  PostingIndex::Builder builder_;
  PostingIndex index_;
  SimilarWords words_;
  std::unique_ptr<Scorer> scorer_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_POPULATION_H_
