#include "auth/break_glass/break_glass.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/staff_assertion.h"
#include "auth/mou/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"

namespace homeward::auth {
namespace {

constexpr size_t kIdBytes = 16;
constexpr size_t kDigestBytes = 32;
constexpr int kMaxChildKeys = 16;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("break_glass: ", what));
}

absl::Status CheckScope(const v1::BreakGlass& statement) {
  if (statement.purpose() == v1::PURPOSE_UNSPECIFIED ||
      !v1::Purpose_IsValid(statement.purpose())) {
    return Malformed("purpose is missing or not known");
  }
  if (statement.categories().empty() ||
      !absl::c_all_of(statement.categories(), [](int category) {
        return category != v1::CATEGORY_UNSPECIFIED &&
               v1::Category_IsValid(category);
      })) {
    return Malformed("categories are none, or one is not known");
  }
  if (statement.child_keys().empty() ||
      statement.child_keys_size() > kMaxChildKeys ||
      !absl::c_all_of(statement.child_keys(), [](const std::string& key) {
        return key.size() == kDigestBytes;
      })) {
    return Malformed("child_keys are not 1 to 16 of 32 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckReason(const v1::BreakGlass& statement) {
  if (statement.reason() == v1::BREAK_GLASS_REASON_UNSPECIFIED ||
      !v1::BreakGlassReason_IsValid(statement.reason())) {
    return Malformed("reason is missing or not known");
  }
  if (statement.text_sha256().size() != kDigestBytes) {
    return Malformed("text_sha256 is not 32 bytes");
  }
  return absl::OkStatus();
}

absl::StatusOr<Period> PeriodOf(const v1::BreakGlass& statement) {
  if (!statement.has_opened_time() || !statement.has_expiry_time()) {
    return Malformed("opened_time or expiry_time is missing");
  }
  auto period = ToPeriod(statement.opened_time(), statement.expiry_time(),
                         kMaxBreakGlassLifetime);
  if (!period.ok()) return Malformed(period.status().message());
  return period;
}

// Whether the person who is named as the approver is another, and signed.
bool IsApproved(const v1::BreakGlass& statement, const v1::Envelope& envelope,
                const Directory& directory, absl::Time now) {
  if (statement.approver_subject() == statement.asker_subject()) return false;
  const auto member = directory.Find(statement.asker_agency_id(), now);
  if (!member.ok()) return false;
  const auto keys =
      (*member)->Keys(v1::KEY_USAGE_CASE, now, statement.approver_subject());
  return VerifyEnvelope(envelope, kBreakGlassType, keys, 1).ok();
}

// Of a statement whose form is checked.
v1::BreakGlassFinding Judge(const v1::BreakGlass& statement,
                            const v1::Envelope& envelope, const Caller& caller,
                            const Directory& directory, absl::Time now) {
  if (ToTime(statement.opened_time()) > now + kMaxClockSkew ||
      now >= ToTime(statement.expiry_time())) {
    return v1::BREAK_GLASS_FINDING_NOT_IN_TIME;
  }
  if (caller.staff() == nullptr ||
      statement.asker_agency_id() != caller.agency_id() ||
      statement.asker_subject() != caller.staff()->subject()) {
    return v1::BREAK_GLASS_FINDING_OTHER_HOLDER;
  }
  if (!RolesThatBreakGlass().Contains(statement.role()) ||
      !caller.staff()->HasRole(statement.role())) {
    return v1::BREAK_GLASS_FINDING_ROLE;
  }
  if (!statement.approver_subject().empty() &&
      !IsApproved(statement, envelope, directory, now)) {
    return v1::BREAK_GLASS_FINDING_NOT_APPROVED;
  }
  return v1::BREAK_GLASS_FINDING_HOLDS;
}

}  // namespace

absl::Status CheckBreakGlass(const v1::BreakGlass& statement) {
  if (statement.break_glass_id().size() != kIdBytes) {
    return Malformed("break_glass_id is not 16 bytes");
  }
  if (!IsIdentifier(statement.asker_agency_id()) ||
      !IsIdentifier(statement.asker_subject()) ||
      (!statement.approver_subject().empty() &&
       !IsIdentifier(statement.approver_subject()))) {
    return Malformed("an agency or a pseudonym is malformed");
  }
  absl::Status checked = CheckReason(statement);
  checked.Update(CheckScope(statement));
  checked.Update(PeriodOf(statement).status());
  return checked;
}

std::string BreakGlassTextDigest(const v1::BreakGlassText& text) {
  return Sha256(absl::StrCat(text.salt(), text.text()));
}

absl::Status CheckBreakGlassText(const v1::BreakGlassText& text,
                                 const v1::BreakGlass& statement) {
  if (text.salt().size() != kIdBytes) {
    return Malformed("the salt of the text is not 16 bytes");
  }
  if (absl::StripAsciiWhitespace(text.text()).empty() ||
      text.text().size() > kMaxGlassTextBytes) {
    return Malformed("the text is empty, or over 2,000 bytes");
  }
  if (BreakGlassTextDigest(text) != statement.text_sha256()) {
    return Malformed("the text is another than it was signed for");
  }
  return absl::OkStatus();
}

bool BrokenGlass::Covers(absl::string_view child_key) const {
  return absl::c_any_of(statement_.child_keys(), [&](const std::string& key) {
    return SameBytes(key, child_key);
  });
}

GlassVerdict VerifyBreakGlass(const v1::Envelope& envelope,
                              const Caller& caller, const PublicKey& node_key,
                              const Directory& directory, absl::Time now) {
  auto payload = VerifyEnvelope(envelope, kBreakGlassType, {node_key}, 1);
  if (!payload.ok()) return {v1::BREAK_GLASS_FINDING_NOT_SIGNED};
  BrokenGlass glass;
  absl::Status checked = ParseStrictly(payload->payload(), glass.statement_);
  if (checked.ok()) checked = CheckBreakGlass(glass.statement_);
  if (!checked.ok()) return {v1::BREAK_GLASS_FINDING_MALFORMED};
  const v1::BreakGlassFinding finding =
      Judge(glass.statement_, envelope, caller, directory, now);
  if (finding != v1::BREAK_GLASS_FINDING_HOLDS) return {finding};
  glass.digest_ = Sha256(payload->payload());
  return {finding, std::move(glass)};
}

absl::StatusOr<v1::BreakGlassReview> VerifyBreakGlassReview(
    const v1::Envelope& envelope, absl::string_view agency_id,
    const Directory& directory, absl::Time now) {
  v1::BreakGlassReview review;
  absl::Status parsed = ParseStrictly(envelope.payload(), review);
  if (!parsed.ok()) return parsed;
  const auto time = ToTime(review.reviewed_time(), "reviewed_time");
  if (review.break_glass_sha256().size() != kDigestBytes ||
      review.asker_agency_id() != agency_id ||
      !IsIdentifier(review.reviewer_subject()) ||
      review.verdict() == v1::BREAK_GLASS_VERDICT_UNSPECIFIED ||
      !v1::BreakGlassVerdict_IsValid(review.verdict()) ||
      !review.has_reviewed_time() || !time.ok()) {
    return absl::InvalidArgumentError(
        "review: a field is missing, not known, or another agency's");
  }
  if (*time > now + kMaxClockSkew) {
    return absl::InvalidArgumentError("review: reviewed_time is in the future");
  }
  const auto member = directory.Find(agency_id, now);
  if (!member.ok()) {
    return absl::UnauthenticatedError(member.status().message());
  }
  // The person that it names only chooses the keys.
  const auto signed_by_her = VerifyEnvelope(
      envelope, kBreakGlassReviewType,
      (*member)->Keys(v1::KEY_USAGE_CASE, now, review.reviewer_subject()), 1);
  if (!signed_by_her.ok()) return signed_by_her.status();
  return review;
}

}  // namespace homeward::auth
