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

// The terms to look up for a question, each once, those that the fewest records
// share first: numbers, pairs of skeletons, those of relatives, words, single
// skeletons. With a
// birth within a few years, words and skeletons are looked up beside each of
// these years, one before and one after, and beside no year. Then the terms of
// the version before, for records that nobody changed since. At most kMaxTerms.
std::vector<std::string> LookupTerms(const Description& query);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_TERMS_H_
