#include "auth/decision/decision_record.h"

#include <string>

#include "absl/strings/string_view.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/obligations.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::auth {

// The numbers of both enums are the same, and both are kept for ever.
static_assert(static_cast<int>(Reason::kPermitted) ==
              v1::DECISION_REASON_PERMITTED);
static_assert(static_cast<int>(Reason::kRedLine) ==
              v1::DECISION_REASON_RED_LINE);
static_assert(static_cast<int>(Reason::kUnknownValue) ==
              v1::DECISION_REASON_UNKNOWN_VALUE);
static_assert(static_cast<int>(Reason::kNoCharter) ==
              v1::DECISION_REASON_NO_CHARTER);
static_assert(static_cast<int>(Reason::kMouNotActive) ==
              v1::DECISION_REASON_MOU_NOT_ACTIVE);
static_assert(static_cast<int>(Reason::kMouNotInForce) ==
              v1::DECISION_REASON_MOU_NOT_IN_FORCE);
static_assert(static_cast<int>(Reason::kNotAParty) ==
              v1::DECISION_REASON_NOT_A_PARTY);
static_assert(static_cast<int>(Reason::kNoPermit) ==
              v1::DECISION_REASON_NO_PERMIT);
static_assert(static_cast<int>(Reason::kProhibited) ==
              v1::DECISION_REASON_PROHIBITED);
static_assert(static_cast<int>(Reason::kFactsNotMet) ==
              v1::DECISION_REASON_FACTS_NOT_MET);

namespace {

// An entry of the log has 16 KiB, and a federation any number of clauses.
constexpr int kMostClauses = 32;

// Adds `clause` to `names`, or counts it in `more` when there are enough.
void AddClause(ClauseName clause,
               google::protobuf::RepeatedPtrField<std::string>& names,
               int& more) {
  if (names.size() < kMostClauses) {
    *names.Add() = std::string(clause);
  } else {
    ++more;
  }
}

}  // namespace

v1::DecisionRecord MakeDecisionRecord(const DecisionTrace& trace,
                                      absl::string_view policy_digest) {
  v1::DecisionRecord record;
  record.set_reason(static_cast<v1::DecisionReason>(trace.reason));
  record.set_mou(std::string(trace.mou));
  int more_permits = 0;
  for (const ClauseName clause : trace.permits) {
    AddClause(clause, *record.mutable_permits(), more_permits);
  }
  record.set_more_permits_count(more_permits);
  int more_prohibitions = 0;
  for (const ExaminedProhibition& prohibition : trace.prohibitions) {
    if (!prohibition.applied) continue;
    AddClause(prohibition.clause, *record.mutable_prohibitions(),
              more_prohibitions);
  }
  record.set_more_prohibitions_count(more_prohibitions);
  for (const std::string& rule : trace.built_in_rules) {
    record.add_built_in_rules(rule);
  }
  for (const NearestMiss& miss : trace.nearest) {
    v1::NearestPermit& nearest = *record.add_nearest();
    nearest.set_clause(std::string(miss.clause));
    nearest.mutable_missing()->Add(miss.missing.begin(), miss.missing.end());
  }
  AddObligations(trace.obligations, record);
  record.set_by_break_glass(trace.by_break_glass);
  record.set_policy_sha256(std::string(policy_digest));
  return record;
}

void AddObligations(const std::vector<v1::Obligation>& duties,
                    v1::DecisionRecord& record) {
  std::vector<v1::Obligation> kept(record.obligations().begin(),
                                   record.obligations().end());
  MergeObligations(duties, kept);
  *record.mutable_obligations() = {kept.begin(), kept.end()};
}

}  // namespace homeward::auth
