#ifndef HOMEWARD_AUTH_CASES_CASE_WITHDRAWALS_H_
#define HOMEWARD_AUTH_CASES_CASE_WITHDRAWALS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"

namespace homeward::auth {

// How many withdrawals of one person, or of an agency's own keys, are kept at a
// time. Each has a share of her own: who holds one key can't use up the share
// of another.
inline constexpr size_t kMaxCaseWithdrawalsOfOne = 1000;

// The case tokens that were taken back, as far as this node knows. A value,
// cheap to copy; thread-compatible.
class CaseWithdrawals {
 public:
  // Entries by id. None is null.
  using Entries =
      std::map<std::string, std::shared_ptr<const VerifiedCaseWithdrawal>>;

  // Takes one more.
  //
  // Errors:
  //   ALREADY_EXISTS      It is here.
  //   RESOURCE_EXHAUSTED  As many of the same signer are here as may be.
  absl::Status Add(VerifiedCaseWithdrawal withdrawal);

  // Whether `issuer_agency_id` took back the token whose payload has this
  // SHA-256.
  bool Names(absl::string_view issuer_agency_id,
             absl::string_view token_sha256) const;

  // Forgets those that are over at `now`: their tokens are too. Returns their
  // ids.
  std::vector<std::string> Forget(absl::Time now);

  const Entries& entries() const { return entries_; }

 private:
  Entries entries_;
  // Agency, digest of the token, id.
  std::set<std::tuple<std::string, std::string, std::string>> tokens_;
  // Agency, person: how many.
  std::map<std::pair<std::string, std::string>, size_t> shares_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CASES_CASE_WITHDRAWALS_H_
