#include "services/matching/index/search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "services/matching/index/blocking.h"
#include "services/matching/index/hits.h"
#include "services/matching/index/quick_score.h"

namespace homeward::matching {
namespace {

// With a candidate as likely as this in the first tier nobody looks further.
constexpr double kLikely = 0.95;

// How many of each tier are ranked, for each that may be compared in full.
constexpr size_t kRankedForEach = 4;
constexpr size_t kFirstTierShare = 4;

// How many are compared in full, for each that is returned and at least; and
// how many of a person with other fields, of which ranking knows little.
constexpr size_t kFullForEach = 3;
constexpr size_t kLeastFull = 30;
constexpr size_t kLeastFullWithTexts = 300;

// Words that may be written for one: how many are compared, how many are looked
// up, and how much they must say to be.
constexpr size_t kWordsCompared = 400;
constexpr size_t kWordsLookedUp = 48;
constexpr float kLeastWordBits = 0;
// How far down both lists of such words pairs are looked up, as a product.
constexpr size_t kPairsLookedUp = 64;

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

// What a thread uses again for each search.
struct Workspace {
  Hits hits;
  WordMemory words;
};

Workspace& OfThisThread() {
  thread_local Workspace workspace;
  return workspace;
}

// One search, of one person.
class Run {
 public:
  Run(const Searched& searched, const Person& person,
      const FindOptions& options)
      : searched_(searched),
        person_(person),
        options_(options),
        keys_(LookupKeys(person)),
        codes_(LookupCodes(person.birth)),
        workspace_(OfThisThread()),
        quick_(person, searched.store, searched.scorer, &workspace_.words) {
    workspace_.hits.Clear();
    workspace_.words.Clear();
  }

  std::vector<ScoredCandidate> Candidates() {
    FindSimilarWords();
    Look(KeyTier::kFirst);
    if (!options_.thorough) {
      std::vector<ScoredCandidate> candidates =
          ScoreBest(options_.scored / kFirstTierShare);
      if (!candidates.empty() && candidates[0].probability >= kLikely) {
        return candidates;
      }
    }
    Look(KeyTier::kSecond);
    LookForSimilarWords();
    return ScoreBest(options_.scored);
  }

 private:
  void Look(KeyTier tier) {
    for (const BlockingKey& key : keys_) {
      if (key.tier == tier) LookUp(key.hash);
    }
  }

  void LookUp(uint32_t key) {
    searched_.index.Find(key, codes_, [&](PostingIndex::List list) {
      if (list.empty()) return;
      const double share = double{1} * searched_.store.size() / list.size();
      workspace_.hits.Add(list, static_cast<float>(std::log2(1 + share)));
    });
  }

  void FindSimilarWords() {
    for (const NameWord& word : person_.name.words) {
      const int place = static_cast<int>(similar_.size());
      similar_.push_back(searched_.words.Find(*word.word));
      for (const uint32_t number : similar_.back()) {
        workspace_.words.Expect(place, number);
      }
    }
  }

  // The words that say most, of those that are like that at `place`.
  std::vector<const Word*> LikelyWords(int place) {
    const Word& word = *person_.name.words[place].word;
    const AskedWord asked{&word, PersonStore::GlanceAt(word)};
    std::vector<uint32_t>& similar = similar_[place];
    similar.resize(std::min(similar.size(), kWordsCompared));
    std::vector<std::pair<float, uint32_t>> likely;
    for (const uint32_t number : similar) {
      const float bits = workspace_.words.Bits(
          place, asked, number, searched_.store, searched_.scorer.statistics());
      if (bits > kLeastWordBits) likely.emplace_back(-bits, number);
    }
    absl::c_sort(likely);
    likely.resize(std::min(likely.size(), kWordsLookedUp));
    std::vector<const Word*> words;
    for (const auto& [bits, number] : likely) {
      words.push_back(&searched_.store.word(number));
    }
    return words;
  }

