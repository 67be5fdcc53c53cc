#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_MERGE_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_MERGE_H_

#include <cstddef>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "homeward/v1/query_service.pb.h"

// What the answers of several nodes say together. Pure.
namespace homeward::federation {

inline constexpr int kMaxViews = 50;
inline constexpr size_t kMaxSummaryBytes = size_t{1} << 20;

// Puts `answers`, at most one of each agency, together as of `now`. Claims of
// records that are possible matches only, or of a band unknown here, may be of
// another child: they come after all others, whatever their time.
//
// - locations: each source's claims of where the child is (crossings,
//   sightings, custody), the newest `source_time` first, not the order in
//   which they came;
// - wellbeing: each source's claims of how she is, newest first; of two with
//   the same time the higher risk first;
// - contradictions: fields on which the newest claims of two sources differ,
//   possible matches left out. Nothing is resolved: that is for a person;
// - nodes: every answer's agency with its outcome, in the order given, and how
//   many of its claims have no room among the locations and wellbeing: of each
//   agency at most kMaxViews stand in either list, and both together have no
//   more bytes than its equal part of kMaxSummaryBytes.
//
// The order of `answers` changes nothing but the order of `nodes`.
// Source: docs/architecture.md, "Decisions", 6.
v1::Summary Merge(absl::Span<const v1::NodeAnswer> answers, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_MERGE_H_
