#ifndef HOMEWARD_SERVICES_FEDERATION_WATCH_TOPICS_H_
#define HOMEWARD_SERVICES_FEDERATION_WATCH_TOPICS_H_

#include <vector>

#include "absl/time/time.h"
#include "services/federation/erasure/keeping_book.h"
#include "services/federation/erasure/retention_clocks.h"
#include "services/federation/watch/record_watch.h"

// Of what the desk is told by the passing of time.
namespace homeward::federation {

// How long before a child surely is of age the desk is told: four months.
// Source: docs/mou.md, "The desk".
inline constexpr absl::Duration kMajorityNotice = absl::Hours(24 * 120);

// How often the desk is told that a clock ran out, until somebody says that the
// record is kept, or erases it.
inline constexpr absl::Duration kRetentionAgain = absl::Hours(24 * 30);

// Of how many records the desk is told in a day that one clock ran out: a store
// of many old records must not bury what is urgent.
inline constexpr int kMostRetentionNotices = 100;

// A child soon is of age (P-MAJORITY): by the age that decides of permits. In
// doubt she is a child, and nobody is told.
WatchTopic MajorityTopic();

// A retention clock ran out (P-RETENTION): one topic for each clock.
// `keepings`, which must outlive them, says what was reviewed.
std::vector<WatchTopic> RetentionTopics(const KeepingBook* keepings,
                                        const RetentionPeriods& periods);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WATCH_TOPICS_H_
