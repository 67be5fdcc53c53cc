#ifndef HOMEWARD_SERVICES_MATCHING_EXPLAIN_H_
#define HOMEWARD_SERVICES_MATCHING_EXPLAIN_H_

#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"
#include "services/matching/match.h"

namespace homeward::matching {

// Sets probability, score and evidence of `told`, whose record is what its
// viewer may see. The evidence sums exactly to the score.
//
// What was compared with a value that stands in that record as it was compared
// is told one by one, with that value. All the rest is one sum, `not shown`,
// without level or value: it tells what the probability tells, and no more.
// Pure, thread-safe.
//
// Source: docs/decisions/0019-an-explanation-tells-what-is-shown.md.
void Explain(const Match& match, v1::RecordMatch& told);

// Clears each value that `told` gives for the record and that isn't in the
// record as `told` shows it: so that a peer's reasons tell nothing beyond what
// was held to the MOU, and nothing of claims that had no room. Weights stay.
// Pure, thread-safe.
void KeepShownValues(v1::RecordMatch& told);

// Clears each value that `told`, a peer's, gives for the question and that
// isn't in `asked`, the question as it was put, nor a span of years around its
// birth: so that no text of the peer's passes for the asker's own words. Pure,
// thread-safe.
void KeepAskedValues(const Description& asked, v1::RecordMatch& told);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_EXPLAIN_H_