  // Persons who have such a word, or two where those with one are too many.
  void LookForSimilarWords() {
    std::vector<std::vector<const Word*>> likely;
    absl::flat_hash_set<uint32_t> keys;
    for (size_t place = 0; place < person_.name.words.size(); ++place) {
      likely.push_back(LikelyWords(static_cast<int>(place)));
      for (const Word* word : likely.back()) {
        if (!word->initial) keys.insert(WordBlockingKey(*word));
      }
      for (size_t other = 0; other < place; ++other) {
        AddPairs(likely[place], likely[other], &keys);
      }
    }
    for (const BlockingKey& key : keys_) keys.erase(key.hash);
    for (const uint32_t key : keys) LookUp(key);
  }

  static void AddPairs(const std::vector<const Word*>& ones,
                       const std::vector<const Word*>& others,
                       absl::flat_hash_set<uint32_t>* keys) {
    for (size_t i = 0; i < ones.size(); ++i) {
      if (ones[i]->skeletons.empty()) continue;
      for (size_t j = 0;
           j < others.size() && (i + 1) * (j + 1) <= kPairsLookedUp; ++j) {
        if (others[j]->skeletons.empty()) continue;
        keys->insert(
            PairBlockingKey(ones[i]->skeletons[0], others[j]->skeletons[0]));
      }
    }
  }

  bool HasTexts() const {
    return absl::c_any_of(
        person_.texts, [](const std::string& text) { return !text.empty(); });
  }

  // The hits that are worth a full comparison: of those that share most keys
  // the best by name and birth, and some by keys alone.
  std::vector<Hit> WorthComparing(size_t count) const {
    const auto all = workspace_.hits.all();
    std::vector<Hit> hits(all.begin(), all.end());
    KeepBest(count * kRankedForEach, &hits);
    const size_t least = HasTexts() ? kLeastFullWithTexts : kLeastFull;
    const size_t full = options_.thorough
                            ? count
                            : std::max(options_.top * kFullForEach, least);
    if (hits.size() <= full) return hits;
    for (const Hit& hit : hits) searched_.store.Prefetch(hit.record);
    std::vector<Hit> by_keys = hits;
    KeepBest(full / 2, &by_keys);
    for (Hit& hit : hits) {
      hit.worth = quick_.Bits(hit.record) + (HasTexts() ? hit.worth : 0);
    }
    KeepBest(full, &hits);
    hits.insert(hits.end(), by_keys.begin(), by_keys.end());
    absl::c_sort(
        hits, [](const Hit& a, const Hit& b) { return a.record < b.record; });
    hits.erase(std::unique(hits.begin(), hits.end(),
                           [](const Hit& a, const Hit& b) {
                             return a.record == b.record;
                           }),
               hits.end());
    return hits;
  }

  std::vector<ScoredCandidate> ScoreBest(size_t count) {
    std::vector<ScoredCandidate> candidates;
    const auto compare = [&](const Word& left, const Word& right) {
      return workspace_.words.Compare(left, right);
    };
    for (const Hit& hit : WorthComparing(count)) {
      const PairScore score = searched_.scorer.Score(
          person_, searched_.store.Get(hit.record), compare);
      if (score.probability < options_.floor) continue;
      candidates.push_back({hit.record, score.bits, score.probability});
    }
    absl::c_sort(
        candidates, [](const ScoredCandidate& a, const ScoredCandidate& b) {
          return a.bits != b.bits ? a.bits > b.bits : a.record < b.record;
        });
    if (candidates.size() > options_.top) candidates.resize(options_.top);
    return candidates;
  }

  const Searched& searched_;
  const Person& person_;
  const FindOptions& options_;
  const std::vector<BlockingKey> keys_;
  const std::vector<BirthCode> codes_;
  Workspace& workspace_;
  const QuickScore quick_;
  // Numbers of words, for each word of the name.
  std::vector<std::vector<uint32_t>> similar_;
};

}  // namespace

std::vector<ScoredCandidate> Search(const Searched& searched,
                                    const Person& person,
                                    const FindOptions& options) {
  return Run(searched, person, options).Candidates();
}

}  // namespace homeward::matching
