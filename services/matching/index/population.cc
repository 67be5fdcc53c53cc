#include "services/matching/index/population.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "services/matching/index/blocking.h"
#include "services/matching/index/hits.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/score/name_weight.h"

namespace homeward::matching {
namespace {

// Of the first tier so many are scored; with a candidate as likely as this
// among them nobody looks further.
constexpr size_t kQuickly = 300;
constexpr double kLikely = 0.95;

// How many candidates have their births looked at, for each that is scored.
constexpr size_t kBirthsForEach = 4;

// What a birth adds to the worth of a hit, by its level.
float BirthWorth(const std::optional<Birth>& left,
                 const std::optional<Birth>& right) {
  constexpr float kWorth[kBirthLevels] = {0, 12, 9, 6, 8,  5, 4,
                                          2, 2,  1, 0, -1, -4};
  if (!left.has_value() || !right.has_value()) return 0;
  return kWorth[static_cast<int>(CompareBirths(*left, *right))];
}

bool IsWorthMore(const Hit& left, const Hit& right) {
  return left.worth != right.worth ? left.worth > right.worth
                                   : left.record < right.record;
}

// Leaves the `count` hits that are worth most, in no order.
void KeepBest(size_t count, std::vector<Hit>* hits) {
  if (hits->size() <= count) return;
  std::nth_element(hits->begin(), hits->begin() + static_cast<ptrdiff_t>(count),
                   hits->end(), IsWorthMore);
  hits->resize(count);
}

// Remembers what words compare as, for one query at a time.
class WordMemory {
 public:
  WordComparison Compare(const Word& left, const Word& right) {
    const auto [found, added] = known_.try_emplace({&left, &right});
    if (added) found->second = CompareRecordWords(left, right);
    return found->second;
  }
  void Clear() { known_.clear(); }

 private:
  absl::flat_hash_map<std::pair<const Word*, const Word*>, WordComparison>
      known_;
};

// What a thread uses again for each query.
struct Workspace {
  Hits hits;
  WordMemory words;
};

Workspace& OfThisThread() {
  thread_local Workspace workspace;
  return workspace;
}

// One search, of one person.
class Search {
 public:
  Search(const PersonStore& store, const PostingIndex& index,
         const Scorer& scorer, const Person& person, const FindOptions& options)
      : store_(store),
        index_(index),
        scorer_(scorer),
        person_(person),
        options_(options),
        keys_(LookupKeys(person)),
        codes_(LookupCodes(person.birth)),
        workspace_(OfThisThread()) {
    workspace_.hits.Clear();
    workspace_.words.Clear();
  }

  std::vector<Candidate> Run() {
    Look(KeyTier::kFirst);
    if (!options_.thorough) {
      std::vector<Candidate> candidates =
          ScoreBest(std::min(kQuickly, options_.scored));
      if (!candidates.empty() && candidates[0].probability >= kLikely) {
        return candidates;
      }
    }
    Look(KeyTier::kSecond);
    return ScoreBest(options_.scored);
  }

 private:
  void Look(KeyTier tier) {
    for (const BlockingKey& key : keys_) {
      if (key.tier != tier) continue;
      index_.Find(key.hash, codes_, [&](PostingIndex::List list) {
        if (list.empty()) return;
        const double share = double{1} * store_.size() / list.size();
        workspace_.hits.Add(list, static_cast<float>(std::log2(1 + share)));
      });
    }
  }

  std::vector<Hit> BestHits(size_t count) const {
    const auto all = workspace_.hits.all();
    std::vector<Hit> best(all.begin(), all.end());
    KeepBest(count * kBirthsForEach, &best);
    if (best.size() > count) {
      for (Hit& hit : best) {
        hit.worth += BirthWorth(person_.birth, store_.BirthOf(hit.record));
      }
      KeepBest(count, &best);
    }
    return best;
  }

  std::vector<Candidate> ScoreBest(size_t count) {
    std::vector<Candidate> candidates;
    const auto compare = [&](const Word& left, const Word& right) {
      return workspace_.words.Compare(left, right);
    };
    for (const Hit& hit : BestHits(count)) {
      const PairScore score =
          scorer_.Score(person_, store_.Get(hit.record), compare);
      if (score.probability < options_.floor) continue;
      candidates.push_back({hit.record, score.bits, score.probability});
    }
    absl::c_sort(candidates, [](const Candidate& a, const Candidate& b) {
      return a.bits != b.bits ? a.bits > b.bits : a.record < b.record;
    });
    if (candidates.size() > options_.top) candidates.resize(options_.top);
    return candidates;
  }

  const PersonStore& store_;
  const PostingIndex& index_;
  const Scorer& scorer_;
  const Person& person_;
  const FindOptions& options_;
  const std::vector<BlockingKey> keys_;
  const std::vector<BirthCode> codes_;
  Workspace& workspace_;
};

}  // namespace

uint32_t Population::Add(absl::string_view id, const Person& person) {
  builder_.Add(StoredKeys(person), StoredCode(person.birth));
  statistics_->Add(person);
  return store_.Add(id, person);
}

void Population::Seal(const Weights* weights, double expected_persons) {
  index_ = builder_.Build(kMaxRecordsOfKey);
  scorer_ = std::make_unique<Scorer>(
      weights, statistics_.get(),
      expected_persons > 0 ? expected_persons : std::max(store_.size(), 1U),
      DefaultCalibration());
}

std::vector<Candidate> Population::Find(const Person& person,
                                        const FindOptions& options) const {
  if (scorer_ == nullptr) return {};
  return Search(store_, index_, *scorer_, person, options).Run();
}

size_t Population::memory_bytes() const {
  return store_.memory_bytes() + index_.memory_bytes();
}

}  // namespace homeward::matching
