#ifndef HOMEWARD_AUTH_REDACTION_EXCESS_H_
#define HOMEWARD_AUTH_REDACTION_EXCESS_H_

#include "auth/decision/answer_bounds.h"
#include "auth/mou/field_set.h"
#include "homeward/v1/record.pb.h"

namespace homeward::auth {

// The fields of Claim of which `record`, another agency's, tells more than
// `bounds` allow: a value, a value that is more exact, why there is none, what
// was done to it, or that there are fields below. What Redact() makes under a
// Grant that the bounds allow has none. A name of no field counts as
// `field_states`. Unknown fields are not looked at: what is signed has none.
// Pure.
//
// Source: docs/mou.md, "The asker checks again".
FieldSet ExcessOf(const AnswerBounds& bounds, const v1::ChildRecord& record);

// Adds to `record`, of which nothing is in excess of `bounds`, the duties that
// must come with what it tells and that its owner left out; of each type the
// shortest. Changes nothing of what Redact() makes. Pure.
void AddDuties(const AnswerBounds& bounds, v1::ChildRecord& record);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_EXCESS_H_
