#ifndef HOMEWARD_AUTH_DECISION_ACCESS_H_
#define HOMEWARD_AUTH_DECISION_ACCESS_H_

#include <string>

#include "auth/mou/enum_set.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"

// What a decision is made from: who asks whom for what, and the facts of the
// case and of the record. Plain values, filled by who verified them.
namespace homeward::auth {

// A fact that may not be known. Unknown satisfies no permit and every
// prohibition. Source: docs/mou.md, "Facts".
enum class Tri { kUnknown, kFalse, kTrue };

// One question of one member of staff to one owner of records.
struct AccessRequest {
  // The agency that asks, as its certificate says.
  std::string requester_agency_id;
  // Its kind, as the directory says. Unspecified (not in the directory) is
  // denied everything: it might be enforcement.
  v1::AgencyKind requester_kind = v1::AGENCY_KIND_UNSPECIFIED;
  // The states of both agencies, ISO 3166-1 alpha-2, as the directory says.
  // Empty: it does not.
  std::string requester_country = {};
  std::string owner_country = {};
  // The agency that holds the records: that of the deciding node, or of the
  // peer that the asker's node means to ask.
  std::string owner_agency_id;
  // The roles that the staff assertion vouches for.
  RoleSet roles;
  // True if it named a role that this node doesn't know: denied.
  bool has_unknown_role = false;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  v1::Action action = v1::ACTION_UNSPECIFIED;
  // The MOU relied on. Required: permits come from this one only.
  std::string mou_id;
  // The categories asked for. Empty asks for all that are permitted.
  CategorySet categories;
};

// What was verified of the case behind a question: what its token says, and
// whether the glass was broken for it. The default is neither.
struct CaseFacts {
  // Who issued the token. It counts only under an MOU that lists the issuer.
  std::string issuer_agency_id;
  // kTrue only for a token that was verified and covers requester, staff,
  // purpose and child.
  Tri open_case = Tri::kFalse;
  Tri imminent_danger = Tri::kFalse;
  // The categories that the token covers: for others there is no open case.
  // Empty covers all.
  CategorySet categories;
  // The categories for which it says that there is danger: of a token, those
  // that it covers. For others there is none. Empty is all.
  CategorySet danger_categories;
  // kTrue only for a broken glass that was verified, is live, and covers
  // requester, staff, purpose and child.
  Tri break_glass = Tri::kFalse;
  // The categories that it was broken for: for others it was not. Unlike those
  // of a token, empty is none, so that nobody breaks it for everything.
  CategorySet break_glass_categories;
  // As what it was broken: a permit must name one of these, and the request
  // have it. Empty is nobody.
  RoleSet break_glass_roles;
};

// From this age on a person is no child.
inline constexpr int kMajorityYears = 18;

// Ages in whole years, both ends included.
struct AgeInterval {
  // R1: a person of unknown age is a child.
  int min_years = 0;
  int max_years = kMajorityYears - 1;
};

// What is known of one record, for one question at one instant. The default
// knows nothing. DecisionFacts() fills it.
struct RecordFacts {
  // Categories for which consent to this purpose and recipient is on file,
  // and those for which it is known that there is none. Others are unknown.
  CategorySet consented;
  CategorySet refused;
  // The asking agency has custody of the child.
  Tri custody_relation = Tri::kUnknown;
  // The asking agency has custody of her, or an open referral of her to it is
  // on record.
  Tri care_relation = Tri::kUnknown;
  // The child's location is protected.
  Tri location_protected = Tri::kUnknown;
  // An adoption hold covers the child.
  Tri adoption_hold = Tri::kUnknown;
  AgeInterval age;
  // A registrar reads back what her own agency registered long ago.
  bool read_back_is_over = false;
  // What the asking agency may not be told because it is, or may be, of the
  // child's country of origin.
  CategorySet withheld_from_origin;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_ACCESS_H_
