#ifndef HOMEWARD_AUTH_REDACTION_REDACT_H_
#define HOMEWARD_AUTH_REDACTION_REDACT_H_

#include "auth/decision/grant.h"
#include "auth/mou/field_set.h"
#include "auth/redaction/field_hash.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/record.pb.h"

namespace homeward::auth {

// The only way from a stored record to a sent one: copies the fields of
// `grant`, each as its treatment says, and nothing else; adds which of them are
// altered, and the duties. A claim of whose fact nothing may be seen is left
// out whole. Fields that this node's protos don't know are dropped. The
// record's id and owner are always there: who may see nothing else of a
// record has no Grant for it. `hasher` makes the hashes. What is sent is moved
// out of `record`. Keeps nothing of its arguments. Thread-safe.
//
// Source: docs/mou.md, "Redaction".
v1::ChildRecord Redact(const Grant& grant, internal::v1::StoredRecord record,
                       const FieldHasher& hasher);

// The fields of Claim that are set in `record`: what the evidence names as
// disclosed, once it was sent. A field that the catalog doesn't have counts
// for none. Thread-safe.
FieldSet FieldsIn(const v1::ChildRecord& record);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_REDACT_H_
