#include "services/registration/intake.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/facts/record_facts.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/matching/record_id.h"
#include "services/registration/attachment_kind.h"
#include "services/registration/validate/validate_fact.h"
#include "services/registration/validate/validate_message.h"
#include "services/registration/validate/validate_text.h"

namespace homeward::registration {
namespace {

constexpr int kAdultYears = 18;
constexpr int kMaxAdults = 20;
constexpr int kMaxConsents = 20;
constexpr int kMaxFurtherClaims = 200;
constexpr size_t kMaxSourceRecordBytes = 200;

std::string FactName(const v1::Claim& claim) {
  const auto* fact =
      claim.GetDescriptor()->FindFieldByNumber(claim.fact_case());
  return fact == nullptr ? "" : fact->name();
}

// `claim` with the source's own fields, once it was checked.
absl::StatusOr<v1::Claim> Checked(absl::string_view field,
                                  const v1::ClaimSource& source,
                                  v1::Claim claim, const std::string& agency_id,
                                  absl::Time now) {
  absl::Status status = CheckFact(field, source, claim, now);
  if (!status.ok()) return status;
  claim.set_source_agency_id(agency_id);
  *claim.mutable_source_time() = source.source_time();
  claim.set_basis(source.basis());
  *claim.mutable_field_states() = source.field_states();
  return claim;
}

// Only the fact of a claim that a client sent.
v1::Claim FactOf(const v1::Claim& sent) {
  v1::Claim claim = sent;
  claim.clear_claim_id();
  claim.clear_source_agency_id();
  claim.clear_source_time();
  claim.clear_entry_time();
  claim.clear_basis();
  claim.clear_field_states();
  return claim;
}

absl::Status CheckUnknown(absl::string_view field,
                          const google::protobuf::Message& message) {
  if (message.GetReflection()->GetUnknownFields(message).empty()) {
    return absl::OkStatus();
  }
  return Invalid(field,
                 "has a field that this node does not know; update the node "
                 "or leave it out");
}

absl::StatusOr<v1::Claim> CheckedNew(absl::string_view field,
                                     const v1::NewClaim& added,
                                     const std::string& agency_id,
                                     absl::Time now) {
  absl::Status unknown = CheckUnknown(field, added);
  if (unknown.ok()) unknown = CheckUnknown(field, added.claim());
  if (!unknown.ok()) return unknown;
  return Checked(field, added.source(), FactOf(added.claim()), agency_id, now);
}

// Everything that a registration says under its one source.
std::vector<v1::Claim> FactsOf(const v1::RegisterChildRequest& request) {
  std::vector<v1::Claim> facts;
  if (request.has_identity()) {
    *facts.emplace_back().mutable_identity() = request.identity();
  }
  for (const v1::AccompanyingAdult& adult : request.accompanying_adults()) {
    *facts.emplace_back().mutable_accompanying_adult() = adult;
  }
  if (request.has_crossing_event()) {
    *facts.emplace_back().mutable_crossing_event() = request.crossing_event();
  }
  if (request.has_location_protection()) {
    *facts.emplace_back().mutable_location_protection() =
        request.location_protection();
  }
  for (const v1::Consent& consent : request.consents()) {
    *facts.emplace_back().mutable_consent() = consent;
  }
  return facts;
}

// `source` with those states that speak of `fact`.
v1::ClaimSource SourceFor(const v1::ClaimSource& source,
                          const std::string& fact) {
  v1::ClaimSource own = source;
  own.clear_field_states();
  for (const v1::FieldState& state : source.field_states()) {
    if (absl::StartsWith(state.field_path(), fact + ".")) {
      *own.add_field_states() = state;
    }
  }
  return own;
}

absl::Status CheckStates(const v1::ClaimSource& source,
                         const std::vector<v1::Claim>& facts) {
  for (const v1::FieldState& state : source.field_states()) {
    bool spoken_of = false;
    for (const v1::Claim& fact : facts) {
      spoken_of |= absl::StartsWith(state.field_path(), FactName(fact) + ".");
    }
    if (!spoken_of) {
      return Invalid("source.field_states.field_path",
                     "is not a field of a fact that is given");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckForm(const v1::RegisterChildRequest& request) {
  absl::Status status = CheckUnknown("request", request);
  if (status.ok()) status = CheckRequestId(request.request_id());
  if (status.ok()) {
    status = CheckText("source_record_id", request.source_record_id(),
                       kMaxSourceRecordBytes);
  }
  if (!status.ok()) return status;
  if (!request.has_identity() && request.source_record_id().empty()) {
    return Invalid("identity", "is required");
  }
  if (request.accompanying_adults_size() > kMaxAdults) {
    return Invalid("accompanying_adults", "has more than 20 entries");
  }
  if (request.consents_size() > kMaxConsents) {
    return Invalid("consents", "has more than 20 entries");
  }
  if (request.further_claims_size() > kMaxFurtherClaims) {
    return Invalid("further_claims", "has more than 200 entries");
  }
  return absl::OkStatus();
}

absl::Status CheckIsChild(const std::vector<v1::Claim>& claims,
                          absl::Time now) {
  internal::v1::StoredRecord record;
  for (const v1::Claim& claim : claims) {
    if (claim.has_identity()) *record.add_claims() = claim;
  }
  const auth::RecordFacts facts = auth::ComputeRecordFacts(
      record, /*requester_agency_id=*/"", v1::PURPOSE_REGISTER, now);
  if (facts.age.min_years < kAdultYears) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "identity: is an adult beyond doubt; only children are registered");
}

}  // namespace

absl::StatusOr<std::vector<v1::Claim>> ClaimsOf(
    const v1::RegisterChildRequest& request, const std::string& agency_id,
    absl::Time now) {
  std::vector<v1::Claim> facts = FactsOf(request);
  absl::Status form = CheckForm(request);
  if (form.ok()) form = CheckStates(request.source(), facts);
  if (!form.ok()) return form;
  std::vector<v1::Claim> claims;
  for (v1::Claim& fact : facts) {
    const v1::ClaimSource source = SourceFor(request.source(), FactName(fact));
    auto claim = Checked("", source, std::move(fact), agency_id, now);
    if (!claim.ok()) return claim.status();
    claims.push_back(*std::move(claim));
  }
  for (int i = 0; i < request.further_claims_size(); ++i) {
    auto claim = CheckedNew(absl::StrCat("further_claims[", i, "]"),
                            request.further_claims(i), agency_id, now);
    if (!claim.ok()) return claim.status();
    claims.push_back(*std::move(claim));
  }
  absl::Status child = CheckIsChild(claims, now);
  if (!child.ok()) return child;
  return claims;
}

absl::StatusOr<v1::Claim> ClaimOf(const v1::AddClaimRequest& request,
                                  const std::string& agency_id,
                                  absl::Time now) {
  absl::Status status = CheckUnknown("request", request);
  if (status.ok()) status = CheckRequestId(request.request_id());
  if (status.ok()) {
    status = matching::CheckRecordId("record_id", request.record_id());
  }
  if (!status.ok()) return status;
  return CheckedNew("new_claim", request.new_claim(), agency_id, now);
}

template <typename Kind>
absl::StatusOr<v1::Claim> AttachmentClaimOf(const typename Kind::Header& header,
                                            const std::string& agency_id,
                                            absl::Time now) {
  absl::Status status = CheckUnknown("header", header);
  if (status.ok()) status = CheckRequestId(header.request_id());
  if (status.ok()) {
    status = matching::CheckRecordId("record_id", header.record_id());
  }
  if (status.ok()) status = CheckMessage("", header, now);
  if (!status.ok()) return status;
  if (!header.source().has_source_time() || header.source().basis() == 0) {
    return Invalid("source", "lacks source_time or basis: both are required");
  }
  if (!header.source().field_states().empty()) {
    return Invalid("source.field_states",
                   absl::StrCat("has no meaning for a ", Kind::kName));
  }
  if (!absl::c_linear_search(Kind::kContentTypes, header.content_type())) {
    return Invalid(
        "content_type",
        absl::StrCat("is none of ", absl::StrJoin(Kind::kContentTypes, ", ")));
  }
  if (header.sha256().size() != 32) {
    return Invalid("sha256", "is not 32 bytes");
  }
  v1::Claim claim;
  claim.set_source_agency_id(agency_id);
  *claim.mutable_source_time() = header.source().source_time();
  claim.set_basis(header.source().basis());
  typename Kind::Fact& fact = Kind::In(claim);
  fact.set_sha256(header.sha256());
  fact.set_content_type(header.content_type());
  fact.set_consent_claim_id(header.consent_claim_id());
  Kind::SetTime(header, fact);
  return claim;
}

template absl::StatusOr<v1::Claim> AttachmentClaimOf<PhotoKind>(
    const v1::PhotoHeader&, const std::string&, absl::Time);
template absl::StatusOr<v1::Claim> AttachmentClaimOf<RecordingKind>(
    const v1::RecordingHeader&, const std::string&, absl::Time);

}  // namespace homeward::registration
