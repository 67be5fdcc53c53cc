#ifndef HOMEWARD_SERVICES_MATCHING_TERMS_H_
#define HOMEWARD_SERVICES_MATCHING_TERMS_H_

#include <string>
#include <vector>

#include "services/matching/description.h"

// By what a store finds the records that are worth comparing. Terms hold parts
// of names and numbers: blind them before they are stored. Pure, thread-safe.
namespace homeward::matching {

// The most terms of one record, and of one question.
inline constexpr size_t kMaxTerms = 480;

// The terms under which a record is stored, each once: of each name pairs of
// skeletons, words, and words and skeletons beside each year of birth; its
// numbers; and of each relative's name pairs of skeletons. At most kMaxTerms,
// those that find most surely first.
std::vector<std::string> IndexTerms(const Description& record);

// What to look up: the same by the rules of two versions.
struct LookupTerm {
  // Of kTermKind. Empty: these rules have no such term.
  std::string text;
  // Of kOlderTermKind, in a store whose terms were not all written anew.
  std::string older;
};

// The terms to look up for a question, each once, those that the fewest records
// share first: numbers, pairs of skeletons, those of relatives, words, single
// skeletons. With a birth within a few years, words and skeletons are looked up
// beside each of these years, one before and one after, and beside no year.
// At most kMaxTerms.
std::vector<LookupTerm> LookupTerms(const Description& query);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_TERMS_H_
