#ifndef HOMEWARD_AUTH_REDACTION_ALTERED_FORM_H_
#define HOMEWARD_AUTH_REDACTION_ALTERED_FORM_H_

#include "auth/mou/treatment.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace homeward::auth {

// Whether every value of the leaf `field` of `message`, which is set, looks
// like what Alter() leaves under `treatment`: whether it is a mask or a hash,
// or no more exact. Always for kClear, never for kDrop. Pure.
bool IsAltered(Treatment treatment,
               const google::protobuf::FieldDescriptor* field,
               const google::protobuf::Message& message);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_ALTERED_FORM_H_
