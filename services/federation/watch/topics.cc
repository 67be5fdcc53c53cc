#include "services/federation/watch/topics.h"

#include <utility>

#include "auth/facts/record_facts.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/retention.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredRecord;

// Each clock, and under which name it stands in the store.
constexpr std::pair<v1::RetentionClock, const char*> kClocks[] = {
    {v1::RETENTION_CLOCK_TIPS, "retention_tips"},
    {v1::RETENTION_CLOCK_CROSSING_PHOTOS, "retention_crossing_photos"},
    {v1::RETENTION_CLOCK_CASE_FILE, "retention_case_file"}};

}  // namespace

WatchTopic MajorityTopic() {
  WatchTopic topic;
  topic.name = "majority";
  topic.categories = auth::CategoriesOfFacts();
  topic.judge = [](const StoredRecord& record, absl::Time now) {
    if (auth::IsSurelyOfAge(record, now)) return Finding::kForget;
    return auth::IsSurelyOfAge(record, now + kMajorityNotice) ? Finding::kTell
                                                              : Finding::kLeave;
  };
  topic.notice.set_kind(v1::NOTICE_KIND_MAJORITY);
  return topic;
}

std::vector<WatchTopic> RetentionTopics(const KeepingBook* keepings,
                                        const RetentionPeriods& periods) {
  std::vector<WatchTopic> topics;
  for (const auto& [clock, name] : kClocks) {
    WatchTopic& topic = topics.emplace_back();
    topic.name = name;
    topic.categories = CategoriesOfClocks();
    topic.judge = [keepings, periods, clock = clock](const StoredRecord& record,
                                                     absl::Time now) {
      return HasRunOut(clock, record, keepings->Of(record.record_id()), periods,
                       now)
                 ? Finding::kTell
                 : Finding::kForget;
    };
    topic.notice.set_kind(v1::NOTICE_KIND_RETENTION);
    topic.notice.set_retention_clock(clock);
    topic.again = kRetentionAgain;
    topic.most_a_walk = kMostRetentionNotices;
  }
  return topics;
}

}  // namespace homeward::federation
