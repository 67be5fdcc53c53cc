#ifndef HOMEWARD_AUTH_CHANGE_MERGE_EXPOSURES_H_
#define HOMEWARD_AUTH_CHANGE_MERGE_EXPOSURES_H_

#include "google/protobuf/repeated_ptr_field.h"
#include "homeward/v1/mou_change.pb.h"

namespace homeward::auth {

// Joins those of `exposures` that differ in their actions, their purposes or
// their roles alone, so that a reader reads each thing once; puts them in an
// order that depends on what they say alone. For mou_diff.cc only.
void MergeExposures(
    google::protobuf::RepeatedPtrField<v1::Exposure>& exposures);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_MERGE_EXPOSURES_H_
