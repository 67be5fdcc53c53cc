#include "services/policy/case_versions.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"

namespace homeward::policy {
namespace {

using ::homeward::auth::kCaseWithdrawalIdBytes;
using ::homeward::auth::VerifiedCaseWithdrawal;

bool IsOver(const VerifiedCaseWithdrawal& withdrawal, absl::Time now) {
  return auth::ToTime(withdrawal.said.expiry_time()) <= now;
}

// All that count, one after the other.
std::string IdsOf(const auth::CaseWithdrawals& known, absl::Time now) {
  std::string ids;
  for (const auto& [id, withdrawal] : known.entries()) {
    if (!IsOver(*withdrawal, now)) absl::StrAppend(&ids, id);
  }
  return ids;
}

std::string DigestOf(const std::string& ids) {
  return ids.empty() ? "" : auth::Sha256(ids);
}

std::set<std::string, std::less<>> Split(absl::string_view ids) {
  std::set<std::string, std::less<>> all;
  for (; ids.size() >= kCaseWithdrawalIdBytes;
       ids.remove_prefix(kCaseWithdrawalIdBytes)) {
    all.emplace(ids.substr(0, kCaseWithdrawalIdBytes));
  }
  return all;
}

// Whether `theirs` says which withdrawals they have.
bool Tells(const v1::DocumentVersions& theirs) {
  return theirs.case_withdrawals_sha256().empty() ||
         !theirs.case_withdrawal_ids().empty();
}

}  // namespace

void AddCaseVersions(const auth::CaseWithdrawals& known,
                     const v1::DocumentVersions* theirs, absl::Time now,
                     v1::DocumentVersions& versions) {
  std::string ids = IdsOf(known, now);
  versions.set_case_withdrawals_sha256(DigestOf(ids));
  if (theirs != nullptr &&
      theirs->case_withdrawals_sha256() != versions.case_withdrawals_sha256()) {
    versions.set_case_withdrawal_ids(std::move(ids));
  }
}

void AddMissingCases(const auth::CaseWithdrawals& known,
                     const v1::DocumentVersions& theirs, absl::Time now,
                     v1::SharedDocuments& missing) {
  if (known.entries().empty() || !Tells(theirs)) return;
  const auto they_have = Split(theirs.case_withdrawal_ids());
  std::map<std::pair<std::string, std::string>,
           std::vector<const VerifiedCaseWithdrawal*>>
      lacking;
  for (const auto& [id, withdrawal] : known.entries()) {
    if (they_have.count(id) > 0 || IsOver(*withdrawal, now)) continue;
    lacking[{withdrawal->said.issuer_agency_id(),
             withdrawal->said.issuer_subject()}]
        .push_back(withdrawal.get());
  }
  for (size_t i = 0; i < auth::kMaxCaseWithdrawalsOfOne; ++i) {
    for (const auto& [signer, withdrawals] : lacking) {
      if (missing.case_withdrawals_size() == kMaxCaseWithdrawals) return;
      if (i < withdrawals.size()) {
        *missing.add_case_withdrawals() = withdrawals[i]->envelope;
      }
    }
  }
}

std::string CasesDigest(const auth::CaseWithdrawals& known, absl::Time now) {
  return DigestOf(IdsOf(known, now));
}

bool HasCase(const std::string& own_digest, const v1::DocumentVersions& theirs,
             absl::string_view id) {
  return theirs.case_withdrawals_sha256() == own_digest ||
         Split(theirs.case_withdrawal_ids()).count(id) > 0;
}

}  // namespace homeward::policy
