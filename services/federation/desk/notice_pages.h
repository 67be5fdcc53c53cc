#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_NOTICE_PAGES_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_NOTICE_PAGES_H_

#include "absl/status/statusor.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/notice_service.pb.h"
#include "storage/notices/notice_store.h"

namespace homeward::federation {

// The page of `notices` that `staff` asks for: of those that she sees. Reads
// the store, at most about 2,000 rows: a page may be short, or empty, though
// there are more.
//
// Errors:
//   INVALID_ARGUMENT  `page_size` is negative, or `page_token` or `since_time`
//                     is malformed.
//   UNAVAILABLE, DATA_LOSS  The store can't be read.
absl::StatusOr<v1::ListNoticesResponse> ListNotices(
    const storage::NoticeStore& notices, const auth::Staff& staff,
    const v1::ListNoticesRequest& request);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_NOTICE_PAGES_H_
