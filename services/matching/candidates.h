#ifndef HOMEWARD_SERVICES_MATCHING_CANDIDATES_H_
#define HOMEWARD_SERVICES_MATCHING_CANDIDATES_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/description.h"

namespace homeward::matching {

// How far a search goes.
struct CandidateLimits {
  // Of each term so many records are looked at.
  size_t records_of_term = 1000;
  // Of all terms together.
  size_t records = 20000;
  // How many records are worth comparing.
  size_t candidates = 400;
};

// The ids of records that have a term of this kind, at most `limit`.
using FindByTerm = absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(
    absl::string_view kind, const std::string& term, size_t limit)>;

// The records that are most worth comparing with `query`, best first: those
// that share terms which few records have. `persons` is about how many records
// there are. `has_all_terms`: every record has terms of kIndexVersion; if not,
// it may have those of a version before, and is found by either. Errors: those
// of `find`.
absl::StatusOr<std::vector<std::string>> FindCandidates(
    const Description& query, double persons, bool has_all_terms,
    const CandidateLimits& limits, FindByTerm find);

// A record that is worth comparing.
struct Candidate {
  std::string id;
  // Not by her own name or number: only whom the record names can make it a
  // match, and that it was found at all would tell whom it names.
  bool by_relatives = false;
};

// The same for a child and her relatives, those by her own name first.
absl::StatusOr<std::vector<Candidate>> FindFamilyCandidates(
    const Description& query, double persons, bool has_all_terms,
    const CandidateLimits& limits, FindByTerm find);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_CANDIDATES_H_
