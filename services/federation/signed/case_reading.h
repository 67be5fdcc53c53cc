#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_CASE_READING_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_CASE_READING_H_

#include <string>

#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/decision/access.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::federation {

// What a case token proves about one question.
struct CaseReading {
  // For the decision: no case unless the finding is HOLDS.
  auth::CaseFacts facts = {};
  // For the log: what the token was worth.
  v1::CaseFinding finding = v1::CASE_FINDING_UNSPECIFIED;
  // The case as its issuer names it. Empty unless the token is its issuer's,
  // in time and made out to the caller.
  std::string case_id = {};
};

// Reads the `token` that `caller`'s staff presents for `purpose` about `child`;
// one without a payload is none, and so is one of those `withdrawn`. Pure.
CaseReading ReadCase(const v1::Envelope& token, const auth::Caller& caller,
                     const auth::Directory& directory,
                     const auth::CaseWithdrawals& withdrawn,
                     v1::Purpose purpose, const v1::ChildDescriptor& child,
                     absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_CASE_READING_H_
