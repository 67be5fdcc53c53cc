#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_

#include <vector>

#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/erasure.pb.h"
#include "homeward/v1/retention.pb.h"

// What keeps a record from being erased (P-ERASE). Pure.
namespace homeward::federation {

// Whether `disclosure` was made for a case that is open at `now`: its token
// holds, and is not one of those `withdrawn`.
bool IsForOpenCase(const internal::v1::StoredDisclosure& disclosure,
                   const auth::CaseWithdrawals& withdrawn, absl::Time now);

// Each thing that hinders it once, in the order of the enum. `disclosures` are
// those of `record`, and `keepings` what own staff said of it. `record` needs
// auth::CategoriesOfFacts() and CATEGORY_WELLBEING. A record of which nobody
// says that it is under an adoption hold can be erased.
std::vector<v1::ErasureHindrance> FindHindrances(
    const internal::v1::StoredRecord& record,
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const std::vector<v1::Keeping>& keepings,
    const auth::CaseWithdrawals& withdrawn, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_
