#include "services/matching/candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
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

}  // namespace

absl::StatusOr<std::vector<std::string>> FindCandidates(
    const Description& query, double persons, const CandidateLimits& limits,
    FindByTerm find) {
  absl::flat_hash_map<std::string, double> worth;
  size_t room = limits.records;
  for (const std::string& term : LookupTerms(query)) {
    if (room == 0) break;
    auto found = find(term, std::min(limits.records_of_term, room));
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

}  // namespace homeward::matching
