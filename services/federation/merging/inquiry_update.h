#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_INQUIRY_UPDATE_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_INQUIRY_UPDATE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/planning/inquiry_plan.h"

namespace homeward::federation {

// What is new of an inquiry since the update before.
struct Update {
  // As soon as there is one.
  std::string query_id = {};
  // In the first update: the agencies that are asked, the own one first, and
  // then those that P-TRACE or P-ADULT-SEEKER keeps it from asking.
  std::vector<std::string> agency_ids = {};
  // Each of these is in one update.
  std::vector<v1::NodeAnswer> answers = {};
  // In the last update, if the inquiry ended well.
  std::optional<v1::Summary> summary = {};
};

// The update that `came` makes, answers to `plan` that are new at `now`, as the
// asker's own decisions on matches leave them; with the summary when no other
// is to come. `answers` are those before; `came` is added to them, unless it is
// all and the last: then nobody needs them any more. Pure.
Update NextUpdate(const InquiryPlan& plan, const std::string& own_agency_id,
                  const internal::v1::StoredMatches& decided,
                  std::vector<v1::NodeAnswer> came, absl::Time now,
                  std::vector<v1::NodeAnswer>& answers);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_INQUIRY_UPDATE_H_
