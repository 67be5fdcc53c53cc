#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_

#include "absl/strings/string_view.h"

namespace homeward::matching {

// The version of the rules by which terms are made, names' and numbers'. With
// any change that makes other terms of the same record raise it, give the terms
// a kind of their own, and let LookupTerms() tell those of the version before:
// nodes write the terms of all records anew, and find by both meanwhile. A
// change that only adds terms, as 4 did, keeps the kind: what was there is
// found by it as before.
inline constexpr int kIndexVersion = 4;

// The kind that terms are blinded as (storage::IndexTerm::kind) since version
// 3, and that of all versions before.
inline constexpr absl::string_view kTermKind = "match/3";
inline constexpr absl::string_view kOlderTermKind = "match";

// The version of the form of numbers; part of their terms.
inline constexpr int kNumberVersion = 1;

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_VERSION_H_
