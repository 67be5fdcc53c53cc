#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_WAITING_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_WAITING_H_

#include "absl/time/time.h"
#include "homeward/v1/notice.pb.h"

namespace homeward::federation {

// How many notices of one kind nobody has acknowledged.
struct WaitingNotices {
  v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED;
  int count = 0;
  // Of those, whose time is over.
  int overdue = 0;
  // By when the first of them must be acknowledged.
  absl::Time first_due = absl::InfiniteFuture();
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_WAITING_H_
