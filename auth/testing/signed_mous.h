#ifndef HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_
#define HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_

#include "auth/mou/signed_mou.h"
#include "homeward/v1/mou.pb.h"

// Documents with real signatures, for tests. Each ends the process when
// CheckMou() finds something.
namespace homeward::auth::testing {

// `mou`, signed by every party.
SignedMou SignedByAll(const v1::Mou& mou);

// `mou`, which nobody has signed.
SignedMou SignedByNobody(const v1::Mou& mou);

// `charter`, signed by a governance.
SignedMou AsCharter(const v1::Mou& charter);

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_SIGNED_MOUS_H_
