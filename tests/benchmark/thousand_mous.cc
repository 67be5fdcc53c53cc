#include "tests/benchmark/thousand_mous.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/testing/signed_mous.h"

namespace homeward::benchmark {
namespace {

constexpr int kPermits = 5;
constexpr int kProhibitions = 5;
constexpr size_t kFields = 40;

// The first fields that no built-in rule and no prohibition here takes away,
// whatever is known of the record.
std::vector<std::string> Fields() {
  const auth::FieldCatalog& catalog = auth::FieldCatalog::Get();
  const auth::CategorySet taken = {v1::CATEGORY_HOLD, v1::CATEGORY_SCREEN_ANS,
                                   v1::CATEGORY_LOC_COARSE,
                                   v1::CATEGORY_LOC_EXACT};
  std::vector<std::string> fields;
  for (int i = 0; fields.size() < kFields; ++i) {
    if (!taken.Contains(catalog.category(i))) fields.push_back(catalog.path(i));
  }
  return fields;
}

v1::Clause Clause(int number, bool permits, const std::string& requester) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("c", number));
  clause.set_effect(permits ? v1::EFFECT_PERMIT : v1::EFFECT_PROHIBIT);
  v1::Match* match = clause.mutable_match();
  match->mutable_owner()->set_any(true);
  match->mutable_requester()->add_agency_ids(requester);
  match->mutable_roles()->set_any(true);
  match->mutable_purposes()->set_any(true);
  match->mutable_actions()->set_any(true);
  if (!permits) {
    match->mutable_categories()->add_categories(v1::CATEGORY_HOLD);
    return clause;
  }
  match->mutable_categories()->set_any(true);
  for (const std::string& field : Fields()) {
    v1::FieldRule* rule = clause.add_fields();
    rule->set_field_path(field);
    rule->set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  return clause;
}

v1::Mou Document(const std::string& id, absl::Time now) {
  v1::Mou mou =
      auth::testing::Document(id, now - absl::Hours(24), now + absl::Hours(24));
  mou.clear_clauses();
  return mou;
}

}  // namespace

std::string PartnerId(int partner) { return absl::StrCat("partner-", partner); }

v1::Mou MouWith(int partner, absl::Time now) {
  v1::Mou mou = Document(absl::StrCat("mou-", partner), now);
  mou.add_party_agency_ids(kOwner);
  mou.add_party_agency_ids(PartnerId(partner));
  for (int i = 0; i < kPermits + kProhibitions; ++i) {
    *mou.add_clauses() = Clause(i, i < kPermits, PartnerId(partner));
  }
  return mou;
}

v1::Mou ThousandMousCharter(absl::Time now) {
  v1::Mou charter = Document("charter", now);
  *charter.add_clauses() = Clause(0, /*permits=*/false, PartnerId(1));
  return charter;
}

auth::AccessRequest QuestionOf(int partner) {
  auth::AccessRequest request;
  request.requester_agency_id = PartnerId(partner);
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = kOwner;
  request.roles = {v1::ROLE_POLICE_MISSING};
  request.purpose = v1::PURPOSE_MISSING_SEARCH;
  request.action = v1::ACTION_LOCATE;
  request.mou_id = absl::StrCat("mou-", partner);
  return request;
}

}  // namespace homeward::benchmark
