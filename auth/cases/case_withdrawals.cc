#include "auth/cases/case_withdrawals.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "auth/proto_time.h"

namespace homeward::auth {

absl::Status CaseWithdrawals::Add(VerifiedCaseWithdrawal withdrawal) {
  if (entries_.count(withdrawal.id) > 0) {
    return absl::AlreadyExistsError("this withdrawal of a case is known");
  }
  const v1::CaseWithdrawal& said = withdrawal.said;
  size_t& share = shares_[{said.issuer_agency_id(), said.issuer_subject()}];
  if (share >= kMaxCaseWithdrawalsOfOne) {
    return absl::ResourceExhaustedError(absl::StrCat(
        kMaxCaseWithdrawalsOfOne,
        " withdrawals of cases by this key are in force; another person's key "
        "may sign it"));
  }
  ++share;
  tokens_.emplace(said.issuer_agency_id(), said.token_sha256(), withdrawal.id);
  std::string id = withdrawal.id;
  entries_.emplace(
      std::move(id),
      std::make_shared<const VerifiedCaseWithdrawal>(std::move(withdrawal)));
  return absl::OkStatus();
}

bool CaseWithdrawals::Names(absl::string_view issuer_agency_id,
                            absl::string_view token_sha256) const {
  const auto first = tokens_.lower_bound(
      {std::string(issuer_agency_id), std::string(token_sha256), ""});
  return first != tokens_.end() && std::get<0>(*first) == issuer_agency_id &&
         std::get<1>(*first) == token_sha256;
}

std::vector<std::string> CaseWithdrawals::Forget(absl::Time now) {
  std::vector<std::string> forgotten;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const v1::CaseWithdrawal& said = entry->second->said;
    if (now < ToTime(said.expiry_time())) {
      ++entry;
      continue;
    }
    tokens_.erase({said.issuer_agency_id(), said.token_sha256(), entry->first});
    const auto share =
        shares_.find({said.issuer_agency_id(), said.issuer_subject()});
    if (--share->second == 0) shares_.erase(share);
    forgotten.push_back(entry->first);
    entry = entries_.erase(entry);
  }
  return forgotten;
}

}  // namespace homeward::auth
