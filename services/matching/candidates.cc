#include "services/matching/candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"

namespace homeward::matching {
namespace {

struct Hit {
  std::string id;
  double worth = 0;
};

bool IsWorthMore(const Hit& left, const Hit& right) {
  return left.worth != right.worth ? left.worth > right.worth
                                   : left.id < right.id;
}

// The records that have a term by either version, each once. The older goes
// first: a record loses it only after it got the other.
absl::StatusOr<std::vector<std::string>> FindEither(const LookupTerm& term,
                                                    bool has_all_terms,
                                                    size_t limit,
                                                    FindByTerm find) {
  std::vector<std::string> ids;
  if (!has_all_terms) {
    auto older = find(kOlderTermKind, term.older, limit);
    if (!older.ok()) return older.status();
    ids = *std::move(older);
  }
  if (!term.text.empty()) {
    auto found = find(kTermKind, term.text, limit);
    if (!found.ok()) return found.status();
    if (ids.empty()) return found;
    ids.insert(ids.end(), found->begin(), found->end());
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() > limit) ids.resize(limit);
  return ids;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindCandidates(
    const Description& query, double persons, bool has_all_terms,
    const CandidateLimits& limits, FindByTerm find) {
  absl::flat_hash_map<std::string, double> worth;
  size_t room = limits.records;
  for (const LookupTerm& term : LookupTerms(query)) {
    if (room == 0) break;
    if (has_all_terms && term.text.empty()) continue;
    auto found = FindEither(term, has_all_terms,
                            std::min(limits.records_of_term, room), find);
    if (!found.ok()) return found.status();
    room -= found->size();
    const double each =
        std::log2(1 + persons / static_cast<double>(found->size() + 1));
    for (std::string& id : *found) worth[std::move(id)] += each;
  }
  std::vector<Hit> hits;
  hits.reserve(worth.size());
  for (auto& [id, sum] : worth) hits.push_back({id, sum});
  const size_t count = std::min(limits.candidates, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(count),
                    hits.end(), IsWorthMore);
  std::vector<std::string> ids;
  ids.reserve(count);
  for (size_t i = 0; i < count; ++i) ids.push_back(std::move(hits[i].id));
  return ids;
}

absl::StatusOr<std::vector<Candidate>> FindFamilyCandidates(
    const Description& query, double persons, bool has_all_terms,
    const CandidateLimits& limits, FindByTerm find) {
  Description family;
  Description named = query;
  named.relatives.swap(family.relatives);
  auto ids = FindCandidates(named, persons, has_all_terms, limits, find);
  if (!ids.ok()) return ids.status();
  std::vector<Candidate> candidates;
  absl::flat_hash_set<std::string> known(ids->begin(), ids->end());
  for (std::string& id : *ids) candidates.push_back({std::move(id)});
  if (family.relatives.empty()) return candidates;
  auto of_family = FindCandidates(family, persons, has_all_terms, limits, find);
  if (!of_family.ok()) return of_family.status();
  for (std::string& id : *of_family) {
    if (known.contains(id)) continue;
    candidates.push_back({std::move(id), /*by_relatives=*/true});
  }
  return candidates;
}

}  // namespace homeward::matching
