#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_ANSWER_NOTICES_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_ANSWER_NOTICES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/query/pipeline.h"

// What desks must be told of one answer. Pure.
namespace homeward::federation {

// A question that was decided.
struct DecidedQuestion {
  // Who asked, with staff. Used during the call only.
  const auth::Caller& asker;
  v1::Purpose purpose;
  std::string query_id;
  // Who was asked.
  std::string owner_agency_id;
  absl::Time now;
};

// For the desk of the owner, who found `finding`: that something was shown
// under NOTIFY_OWNER, one notice for all records; that a guardian is to be
// told, one for each record; that enforcement asked.
std::vector<v1::Notice> OwnerNotices(const DecidedQuestion& question,
                                     const query::NodeFinding& finding);

// For the desk of the asker, who is shown `matches`: that another person must
// review the use, if a duty says so; one notice for all records.
std::vector<v1::Notice> AskerNotices(
    const DecidedQuestion& question,
    const google::protobuf::RepeatedPtrField<v1::RecordMatch>& matches);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_ANSWER_NOTICES_H_
