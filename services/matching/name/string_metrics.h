#ifndef HOMEWARD_SERVICES_MATCHING_NAME_STRING_METRICS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_STRING_METRICS_H_

#include "absl/strings/string_view.h"

// How alike two texts are, byte by byte: for texts in ASCII. Pure. Both agree
// with jellyfish 0.8.9.
namespace homeward::matching {

// The Jaro-Winkler similarity, in [0, 1]. 0 if either is empty. Bytes beyond
// the first 64 are left out.
double JaroWinkler(absl::string_view left, absl::string_view right);

// The Damerau-Levenshtein distance: the least number of letters put in, left
// out, changed or swapped with a neighbour, where what was swapped may be
// edited again.
int EditDistance(absl::string_view left, absl::string_view right);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_STRING_METRICS_H_
