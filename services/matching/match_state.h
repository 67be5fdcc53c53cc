#ifndef HOMEWARD_SERVICES_MATCHING_MATCH_STATE_H_
#define HOMEWARD_SERVICES_MATCHING_MATCH_STATE_H_

#include <string>

#include "google/protobuf/repeated_field.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"

// A score proposes; people decide. Pure, thread-safe.
namespace homeward::matching {

// Where people stand together: contested when one confirms and another rejects,
// proposed when nobody decided.
v1::MatchState StateOf(
    const google::protobuf::RepeatedPtrField<v1::MatchDecision>& decisions);

// Where they stand on the match with that record.
v1::MatchState StateOf(const std::string& candidate_record_id,
                       const internal::v1::StoredMatches& decided);

// Adds `decision` on the match with `candidate_record_id` in place of what the
// same person said before; one that withdraws leaves none. Returns the match:
// it lives as long as `matches` is not changed.
const internal::v1::StoredMatch& AddDecision(
    const std::string& candidate_record_id, v1::MatchDecision decision,
    internal::v1::StoredMatches& matches);

// Sets the state of each of `found`, whatever it said, from what was `decided`.
// Takes out those that are rejected, unless `include_rejected`. Returns how
// many it took out.
int ApplyDecisions(const internal::v1::StoredMatches& decided,
                   bool include_rejected,
                   google::protobuf::RepeatedPtrField<v1::RecordMatch>& found);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_MATCH_STATE_H_
