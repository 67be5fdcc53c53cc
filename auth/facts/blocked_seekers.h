#ifndef HOMEWARD_AUTH_FACTS_BLOCKED_SEEKERS_H_
#define HOMEWARD_AUTH_FACTS_BLOCKED_SEEKERS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/person.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

// A person who may gain nothing by looking for a child.
struct BlockedSeeker {
  // As sources wrote it, each text once. Empty: any name.
  std::vector<std::string> names;
  // What the person is to the child. Unspecified: anything.
  v1::FamilyRelationship relation = v1::FAMILY_RELATIONSHIP_UNSPECIFIED;
};

// Whether who claims kinship could gain by what is told for `purpose`: to trace
// or to reunify a family.
bool ServesSeekers(v1::Purpose purpose);

// The categories that BlockedSeekers() must see whole.
CategorySet CategoriesOfBlocks();

// The persons whom `record` keeps from its child at `now`, in no order:
//
// * a SeekerObjection that is open,
// * a FamilyMember with whom she wishes no contact (WISHED_CONTACT_NONE),
// * an AccompanyingAdult who is a suspect, or whose relation was refuted.
//
// Of several claims about one person (by id and source agency), the newest that
// speaks of one of these decides on it; of one time, the one that blocks.
// Claims without a time, and from the future, count only where they block.
// Thread-safe. Source: rule P-ADULT-SEEKER of docs/mou.md.
std::vector<BlockedSeeker> BlockedSeekers(
    const internal::v1::StoredRecord& record, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_BLOCKED_SEEKERS_H_
