#ifndef HOMEWARD_AUTH_TESTING_CASE_WITHDRAWAL_H_
#define HOMEWARD_AUTH_TESTING_CASE_WITHDRAWAL_H_

#include <string>

#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/case_withdrawal.pb.h"
#include "homeward/v1/envelope.pb.h"

namespace homeward::auth::testing {

// That `agency_id` takes back the token with this digest, by the word of
// `subject` (the agency's own if empty), signed with `key` at `issued`, for
// `lasting`.
inline v1::Envelope SignedWithdrawal(const std::string& agency_id,
                                     const std::string& subject,
                                     const std::string& token_sha256,
                                     const SigningKey& key, absl::Time issued,
                                     absl::Duration lasting = absl::Hours(24)) {
  v1::CaseWithdrawal said;
  said.set_issuer_agency_id(agency_id);
  said.set_issuer_subject(subject);
  said.set_token_sha256(token_sha256);
  *said.mutable_issued_time() = ToTimestamp(issued);
  *said.mutable_expiry_time() = ToTimestamp(issued + lasting);
  return *SignDocument(kCaseWithdrawalType, said, key);
}

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_CASE_WITHDRAWAL_H_
