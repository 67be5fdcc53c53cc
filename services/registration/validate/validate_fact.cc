#include "services/registration/validate/validate_fact.h"

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "services/registration/validate/validate_health.h"
#include "services/registration/validate/validate_message.h"
#include "services/registration/validate/validate_text.h"
#include "services/registration/validate/validate_value.h"

namespace homeward::registration {
namespace {

std::string Below(absl::string_view field, absl::string_view name) {
  return absl::StrCat(field, ".", name);
}

// INVALID_ARGUMENT unless `present`.
absl::Status Require(bool present, absl::string_view field,
                     absl::string_view name) {
  return present ? absl::OkStatus()
                 : Invalid(Below(field, name), "is required");
}

// The first of `statuses` that is not OK.
absl::Status First(std::initializer_list<absl::Status> statuses) {
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Documents of a child outside of `travel_documents`.
template <typename Documents>
absl::Status CheckNoTravel(absl::string_view field,
                           const Documents& documents) {
  for (const v1::DocumentNumber& document : documents) {
    if (IsTravelDocument(document.type())) {
      return Invalid(field,
                     "holds a travel document; give it in "
                     "identity.travel_documents");
    }
  }
  return absl::OkStatus();
}

// Sensitive are `lp-` codes and `sv-va`. Source: protection.proto.
bool IsSensitiveNeed(absl::string_view code) {
  return absl::StartsWith(code, "lp-") || code == "sv-va";
}

absl::Status CheckNeeds(absl::string_view field,
                        const v1::ProtectionNeeds& needs) {
  for (const std::string& code : needs.unhcr_needs_codes()) {
    if (IsSensitiveNeed(absl::AsciiStrToLower(code))) {
      return Invalid(Below(field, "unhcr_needs_codes"),
                     "holds a sensitive code; give it in "
                     "unhcr_needs_codes_sensitive");
    }
  }
  for (const std::string& code : needs.unhcr_needs_codes_sensitive()) {
    if (!IsSensitiveNeed(code)) {
      return Invalid(Below(field, "unhcr_needs_codes_sensitive"),
                     "holds a code that is not lp- or sv-va");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckIdentity(absl::string_view field,
                           const v1::ChildIdentity& identity) {
  if (identity.ByteSizeLong() == 0) {
    return Invalid(field, "says nothing; give at least one field");
  }
  for (const v1::DocumentNumber& document : identity.travel_documents()) {
    if (!IsTravelDocument(document.type()) &&
        document.type() != v1::DOCUMENT_TYPE_OTHER) {
      return Invalid(Below(field, "travel_documents"),
                     "holds a number that is no travel document; give it in "
                     "documents");
    }
  }
  return First({CheckNoTravel(Below(field, "documents"), identity.documents()),
                CheckNeeds(Below(field, "protection"), identity.protection())});
}

absl::Status CheckCustody(absl::string_view field,
                          const v1::CustodyEvent& event) {
  absl::Status required = First(
      {CheckId(Below(field, "custody_event_id"), event.custody_event_id()),
       Require(event.kind() != 0, field, "kind"),
       Require(event.has_effective_time(), field, "effective_time")});
  if (!required.ok()) return required;
  const bool transfer = event.kind() == v1::CUSTODY_KIND_TRANSFER;
  const bool taken_in = event.kind() == v1::CUSTODY_KIND_TAKEN_IN;
  return First(
      {Require(!transfer || !event.from_agency_id().empty(), field,
               "from_agency_id"),
       Require(!(transfer || taken_in) || !event.to_agency_id().empty(), field,
               "to_agency_id")});
}

absl::Status CheckMissing(absl::string_view field,
                          const v1::MissingReport& report) {
  for (const v1::MissingStatusChange& change : report.status_changes()) {
    absl::Status required =
        First({Require(change.status() != 0, field, "status_changes.status"),
               Require(change.has_change_time(), field,
                       "status_changes.change_time")});
    if (!required.ok()) return required;
    if (change.status() != v1::MISSING_STATUS_ACCOUNTED_FOR) continue;
    required = First({Require(!change.answer_copy_id().empty(), field,
                              "status_changes.answer_copy_id"),
                      Require(change.guardian_confirmed(), field,
                              "status_changes.guardian_confirmed")});
    if (!required.ok()) return required;
  }
  return First({CheckId(Below(field, "report_id"), report.report_id()),
                CheckNoTravel(Below(field, "child.documents"),
                              report.child().documents())});
}

absl::Status CheckConsent(absl::string_view field, const v1::Consent& consent) {
  if (consent.has_expiry_time() &&
      consent.expiry_time().seconds() <= consent.given_time().seconds()) {
    return Invalid(Below(field, "expiry_time"), "is not after given_time");
  }
  return First({Require(consent.purpose() != 0, field, "purpose"),
                Require(consent.given_by() != 0, field, "given_by"),
                Require(consent.has_given_time(), field, "given_time")});
}

absl::Status CheckHold(absl::string_view field, const v1::AdoptionHold& hold) {
  const bool lifts = hold.status() == v1::ADOPTION_HOLD_STATUS_LIFTED;
  const bool grandfathers =
      hold.status() == v1::ADOPTION_HOLD_STATUS_GRANDFATHERED;
  if (lifts && hold.tracing_action_count() < 1) {
    return Invalid(Below(field, "tracing_action_count"),
                   "is below 1: a hold is not lifted before the family was "
                   "looked for");
  }
  const std::set<std::string> agreed(hold.lifted_by_agency_ids().begin(),
                                     hold.lifted_by_agency_ids().end());
  if (lifts && agreed.size() < 2) {
    return Invalid(Below(field, "lifted_by_agency_ids"),
                   "names fewer than two agencies; two must agree");
  }
  return First({Require(!hold.competent_agency_id().empty(), field,
                        "competent_agency_id"),
                Require(!grandfathers || !hold.grandfathered_case_id().empty(),
                        field, "grandfathered_case_id")});
}

absl::Status CheckReferral(absl::string_view field,
                           const v1::Referral& referral) {
  if (referral.has_closed_time() &&
      referral.closed_time().seconds() < referral.made_time().seconds()) {
    return Invalid(Below(field, "closed_time"), "is before made_time");
  }
  return First(
      {CheckId(Below(field, "referral_id"), referral.referral_id()),
       Require(!referral.to_agency_id().empty(), field, "to_agency_id"),
       Require(referral.service() != 0, field, "service"),
       Require(referral.has_made_time(), field, "made_time")});
}

absl::Status CheckScreening(absl::string_view field,
                            const v1::Screening& screening) {
  for (const v1::ScreeningAnswer& answer : screening.answers()) {
    absl::Status required =
        Require(!answer.question_id().empty(), field, "answers.question_id");
    if (!required.ok()) return required;
  }
  return First({CheckId(Below(field, "screening_id"), screening.screening_id()),
                Require(screening.has_screened_time(), field, "screened_time"),
                Require(screening.urgency() != 0, field, "urgency")});
}

absl::Status CheckRequired(absl::string_view field, const v1::Claim& claim) {
  switch (claim.fact_case()) {
    case v1::Claim::kIdentity:
      return CheckIdentity(field, claim.identity());
    case v1::Claim::kAccompanyingAdult:
      return CheckId(Below(field, "adult_id"),
                     claim.accompanying_adult().adult_id());
    case v1::Claim::kFamilyMember:
      return CheckId(Below(field, "family_member_id"),
                     claim.family_member().family_member_id());
    case v1::Claim::kCrossingEvent:
      return First({CheckId(Below(field, "crossing_event_id"),
                            claim.crossing_event().crossing_event_id()),
                    Require(claim.crossing_event().has_crossing_time(), field,
                            "crossing_time")});
    case v1::Claim::kSighting:
      return First(
          {CheckId(Below(field, "sighting_id"), claim.sighting().sighting_id()),
           Require(claim.sighting().has_seen_time(), field, "seen_time")});
    case v1::Claim::kCustodyEvent:
      return CheckCustody(field, claim.custody_event());
    case v1::Claim::kWellbeingCheck:
      return First(
          {Require(claim.wellbeing_check().status() != 0, field, "status"),
           Require(claim.wellbeing_check().has_checked_time(), field,
                   "checked_time")});
    case v1::Claim::kHealthSummary:
      return CheckHealth(field, claim.health_summary());
    case v1::Claim::kMissingReport:
      return CheckMissing(field, claim.missing_report());
    case v1::Claim::kConsent:
      return CheckConsent(field, claim.consent());
    case v1::Claim::kLocationProtection:
      return absl::OkStatus();  // Unset means protected.
    case v1::Claim::kAdoptionHold:
      return CheckHold(field, claim.adoption_hold());
    case v1::Claim::kReferral:
      return CheckReferral(field, claim.referral());
    case v1::Claim::kSeekerObjection:
      return First(
          {CheckId(Below(field, "objection_id"),
                   claim.seeker_objection().objection_id()),
           Require(claim.seeker_objection().ground() != 0, field, "ground")});
    case v1::Claim::kScreening:
      return CheckScreening(field, claim.screening());
    case v1::Claim::kPhoto:
      return Invalid(field, "is added with its bytes; use AddPhoto");
    case v1::Claim::kRecording:
      return Invalid(field, "is added with its bytes; use AddRecording");
    case v1::Claim::FACT_NOT_SET:
      return Invalid(field, "has no fact that this node knows");
  }
  return Invalid(field, "has no fact that this node knows");
}

absl::Status CheckSource(absl::string_view fact, const v1::ClaimSource& source,
                         absl::Time now) {
  absl::Status status =
      First({Require(source.has_source_time(), "source", "source_time"),
             Require(source.basis() != 0, "source", "basis"),
             CheckMessage("source", source, now)});
  if (!status.ok()) return status;
  for (const v1::FieldState& field_state : source.field_states()) {
    if (!auth::FieldCatalog::Get().Find(field_state.field_path())) {
      return Invalid("source.field_states.field_path",
                     "is not the path of a field; see docs/fields.md");
    }
    if (!absl::StartsWith(field_state.field_path(), absl::StrCat(fact, "."))) {
      return Invalid("source.field_states.field_path",
                     absl::StrCat("is not a field of ", fact));
    }
    if (field_state.state() == v1::KNOWLEDGE_STATE_UNSPECIFIED) {
      return Invalid("source.field_states.state", "is required");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFact(absl::string_view field, const v1::ClaimSource& source,
                       const v1::Claim& claim, absl::Time now) {
  const auto* fact =
      claim.GetDescriptor()->FindFieldByNumber(claim.fact_case());
  if (fact == nullptr) {
    return Invalid(field, "has no fact that this node knows");
  }
  const std::string path =
      field.empty() ? fact->name() : Below(field, fact->name());
  return First(
      {CheckSource(fact->name(), source, now),
       CheckMessage(path, claim.GetReflection()->GetMessage(claim, fact), now),
       CheckRequired(path, claim)});
}

}  // namespace homeward::registration
