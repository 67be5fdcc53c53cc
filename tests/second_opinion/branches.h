#ifndef HOMEWARD_TESTS_SECOND_OPINION_BRANCHES_H_
#define HOMEWARD_TESTS_SECOND_OPINION_BRANCHES_H_

#include <bitset>
#include <cstddef>

namespace homeward::second_opinion {

// What can happen inside a decision that its result does not show: so that a
// test knows that its questions came by all of it.
enum class Branch {
  kNotSigned,
  kSuspended,
  kNotBegun,
  kExpired,
  kReplaced,
  kCharterNotInForce,
  kOwnerNoParty,
  kRequesterNoParty,
  kOwnRecords,
  kRoleThatSeesNothing,
  kNotAsked,
  kFactHolds,
  kFactFails,
  kFactUnknown,
  kIssuerNotListed,
  kCaseForOtherCategories,
  kDangerForOtherCategories,
  kGlassBroken,
  kGlassForOtherCategories,
  kRoleThatBreaksNoGlass,
  kThickGlass,
  kAgeInside,
  kAgeOutside,
  kAgeInDoubt,
  kDroppedForSure,
  kDroppedInDoubt,
  kAlteredInDoubt,
  kStricterOfTwo,
  kCoarserOfTwo,
  kTwoMasks,
  kProhibitedInDoubt,
  kProhibitedBeforeRecord,
  kProhibitedByRecord,
  kProhibitedByCharter,
  kProhibitedByTheMou,
  kProhibitedByAnother,
  kProhibitedBySuspended,
  kExistenceProhibited,
  kShorterDuty,
  kLocationProtected,
  kLocationForCustody,
  kCount,
};

inline constexpr size_t kBranches = static_cast<size_t>(Branch::kCount);
using Branches = std::bitset<kBranches>;

// `branch` in words, for reports.
const char* BranchName(Branch branch);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_BRANCHES_H_
