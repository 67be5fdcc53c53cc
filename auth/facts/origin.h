#ifndef HOMEWARD_AUTH_FACTS_ORIGIN_H_
#define HOMEWARD_AUTH_FACTS_ORIGIN_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {

// The categories of `record` that the agency of `request` may not be told at
// `now` because it is, or may be, of the child's country of origin, and no
// consent says so for it:
//
// * Nothing is withheld within one agency, or one state. Agencies for which the
//   directory names no state count as of one.
// * The child's countries of origin are all that claims name as such or as her
//   nationality. Where none does, every other state may be one; so may that of
//   an agency whose state nobody knows.
// * A category is not withheld when the newest consent that speaks of the
//   country of origin agrees to it, for this purpose and this agency by its id;
//   EXIST goes with any.
//
// Thread-safe. Source: rule P-CONSENT of docs/mou.md.
CategorySet WithheldFromOrigin(const internal::v1::StoredRecord& record,
                               const AccessRequest& request, absl::Time now);

// Whether WithheldFromOrigin() of a record can be more once it has `claim`,
// which revokes nothing: it says where the child comes from, or whether she may
// be told of there. Thread-safe.
bool SpeaksOfOrigin(const v1::Claim& claim);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_ORIGIN_H_
