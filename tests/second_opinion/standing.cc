#include "tests/second_opinion/standing.h"

#include <cstdint>
#include <set>
#include <utility>

namespace homeward::second_opinion {
namespace {

// Seconds and nanoseconds.
using Instant = std::pair<int64_t, int32_t>;

template <typename Time>
Instant At(const Time& time) {
  return {time.seconds(), time.nanos()};
}

// Immigration enforcement, or an agency that might be it.
bool IsEnforcement(const v1::AccessQuestion& asked) {
  if (asked.purpose() == v1::PURPOSE_IMM_ENFORCEMENT) return true;
  for (const int role : asked.roles()) {
    if (role == v1::ROLE_IMM_ENFORCEMENT) return true;
  }
  const v1::AgencyKind kind = asked.requester_kind();
  return kind == v1::AGENCY_KIND_UNSPECIFIED ||
         kind == v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT ||
         !v1::AgencyKind_IsValid(kind);
}

bool HasUnknownValue(const v1::AccessQuestion& asked) {
  for (const int role : asked.roles()) {
    if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role)) return true;
  }
  return asked.roles().empty() || asked.purpose() == v1::PURPOSE_UNSPECIFIED ||
         !v1::Purpose_IsValid(asked.purpose()) ||
         asked.action() == v1::ACTION_UNSPECIFIED ||
         !v1::Action_IsValid(asked.action());
}

void See(Branch branch, Branches& seen) {
  seen.set(static_cast<size_t>(branch));
}

bool IsParty(const v1::Mou& mou, const std::string& agency_id) {
  for (const std::string& party : mou.party_agency_ids()) {
    if (party == agency_id) return true;
  }
  return false;
}

// Whether any version is here that all have signed.
bool IsHere(const Documents& documents, const std::string& mou_id,
            Branches& seen) {
  for (const v1::Mou& mou : documents.mous) {
    if (mou.mou_id() == mou_id) return true;
  }
  for (const v1::Mou& mou : documents.unsigned_mous) {
    if (mou.mou_id() == mou_id) See(Branch::kNotSigned, seen);
  }
  return false;
}

}  // namespace

const v1::Mou* InForce(const Documents& documents, const std::string& mou_id,
                       const v1::DecideRequest& question, Branches& seen) {
  const Instant now = At(question.time());
  const v1::Mou* last = nullptr;
  for (const v1::Mou& mou : documents.mous) {
    if (mou.mou_id() != mou_id) continue;
    if (now < At(mou.effective_time())) {
      See(Branch::kNotBegun, seen);
      continue;
    }
    if (last != nullptr) See(Branch::kReplaced, seen);
    if (last == nullptr || last->version() < mou.version()) last = &mou;
  }
  if (last == nullptr || now < At(last->expiry_time())) return last;
  See(Branch::kExpired, seen);
  return nullptr;
}

std::vector<const v1::Mou*> AllInForce(const Documents& documents,
                                       const v1::DecideRequest& question,
                                       Branches& seen) {
  std::set<std::string> ids;
  for (const v1::Mou& mou : documents.mous) ids.insert(mou.mou_id());
  std::vector<const v1::Mou*> all;
  for (const std::string& id : ids) {
    const v1::Mou* mou = InForce(documents, id, question, seen);
    if (mou != nullptr) all.push_back(mou);
  }
  return all;
}

v1::DecisionReason WhyNotAtAll(const Documents& documents,
                               const v1::DecideRequest& question,
                               const v1::Mou* named, Branches& seen) {
  const v1::AccessQuestion& asked = question.request();
  const Instant now = At(question.time());
  if (IsEnforcement(asked)) return v1::DECISION_REASON_RED_LINE;
  if (HasUnknownValue(asked)) return v1::DECISION_REASON_UNKNOWN_VALUE;
  if (now < At(documents.charter.effective_time()) ||
      At(documents.charter.expiry_time()) <= now) {
    See(Branch::kCharterNotInForce, seen);
    return v1::DECISION_REASON_NO_CHARTER;
  }
  if (!IsHere(documents, asked.mou_id(), seen)) {
    return v1::DECISION_REASON_MOU_NOT_ACTIVE;
  }
  if (named == nullptr) return v1::DECISION_REASON_MOU_NOT_IN_FORCE;
  if (documents.suspended.count(asked.mou_id()) > 0) {
    See(Branch::kSuspended, seen);
    return v1::DECISION_REASON_MOU_NOT_IN_FORCE;
  }
  const bool owner = IsParty(*named, asked.owner_agency_id());
  const bool requester = IsParty(*named, asked.requester_agency_id());
  if (!owner) See(Branch::kOwnerNoParty, seen);
  if (!requester) See(Branch::kRequesterNoParty, seen);
  return owner && requester ? v1::DECISION_REASON_UNSPECIFIED
                            : v1::DECISION_REASON_NOT_A_PARTY;
}

}  // namespace homeward::second_opinion
