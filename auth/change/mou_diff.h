#ifndef HOMEWARD_AUTH_CHANGE_MOU_DIFF_H_
#define HOMEWARD_AUTH_CHANGE_MOU_DIFF_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"

// What an amendment discloses more and what less. Pure.
// Source: docs/mou.md, "Comparing".
namespace homeward::auth {

// One text of an MOU, and a set in which it is in force beside a charter and
// nothing else. Both must outlive the comparison.
struct MouText {
  const v1::Mou* mou = nullptr;
  std::shared_ptr<const ActiveSet> set;
};

// Compares what the two texts disclose at the instant `now`, under the same
// `charter`. Asks the decision itself, for everybody and everything that some
// clause tells apart: so the order of clauses, and how a permit is divided into
// clauses, make no difference. Each fact is taken by itself, as if none
// followed from another, so that circumstances are told that are never true of
// one child, such as custody without a care relation; and as the same for all
// categories, so that what shows only where consent is to some of them is not
// told. What a person may see by one role is not told again for those who have
// another besides. `notes` says what else differs: first the duties of what is
// shown before and after that are weaker (kWeakerDuty), then times, parties,
// law, whose case tokens count, and the duties of each clause. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT    A fact of a condition can't be tried.
//   RESOURCE_EXHAUSTED  The clauses about one question tell too many facts and
//                       ages apart.
absl::StatusOr<v1::MouDifference> CompareMous(const v1::Mou& charter,
                                              const MouText& before,
                                              const MouText& after,
                                              absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_MOU_DIFF_H_
