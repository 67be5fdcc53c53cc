#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "services/federation/testing/node.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/match_state.h"
#include "services/matching/terms.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

// What own staff of a node enter.
namespace homeward::federation::testing {

std::string Node::Register(const std::string& name, int64_t time,
                           const std::string& admin1_code, bool is_protected,
                           int sightings) {
  v1::Claim claim;
  claim.set_source_agency_id(agency_id_);
  claim.mutable_source_time()->set_seconds(time);
  claim.set_basis(v1::BASIS_OBSERVED);
  storage::NewClaims content;
  v1::Claim& identity = content.claims.emplace_back(claim);
  identity.mutable_identity()->set_name_full(name);
  identity.mutable_identity()->mutable_date_of_birth()->set_year(2015);
  // The clinic knows better than the others, so sources can disagree.
  identity.mutable_identity()->set_sex(agency_id_ == "south" ? v1::SEX_FEMALE
                                                             : v1::SEX_MALE);
  for (int i = 0; i < sightings; ++i) {
    v1::Claim& sighting = content.claims.emplace_back(claim);
    *sighting.mutable_sighting()->mutable_seen_time() = claim.source_time();
    sighting.mutable_sighting()->mutable_place()->set_country_code("PL");
    sighting.mutable_sighting()->mutable_place()->set_admin1_code(admin1_code);
    claim.mutable_source_time()->set_seconds(claim.source_time().seconds() - 1);
  }
  v1::Claim& location = content.claims.emplace_back(claim);
  location.mutable_location_protection()->set_state(
      is_protected ? v1::PROTECT_LOCATION_ON : v1::PROTECT_LOCATION_OFF);
  for (const std::string& agency_id : refers_to) {
    if (agency_id == agency_id_) continue;
    *content.claims.emplace_back(claim).mutable_referral() =
        ReferralTo(agency_id, claim.source_time());
  }
  google::protobuf::RepeatedPtrField<v1::Claim> claims;
  for (const v1::Claim& one : content.claims) *claims.Add() = one;
  for (const std::string& term :
       matching::IndexTerms(matching::DescribeClaims(claims))) {
    content.terms.push_back({std::string(matching::kTermKind), term});
  }
  auto change = records_->Create(content, {}, now());
  EXPECT_OK(change);
  EXPECT_OK(store_.engine()
                .Commit(change->batch, storage::Durability::kDurable)
                .status);
  return change->record_id;
}

v1::Referral Node::ReferralTo(const std::string& agency_id,
                              const google::protobuf::Timestamp& made) {
  v1::Referral referral;
  referral.set_referral_id(absl::StrCat("to-", agency_id));
  referral.set_to_agency_id(agency_id);
  referral.set_service(v1::REFERRAL_SERVICE_CASE_MANAGEMENT);
  *referral.mutable_made_time() = made;
  return referral;
}

void Node::AddTo(const std::string& record_id, const v1::Claim& claim) {
  storage::NewClaims content;
  content.claims.push_back(claim);
  auto change = records_->Append(record_id, content, now());
  EXPECT_OK(change);
  EXPECT_OK(withdrawals_->Revoke(record_id, content.claims, "revoker", now(),
                                 &change->batch));
  EXPECT_OK(store_.engine()
                .Commit(change->batch, storage::Durability::kDurable)
                .status);
}

void Node::Decide(const v1::ChildDescriptor& child,
                  const std::string& record_id, v1::MatchVerdict verdict,
                  const std::string& subject) {
  const auto key = matching::ChildKeyText(child, now());
  EXPECT_OK(key);
  auto known = matches_->Find(*key);
  EXPECT_OK(known);
  v1::MatchDecision decision;
  decision.set_subject(subject);
  decision.set_verdict(verdict);
  matching::AddDecision(record_id, decision, known->matches);
  storage::Batch batch;
  EXPECT_OK(matches_->Put(*key, *known, &batch));
  EXPECT_OK(
      store_.engine().Commit(batch, storage::Durability::kDurable).status);
}

void Node::Revoke(const std::string& record_id, const v1::Consent& consent) {
  v1::Claim claim;
  *claim.mutable_consent() = consent;
  storage::Batch batch;
  const auto revoked =
      withdrawals_->Revoke(record_id, {claim}, "revoker", now(), &batch);
  EXPECT_OK(revoked);
  EXPECT_TRUE(*revoked);
  EXPECT_OK(
      store_.engine().Commit(batch, storage::Durability::kDurable).status);
}

}  // namespace homeward::federation::testing
