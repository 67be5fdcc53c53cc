#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_PLAN_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_PLAN_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/consent.pb.h"
#include "homeward/v1/withdrawal.pb.h"

// What a revocation takes back. Pure.
namespace homeward::federation {

// A question that arrived as late as this after a revocation may still have
// been decided without it, while it was being written.
inline constexpr absl::Duration kRevocationInWriting = absl::Seconds(5);

// From when on `consent`, which came in at `now`, refuses; nothing if it never
// does.
std::optional<absl::Time> RefusesFrom(const v1::Consent& consent,
                                      absl::Time now);

// 16 random bytes. UNAVAILABLE if the system has none.
absl::StatusOr<std::string> RandomId();

// What `revocation` takes back of `disclosures`, which are of its record:
// those of its purpose, recipients and categories that were decided before, or
// while it was being written; all of them if the record was erased, or if it is
// `from_origin`: then they are what OriginCopies found. Without those whose
// CopyKey() is in `withdrawn`. One or more for each recipient.
// Errors: as RandomId().
absl::StatusOr<std::vector<v1::Withdrawal>> PlanWithdrawals(
    const internal::v1::StoredRevocation& revocation,
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const std::set<std::string>& withdrawn, const std::string& own_agency_id,
    absl::Time now);

// A withdrawal and the own record that it is about.
struct DueReceipt {
  std::string record_id;
  v1::Withdrawal withdrawal;
};

// Asks for the receipts of `disclosures`, whose time is over, without those
// whose CopyKey() is in `withdrawn`: their receipts are asked for already. One
// or more for each recipient and record. Errors: as RandomId().
absl::StatusOr<std::vector<DueReceipt>> PlanReceipts(
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const std::set<std::string>& withdrawn, const std::string& own_agency_id,
    absl::Time now);

// How many copies the recipient had and erased.
int CountErased(const v1::DeletionReceipt& receipt);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_PLAN_H_
