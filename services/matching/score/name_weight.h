#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_NAME_WEIGHT_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_NAME_WEIGHT_H_

#include "absl/functional/function_ref.h"
#include "services/matching/name/compare_names.h"
#include "services/matching/name/compare_words.h"
#include "services/matching/name/name.h"
#include "services/matching/score/statistics.h"

// What names in records say. Records differ from lists of names: they are full
// of typing errors, and a word may be another altogether. Pure, thread-safe.
namespace homeward::matching {

// As CompareWords(), but words that are a typing error or two apart, or of
// which one is cut off, are kLoose at least: "fahad" and "fshad" sound nothing
// alike.
WordComparison CompareRecordWords(const Word& left, const Word& right);

// What two words compare as; CompareRecordWords(), or one that remembers.
using WordCompare = absl::FunctionRef<WordComparison(const Word&, const Word&)>;

struct WordWeight {
  double bits = 0;
  double share = 0;  // How common what agrees is; 0 where nothing does.
};

// What two single words say that compare as `words`: see WeighWords(). Not for
// kMissing.
WordWeight WeighPair(const Word& left, const Word& right,
                     const WordComparison& words, const Statistics& statistics);

// What a pair of `comparison.aligned` says. What agrees weighs by the commoner
// of the two words; a typing error by the rarer, since between two common
// names there is none.
WordWeight WeighWords(const Name& left, const Name& right,
                      const AlignedWords& aligned,
                      const Statistics& statistics);

// What a word says that only one name has, and of which the other has another.
float MissingWordBits();
float DifferentWordBits();

// What the names as a whole say besides: order and suffixes.
double WeighWhole(const NameComparison& comparison);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_NAME_WEIGHT_H_
