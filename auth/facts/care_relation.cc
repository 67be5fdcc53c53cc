#include "auth/facts/care_relation.h"

#include <string>

#include "absl/algorithm/container.h"
#include "auth/facts/consent_words.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

// Nobody closes what nobody remembers. As long as consent without an end.
constexpr absl::Duration kLongestReferral = kDefaultConsent;

bool IsClosed(const v1::Referral& referral, absl::Time now) {
  return referral.has_closed_time() && ToTime(referral.closed_time()) <= now;
}

// Whether `claim` asks `agency_id` for something that may still go on.
bool IsReferralTo(const v1::Claim& claim, absl::string_view agency_id,
                  absl::Time now) {
  const v1::Referral& referral = claim.referral();
  if (!claim.has_referral() || referral.to_agency_id() != agency_id ||
      claim.source_agency_id() == agency_id || !claim.has_source_time() ||
      !referral.has_made_time()) {
    return false;
  }
  const absl::Time made = ToTime(referral.made_time());
  return ToTime(claim.source_time()) <= now && made <= now &&
         now < made + kLongestReferral && !IsClosed(referral, now);
}

// Whether `claim` says that the referral that `made` tells of has ended, or is
// another agency's by now. Without a time it is the last word.
bool Ends(const v1::Claim& claim, const v1::Claim& made, absl::Time now) {
  const v1::Referral& word = claim.referral();
  if (!claim.has_referral() ||
      word.referral_id() != made.referral().referral_id()) {
    return false;
  }
  const bool newer = !claim.has_source_time() ||
                     ToTime(claim.source_time()) >= ToTime(made.source_time());
  return IsClosed(word, now) ||
         (newer && word.to_agency_id() != made.referral().to_agency_id());
}

bool IsReferred(const StoredRecord& record, absl::string_view agency_id,
                absl::Time now) {
  return absl::c_any_of(record.claims(), [&](const v1::Claim& made) {
    return IsReferralTo(made, agency_id, now) &&
           absl::c_none_of(record.claims(), [&](const v1::Claim& claim) {
             return Ends(claim, made, now);
           });
  });
}

}  // namespace

Tri CustodyOf(const StoredRecord& record, absl::string_view agency_id,
              absl::Time now) {
  absl::Time newest = absl::InfinitePast();
  std::string holder;
  bool known = false;
  for (const v1::Claim& claim : record.claims()) {
    const v1::CustodyEvent& event = claim.custody_event();
    if (!claim.has_custody_event() || !event.has_effective_time() ||
        !event.has_accepted_time() || ToTime(event.accepted_time()) > now) {
      continue;
    }
    const absl::Time effective = ToTime(event.effective_time());
    if (effective > now || effective < newest) continue;
    const bool disagrees =
        effective == newest && holder != event.to_agency_id();
    known = !disagrees && (effective > newest || known);
    newest = effective;
    holder = event.to_agency_id();
  }
  if (!known) return Tri::kUnknown;
  return !holder.empty() && holder == agency_id ? Tri::kTrue : Tri::kFalse;
}

Tri CareRelationOf(const StoredRecord& record, absl::string_view agency_id,
                   absl::Time now) {
  if (IsReferred(record, agency_id, now)) return Tri::kTrue;
  return CustodyOf(record, agency_id, now);
}

}  // namespace homeward::auth
