#ifndef HOMEWARD_AUTH_MOU_SET_NODES_H_
#define HOMEWARD_AUTH_MOU_SET_NODES_H_

#include <vector>

#include "absl/container/inlined_vector.h"
#include "auth/mou/field_catalog.h"
#include "google/protobuf/message.h"

namespace homeward::auth {

// Those of `nodes` whose fields `message` has, in their order: what
// Reflection::ListFields() tells, but of a oneof it asks once and not for each
// of its fields, of which a claim has many. `nodes` are all of the fields of
// the message, as FieldCatalog has them; unknown fields are not told. Pure.
absl::InlinedVector<const FieldCatalog::Node*, 16> SetNodes(
    const std::vector<FieldCatalog::Node>& nodes,
    const google::protobuf::Message& message);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_SET_NODES_H_
