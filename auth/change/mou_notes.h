#ifndef HOMEWARD_AUTH_CHANGE_MOU_NOTES_H_
#define HOMEWARD_AUTH_CHANGE_MOU_NOTES_H_

#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"

namespace homeward::auth {

// Adds to the notes of `difference` what differs between the two texts besides
// their clauses, and duties that changed, in plain words. For mou_diff.cc only.
void AddNotes(const v1::Mou& before, const v1::Mou& after,
              v1::MouDifference& difference);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_MOU_NOTES_H_
