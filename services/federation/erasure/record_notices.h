#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_RECORD_NOTICES_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_RECORD_NOTICES_H_

#include <string>

#include "absl/status/status.h"
#include "storage/committer.h"
#include "storage/notices/notice_store.h"

namespace homeward::federation {

// Takes `record_id`, which was erased, out of every notice that waits, deletes
// those that told of nothing else, and those of it that are done: the log has
// their entries. A notice of what people did stays, without it. Safe to repeat.
// Blocks; the desk must be recounted after.
//
// Errors: those of the store; ABORTED if others change the same: call it again.
absl::Status ForgetRecord(const storage::NoticeStore& notices,
                          storage::Committer* committer,
                          const std::string& record_id);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_RECORD_NOTICES_H_
