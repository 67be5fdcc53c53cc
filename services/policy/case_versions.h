#ifndef HOMEWARD_SERVICES_POLICY_CASE_VERSIONS_H_
#define HOMEWARD_SERVICES_POLICY_CASE_VERSIONS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "homeward/v1/peer_service.pb.h"

// How two nodes find out which withdrawn case tokens one of them lacks: they
// compare one digest, and tell all ids only where it differs. What is over at
// `now` does not count. Pure.
namespace homeward::policy {

// The most withdrawals in one message.
inline constexpr int kMaxCaseWithdrawals = 100;

// Adds to `versions` what is `known`; the ids too if `theirs` is not null and
// has another digest.
void AddCaseVersions(const auth::CaseWithdrawals& known,
                     const v1::DocumentVersions* theirs, absl::Time now,
                     v1::DocumentVersions& versions);

// Adds to `missing` what is `known` and lacks in `theirs`: of each signer in
// turn, so that none can keep another's back. Nothing while it can't be told
// what they lack.
void AddMissingCases(const auth::CaseWithdrawals& known,
                     const v1::DocumentVersions& theirs, absl::Time now,
                     v1::SharedDocuments& missing);

// What of `known` is compared, as DocumentVersions.case_withdrawals_sha256.
std::string CasesDigest(const auth::CaseWithdrawals& known, absl::Time now);

// Whether who has `theirs` surely has the one with this id, which is one of
// those with `own_digest`.
bool HasCase(const std::string& own_digest, const v1::DocumentVersions& theirs,
             absl::string_view id);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_CASE_VERSIONS_H_
