#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_

#include <vector>

#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/erasure.pb.h"

// What keeps a record from being erased (P-ERASE). Pure.
namespace homeward::federation {

// Whether a report that she is missing is open: the newest word on it neither
// closes it nor finds it unfounded. `record` needs CATEGORY_WELLBEING.
bool HasOpenMissingReport(const internal::v1::StoredRecord& record);

// Whether `disclosure` was made for a case that is open at `now`: its token
// holds, and is not one of those `withdrawn`.
bool IsForOpenCase(const internal::v1::StoredDisclosure& disclosure,
                   const auth::CaseWithdrawals& withdrawn, absl::Time now);

// Each thing that hinders it once, in the order of the enum. `disclosures` are
// those of `record`.
std::vector<v1::ErasureHindrance> FindHindrances(
    const internal::v1::StoredRecord& record,
    const std::vector<internal::v1::StoredDisclosure>& disclosures,
    const auth::CaseWithdrawals& withdrawn, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_HINDRANCES_H_
