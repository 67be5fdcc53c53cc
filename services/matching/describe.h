#ifndef HOMEWARD_SERVICES_MATCHING_DESCRIBE_H_
#define HOMEWARD_SERVICES_MATCHING_DESCRIBE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"

// Records and questions in a form that can be compared. Pure, thread-safe.
namespace homeward::matching {

// What the claims of one record say of who she is: the names, numbers and
// births that any claim gives. A stated age is a span of births, counted from
// the claim's source time. Numbers that say nothing, such as placeholders, are
// left out.
Description DescribeClaims(
    const google::protobuf::RepeatedPtrField<v1::Claim>& claims);

// What a question says of her. Nothing for a question by record id.
//
// Errors:
//   INVALID_ARGUMENT  No way to name her is set, an id is malformed, a name is
//                     empty or over 400 bytes, a year is outside [1900, that
//                     of `now`], a number can't be one of its type, or there
//                     are more than 10 relatives or languages, or one that
//                     is no language. The text names the field, never its
//                     value.
absl::StatusOr<Description> DescribeQuestion(const v1::ChildDescriptor& child,
                                             absl::Time now);

// `description` with those relatives only whom a record names in a category
// that `is_seen`, and those whom who asks names.
Description KeepRelatives(Description description,
                          absl::FunctionRef<bool(v1::Category)> is_seen);

// The text whose SHA-256 a case token lists for a child who is named in this
// way: `record:<id>`, `unhcr:<number>`, `unhcr-case:<number>`,
// `phone:<number>`, `icrc:<number>`, `source:<id>`, or
// `name:<folded words, sorted, one space between>:<year or nothing>`.
// Source: docs/mou.md, "Case tokens". Errors: as DescribeQuestion().
absl::StatusOr<std::string> ChildKeyText(const v1::ChildDescriptor& child,
                                         absl::Time now);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_DESCRIBE_H_
