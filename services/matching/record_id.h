#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_ID_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_ID_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The id by which every agency names a record. Pure, thread-safe.
namespace homeward::matching {

// Whether `record_id` has the form `agencies/{agency}/children/{32 hex}`.
bool IsRecordId(absl::string_view record_id);

// OK when `record_id` has that form.
//
// Errors:
//   INVALID_ARGUMENT  It has not: the text names `field` and the form, never
//                     the value.
absl::Status CheckRecordId(absl::string_view field,
                           absl::string_view record_id);

// The agency of a well-formed record id; empty otherwise.
absl::string_view RecordOwner(absl::string_view record_id);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_ID_H_
