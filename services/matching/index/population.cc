#include "services/matching/index/population.h"

#include <algorithm>

#include "services/matching/index/blocking.h"
#include "services/matching/index/count_affinity.h"

namespace homeward::matching {

uint32_t Population::Add(absl::string_view id, const Person& person) {
  builder_.Add(StoredKeys(person), StoredCode(person.birth));
  statistics_->Add(person);
  return store_.Add(id, person);
}

void Population::Seal(const Weights* weights, double expected_persons) {
  index_ = builder_.Build(kMaxRecordsOfKey);
  for (size_t i = 0; i < store_.words(); ++i) {
    words_.Add(store_.word(static_cast<uint32_t>(i)));
  }
  words_.Seal();
  CountAffinity(store_, statistics_.get());
  scorer_ = std::make_unique<Scorer>(
      weights, statistics_.get(),
      expected_persons > 0 ? expected_persons : std::max(store_.size(), 1U),
      DefaultCalibration());
}

std::vector<ScoredCandidate> Population::Find(
    const Person& person, const FindOptions& options) const {
  if (scorer_ == nullptr) return {};
  return Search({store_, index_, words_, *scorer_}, person, options);
}

size_t Population::memory_bytes() const {
  return store_.memory_bytes() + index_.memory_bytes() + words_.memory_bytes();
}

}  // namespace homeward::matching
