#ifndef HOMEWARD_AUTH_DECISION_MOU_TEMPLATES_FIXTURE_H_
#define HOMEWARD_AUTH_DECISION_MOU_TEMPLATES_FIXTURE_H_

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/signed_mou.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/status_matchers.h"

// The templates of deploy/mou_templates as one federation's MOUs, and what they
// answer.
namespace homeward::auth {

inline constexpr const char* kMous[] = {
    "house_registrar",  "house_ngo",        "house_clinic",  "house_police",
    "police_registrar", "police_ngo",       "police_clinic", "ngo_clinic",
    "ngo_registrar",    "clinic_registrar", "hotline_ngo",   "tracing_ngo",
    "house_hotline",    "house_tracing"};

inline constexpr v1::AgencyKind kPolice = v1::AGENCY_KIND_POLICE;
inline constexpr v1::AgencyKind kNgo = v1::AGENCY_KIND_CHILD_WELFARE;
inline constexpr v1::AgencyKind kClinic = v1::AGENCY_KIND_HEALTH;
inline constexpr v1::AgencyKind kRegistrar =
    v1::AGENCY_KIND_IMMIGRATION_REGISTRAR;
inline constexpr v1::AgencyKind kEnforcement =
    v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT;

// The template `name`; `owner` stands in the place of "ngo".
inline v1::Mou Template(const std::string& name,
                        const std::string& owner = "ngo") {
  std::ifstream file(absl::StrCat("deploy/mou_templates/", name, ".textproto"));
  EXPECT_TRUE(file.is_open()) << name;
  std::stringstream text;
  text << file.rdbuf();
  v1::Mou mou;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrReplaceAll(text.str(), {{"ngo\"", absl::StrCat(owner, "\"")}}),
      &mou))
      << name;
  return mou;
}

// All of them, signed by everybody and in force.
inline std::shared_ptr<const ActiveSet> AllTemplates() {
  std::vector<SignedMou> mous;
  for (const char* name : kMous) {
    mous.push_back(testing::SignedByAll(Template(name)));
  }
  // A hotline and tracers have the same MOU with every agency.
  for (const char* name : {"hotline_ngo", "tracing_ngo"}) {
    for (const char* owner : {"clinic", "registrar"}) {
      mous.push_back(testing::SignedByAll(Template(name, owner)));
    }
  }
  const auto set =
      ActiveSet::Build(testing::AsCharter(Template("charter")), mous, {});
  EXPECT_THAT(set, homeward::testing::IsOk());
  return *set;
}

// A cell of the default matrix: a question, all that the answer may depend on,
// and what is to be disclosed.
struct Cell {
  const char* requester;
  v1::AgencyKind kind;
  v1::Role role;
  v1::Purpose purpose;
  const char* owner;
  // Of "case" (vouched for by the asking agency itself, or the police),
  // "danger", "consent", "custody", "referral", "protected", "glass".
  const char* with;
  CategorySet expected;
};

// What `set` answers; nothing when it denies.
inline std::optional<Grant> Decided(const std::shared_ptr<const ActiveSet>& set,
                                    const Cell& cell) {
  const auto has = [&](const char* word) {
    return absl::StrContains(cell.with, word);
  };
  AccessRequest request;
  request.requester_agency_id = cell.requester;
  request.requester_kind = cell.kind;
  request.owner_agency_id = cell.owner;
  request.roles = {cell.role};
  request.purpose = cell.purpose;
  request.action = v1::ACTION_LOCATE;
  CaseFacts case_facts;
  // Nobody's rules let enforcement or a hotline vouch for a case.
  case_facts.issuer_agency_id =
      cell.kind == v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT ||
              cell.role == v1::ROLE_HOTLINE_OPERATOR
          ? "police"
          : cell.requester;
  if (has("case")) case_facts.open_case = Tri::kTrue;
  if (has("danger")) case_facts.imminent_danger = Tri::kTrue;
  if (has("glass")) case_facts.break_glass = Tri::kTrue;
  case_facts.break_glass_categories = CategorySet::All();
  case_facts.break_glass_roles = {cell.role};
  RecordFacts facts;
  if (has("consent")) facts.consented = CategorySet::All();
  facts.custody_relation = has("custody") ? Tri::kTrue : Tri::kFalse;
  if (has("custody") || has("referral")) facts.care_relation = Tri::kTrue;
  facts.location_protected = has("protected") ? Tri::kUnknown : Tri::kFalse;
  const absl::Time now = absl::FromUnixSeconds(1790000000);
  const auto mou = WhichMou(set, request, case_facts, now);
  if (!mou.has_value()) return std::nullopt;
  request.mou_id = mou->mou_id;
  const Admittance admitted = Admit(set, request, case_facts, now);
  EXPECT_THAT(admitted.admission, homeward::testing::IsOk());
  const Authorization result = Authorize(*admitted.admission, facts);
  if (!result.grant.ok()) return std::nullopt;
  return *result.grant;
}

inline CategorySet Disclosed(const std::shared_ptr<const ActiveSet>& set,
                             const Cell& cell) {
  const std::optional<Grant> grant = Decided(set, cell);
  return grant.has_value() ? grant->categories() : CategorySet();
}

inline std::string Names(CategorySet categories) {
  std::string names;
  categories.ForEach([&](v1::Category c) {
    absl::StrAppend(&names, v1::Category_Name(c), " ");
  });
  return names;
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_MOU_TEMPLATES_FIXTURE_H_
