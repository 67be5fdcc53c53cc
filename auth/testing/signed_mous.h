#ifndef HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_
#define HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/mou/signed_mou.h"
#include "homeward/v1/mou.pb.h"

// Documents with real signatures, for tests. Each ends the process when
// CheckMou() finds something.
namespace homeward::auth::testing {

// Version 1 of a document in force in [start, end). Its one clause, "all",
// prohibits CATEGORY_AUDIT to everybody. A charter as it is; an MOU once it has
// parties.
v1::Mou Document(const std::string& id, absl::Time start, absl::Time end);

// A charter in force from 1 s after the epoch until `end`, which prohibits
// CATEGORY_INCIDENT to everybody.
v1::Mou NoIncidents(absl::Time end);

// A Document() whose clause permits everybody these fields, in clear.
v1::Mou Permitting(v1::Mou document, const std::vector<std::string>& paths);

// `mou`, signed by every party.
SignedMou SignedByAll(const v1::Mou& mou);

// `mou`, which nobody has signed.
SignedMou SignedByNobody(const v1::Mou& mou);

// `charter`, signed by a governance.
SignedMou AsCharter(const v1::Mou& charter);

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_
