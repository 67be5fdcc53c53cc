#ifndef HOMEWARD_SERVICES_MATCHING_MATCHER_H_
#define HOMEWARD_SERVICES_MATCHING_MATCHER_H_

#include <optional>
#include <string>
#include <vector>

#include "services/matching/identifiers.h"
#include "services/matching/index_version.h"

// Could a record be about the child that somebody asks for? Says how likely,
// and why; never decides: every link needs a person. Pure, thread-safe,
// bounded for any input.
namespace homeward::matching {

// The years in which somebody may be born, both included.
struct BirthYears {
  int first = 0;
  int last = 0;  // At least `first`.
};

// What is known of a child, on either side. Every part may be missing, and
// what is missing is neither equal nor different.
struct Description {
  // As written, in any scripts and any order of words: names in use, other
  // spellings, nicknames.
  std::vector<std::string> names;
  std::optional<BirthYears> birth;
  std::vector<Identifier> identifiers;
};

enum class Band {
  kNone,      // Below 0.05: never shown.
  kWeak,      // Below 0.50: shown on request.
  kPossible,  // Below 0.95.
  kStrong,
};

enum class EvidenceField { kName, kBirth, kIdentifier };

enum class EvidenceLevel {
  kMissing,  // On one side or both.
  kDifferent,
  kClose,  // Names with other spellings or words; years next to each other.
  kAgrees,
};

// Why a score is what it is. Holds no value of a record.
struct Evidence {
  EvidenceField field = EvidenceField::kName;
  EvidenceLevel level = EvidenceLevel::kMissing;
};

struct Match {
  double score = 0;  // [0, 1], as a probability; of this pair alone.
  Band band = Band::kNone;
  std::vector<Evidence> evidence;  // One of each field, in their order.
};

// Compares what is asked with what a record holds.
//
// With no words in common and no identifier the score is 0. One word alone
// never makes a strong match, and neither does a number that families share.
Match Score(const Description& query, const Description& candidate);

// The terms under which an index stores a record: words of its names, each by
// itself and with each year of birth, and its identifiers. Terms start with
// kIndexVersion, are sorted and differ. Blind them before they are stored.
std::vector<std::string> IndexTerms(const Description& record);

// The terms to look up for a question: a record that Score() gives more than
// 0 for whole words or identifiers, and whose birth is unknown or at most a
// year off, is stored under one of them. At most 130 terms.
std::vector<std::string> LookupTerms(const Description& query);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_MATCHER_H_
