#include "services/matching/match_state.h"

#include <algorithm>
#include <utility>

namespace homeward::matching {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::homeward::internal::v1::StoredMatch;
using ::homeward::internal::v1::StoredMatches;

// The match with that record, made if there is none. They stand by record id.
StoredMatch& MatchWith(const std::string& candidate_record_id,
                       StoredMatches& matches) {
  auto& all = *matches.mutable_matches();
  const auto place =
      std::lower_bound(all.begin(), all.end(), candidate_record_id,
                       [](const StoredMatch& match, const std::string& id) {
                         return match.candidate_record_id() < id;
                       });
  if (place != all.end() &&
      place->candidate_record_id() == candidate_record_id) {
    return *place;
  }
  int at = static_cast<int>(place - all.begin());
  all.Add()->set_candidate_record_id(candidate_record_id);
  for (int i = all.size() - 1; i > at; --i) all.SwapElements(i, i - 1);
  return all[at];
}

}  // namespace

v1::MatchState StateOf(const RepeatedPtrField<v1::MatchDecision>& decisions) {
  bool confirmed = false;
  bool rejected = false;
  for (const v1::MatchDecision& decision : decisions) {
    confirmed |= decision.verdict() == v1::MATCH_VERDICT_CONFIRMED;
    rejected |= decision.verdict() == v1::MATCH_VERDICT_REJECTED;
  }
  if (confirmed && rejected) return v1::MATCH_STATE_CONTESTED;
  if (confirmed) return v1::MATCH_STATE_CONFIRMED;
  return rejected ? v1::MATCH_STATE_REJECTED : v1::MATCH_STATE_PROPOSED;
}

v1::MatchState StateOf(const std::string& candidate_record_id,
                       const StoredMatches& decided) {
  for (const StoredMatch& match : decided.matches()) {
    if (match.candidate_record_id() == candidate_record_id) {
      return StateOf(match.decisions());
    }
  }
  return v1::MATCH_STATE_PROPOSED;
}

const StoredMatch& AddDecision(const std::string& candidate_record_id,
                               v1::MatchDecision decision,
                               StoredMatches& matches) {
  StoredMatch& match = MatchWith(candidate_record_id, matches);
  auto& decisions = *match.mutable_decisions();
  decisions.erase(std::remove_if(decisions.begin(), decisions.end(),
                                 [&](const v1::MatchDecision& one) {
                                   return one.subject() == decision.subject();
                                 }),
                  decisions.end());
  if (decision.verdict() != v1::MATCH_VERDICT_WITHDRAWN) {
    *decisions.Add() = std::move(decision);
  }
  return match;
}

int ApplyDecisions(const StoredMatches& decided, bool include_rejected,
                   RepeatedPtrField<v1::RecordMatch>& found) {
  for (v1::RecordMatch& match : found) {
    match.set_state(StateOf(match.record().record_id(), decided));
  }
  if (include_rejected) return 0;
  const int before = found.size();
  found.erase(std::remove_if(found.begin(), found.end(),
                             [](const v1::RecordMatch& match) {
                               return match.state() == v1::MATCH_STATE_REJECTED;
                             }),
              found.end());
  return before - found.size();
}

}  // namespace homeward::matching
