#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/mou/treatment.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Pair;

const char* const kMous[] = {
    "house_registrar",  "house_ngo",        "house_clinic",  "house_police",
    "police_registrar", "police_ngo",       "police_clinic", "ngo_clinic",
    "ngo_registrar",    "clinic_registrar", "hotline_ngo",   "tracing_ngo",
    "house_hotline",    "house_tracing"};

// `owner` stands in the place of "ngo".
v1::Mou Template(const std::string& name, const std::string& owner = "ngo") {
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

TEST(MouTemplatesTest, EachCanBeSignedAsItIs) {
  EXPECT_EQ(FindingsText(CheckMou(Template("charter"), MouKind::kCharter)), "");
  for (const char* name : kMous) {
    EXPECT_EQ(FindingsText(CheckMou(Template(name), MouKind::kMou)), "")
        << name;
  }
}

std::shared_ptr<const ActiveSet> AllTemplates() {
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
  EXPECT_THAT(set, IsOk());
  return *set;
}

// Every answer a cell of the default matrix may depend on.
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

std::optional<Grant> Decided(const std::shared_ptr<const ActiveSet>& set,
                             const Cell& cell) {
  const std::string with = cell.with;
  const auto has = [&](const char* word) {
    return with.find(word) != std::string::npos;
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
  EXPECT_THAT(admitted.admission, IsOk());
  const Authorization result = Authorize(*admitted.admission, facts);
  if (!result.grant.ok()) return std::nullopt;
  return *result.grant;
}

CategorySet Disclosed(const std::shared_ptr<const ActiveSet>& set,
                      const Cell& cell) {
  const std::optional<Grant> grant = Decided(set, cell);
  return grant.has_value() ? grant->categories() : CategorySet();
}

std::string Names(CategorySet categories) {
  std::string names;
  categories.ForEach([&](v1::Category c) {
    absl::StrAppend(&names, v1::Category_Name(c), " ");
  });
  return names;
}

using v1::CATEGORY_ADULTS;
using v1::CATEGORY_CONCERNS;
using v1::CATEGORY_EXIST;
using v1::CATEGORY_FAMILY;
using v1::CATEGORY_HEALTH;
using v1::CATEGORY_HEALTH_SENS;
using v1::CATEGORY_ID_FULL;
using v1::CATEGORY_ID_MIN;
using v1::CATEGORY_INCIDENT;
using v1::CATEGORY_LEGAL_STATUS;
using v1::CATEGORY_LOC_COARSE;
using v1::CATEGORY_LOC_EXACT;
using v1::CATEGORY_PHOTO;
using v1::CATEGORY_WELLBEING;

constexpr v1::AgencyKind kPolice = v1::AGENCY_KIND_POLICE;
constexpr v1::AgencyKind kNgo = v1::AGENCY_KIND_CHILD_WELFARE;
constexpr v1::AgencyKind kClinic = v1::AGENCY_KIND_HEALTH;
constexpr v1::AgencyKind kRegistrar = v1::AGENCY_KIND_IMMIGRATION_REGISTRAR;
constexpr v1::AgencyKind kEnforcement = v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT;

// What the police desk sees of its own records besides.
CategorySet PoliceAtHome() {
  return {CATEGORY_LOC_EXACT, CATEGORY_HEALTH,   CATEGORY_INCIDENT,
          v1::CATEGORY_TIP,   v1::CATEGORY_CARE, v1::CATEGORY_CONSENT};
}

// The columns of hotline operators and of tracers.
void AddCallersAndTracers(std::vector<Cell>& cells) {
  const CategorySet traced = {CATEGORY_EXIST,  CATEGORY_ID_MIN,
                              CATEGORY_PHOTO,  CATEGORY_ADULTS,
                              CATEGORY_FAMILY, CATEGORY_WELLBEING};
  // At home they see as much of their agency's own records.
  for (const char* owner : {"ngo", "clinic", "registrar", "hotline"}) {
    const auto hotline = [&](v1::Purpose purpose, const char* with,
                             CategorySet expected) {
      cells.push_back({"hotline", kNgo, v1::ROLE_HOTLINE_OPERATOR, purpose,
                       owner, with, expected});
    };
    hotline(v1::PURPOSE_MISSING_SEARCH, "", {});
    hotline(v1::PURPOSE_MISSING_SEARCH, "consent custody danger glass", {});
    hotline(v1::PURPOSE_MISSING_SEARCH, "case", {CATEGORY_ID_MIN});
    hotline(v1::PURPOSE_MISSING_SEARCH, "case danger consent custody glass",
            {CATEGORY_ID_MIN});
    hotline(v1::PURPOSE_LOCATE_SAFETY, "case consent", {});
  }
  for (const char* owner : {"ngo", "clinic", "registrar", "tracing"}) {
    const auto tracer = [&](v1::Purpose purpose, const char* with,
                            CategorySet expected) {
      cells.push_back({"tracing", kNgo, v1::ROLE_RFL_TRACER, purpose, owner,
                       with, expected});
    };
    tracer(v1::PURPOSE_FAMILY_TRACING, "", {});
    tracer(v1::PURPOSE_FAMILY_TRACING, "case danger custody glass", {});
    tracer(v1::PURPOSE_FAMILY_TRACING, "consent", traced);
    tracer(v1::PURPOSE_FAMILY_TRACING, "consent custody protected", traced);
    tracer(v1::PURPOSE_REUNIFICATION, "consent", {});
  }
}

std::vector<Cell> Matrix() {
  const CategorySet searched = {
      CATEGORY_EXIST,  CATEGORY_ID_MIN, CATEGORY_ID_FULL,   CATEGORY_PHOTO,
      CATEGORY_ADULTS, CATEGORY_FAMILY, CATEGORY_WELLBEING, CATEGORY_CONCERNS};
  const CategorySet coarse = {CATEGORY_LOC_COARSE};
  const CategorySet known = {CATEGORY_EXIST, CATEGORY_ID_MIN,
                             CATEGORY_LOC_COARSE, CATEGORY_WELLBEING};
  const CategorySet adults = {CATEGORY_ADULTS};
  const CategorySet agreed = {CATEGORY_PHOTO,    CATEGORY_FAMILY,
                              CATEGORY_HEALTH,   CATEGORY_CONCERNS,
                              CATEGORY_INCIDENT, CATEGORY_LEGAL_STATUS};
  std::vector<Cell> cells;
  for (const char* owner : {"ngo", "clinic", "registrar"}) {
    const auto police = [&](v1::Role role, v1::Purpose purpose,
                            const char* with, CategorySet expected) {
      cells.push_back(
          {"police", kPolice, role, purpose, owner, with, expected});
    };
    const v1::Role missing = v1::ROLE_POLICE_MISSING;
    const v1::Purpose search = v1::PURPOSE_MISSING_SEARCH;
    police(missing, search, "", {});
    police(missing, search, "danger", {});
    police(missing, search, "consent custody", {});
    police(missing, search, "case", searched | coarse);
    police(missing, search, "case protected", searched);
    police(
        missing, search, "case danger",
        searched | coarse | CategorySet{CATEGORY_LOC_EXACT, CATEGORY_HEALTH});
    police(missing, search, "case danger protected",
           searched | CategorySet{CATEGORY_HEALTH});
    police(missing, search, "glass",
           {CATEGORY_EXIST, CATEGORY_LOC_EXACT, CATEGORY_HEALTH});
    police(missing, search, "glass protected",
           {CATEGORY_EXIST, CATEGORY_HEALTH});
    police(missing, v1::PURPOSE_CRIMINAL_INVESTIGATION, "case danger", {});
    police(missing, v1::PURPOSE_CRIMINAL_INVESTIGATION, "glass", {});
    police(v1::ROLE_POLICE_GENERAL, search, "case danger", {});
    police(v1::ROLE_POLICE_GENERAL, search, "glass", {});
  }
  cells.push_back({"police",
                   kPolice,
                   v1::ROLE_POLICE_MISSING,
                   v1::PURPOSE_MISSING_SEARCH,
                   "police",
                   "",
                   {}});
  // Their own rules forbid a search without a case.
  cells.push_back({"police",
                   kPolice,
                   v1::ROLE_POLICE_MISSING,
                   v1::PURPOSE_MISSING_SEARCH,
                   "police",
                   "glass",
                   {}});
  cells.push_back({"police", kPolice, v1::ROLE_POLICE_MISSING,
                   v1::PURPOSE_MISSING_SEARCH, "police", "case",
                   searched | coarse | PoliceAtHome()});
  for (const char* owner : {"clinic", "registrar"}) {
    const auto worker = [&](v1::Purpose purpose, const char* with,
                            CategorySet expected) {
      cells.push_back({"ngo", kNgo, v1::ROLE_CP_CASEWORKER, purpose, owner,
                       with, expected});
    };
    // P-LOCATE: by a relation to the child, or by a case.
    for (const char* with : {"referral", "custody", "case"}) {
      worker(v1::PURPOSE_LOCATE_SAFETY, with, known | adults);
      worker(v1::PURPOSE_CARE_COORDINATION, with, known | adults);
    }
    for (const char* with : {"", "danger", "consent", "glass"}) {
      worker(v1::PURPOSE_LOCATE_SAFETY, with, {});
      worker(v1::PURPOSE_CARE_COORDINATION, with, {});
    }
    worker(v1::PURPOSE_LOCATE_SAFETY, "referral protected",
           (known | adults) - coarse);
    worker(v1::PURPOSE_LOCATE_SAFETY, "case protected",
           (known | adults) - coarse);
    for (const char* with : {"referral consent", "case consent"}) {
      worker(v1::PURPOSE_CARE_COORDINATION, with, known | adults | agreed);
    }
    worker(v1::PURPOSE_CARE_COORDINATION, "consent custody protected",
           known | adults | agreed | CategorySet{CATEGORY_LOC_EXACT});
    worker(v1::PURPOSE_TREAT, "case consent custody", {});
    const auto supervisor = [&](const char* with, CategorySet expected) {
      cells.push_back({"ngo", kNgo, v1::ROLE_CP_SUPERVISOR,
                       v1::PURPOSE_LOCATE_SAFETY, owner, with, expected});
    };
    const CategorySet who = {CATEGORY_EXIST, CATEGORY_ID_MIN};
    const CategorySet exact = {CATEGORY_LOC_EXACT};
    supervisor("", {});
    supervisor("custody", {});
    supervisor("referral consent", {});
    supervisor("case", {});
    supervisor("consent custody", who | exact);
    supervisor("glass", who | exact);
    supervisor("glass protected", who);
  }
  for (const char* with : {"", "consent", "danger"}) {
    cells.push_back({"ngo",
                     kNgo,
                     v1::ROLE_CP_CASEWORKER,
                     v1::PURPOSE_LOCATE_SAFETY,
                     "police",
                     with,
                     {}});
  }
  for (const char* with : {"referral", "custody", "case"}) {
    cells.push_back({"ngo", kNgo, v1::ROLE_CP_CASEWORKER,
                     v1::PURPOSE_LOCATE_SAFETY, "police", with, known});
  }
  for (const char* owner : {"ngo", "registrar"}) {
    const auto clinician = [&](v1::Purpose purpose, const char* with,
                               CategorySet expected) {
      cells.push_back({"clinic", kClinic, v1::ROLE_CLINIC_CLINICIAN, purpose,
                       owner, with, expected});
    };
    const CategorySet health = {CATEGORY_HEALTH};
    // P-HEALTH: by a care relation, or by a case; what is sensitive by its own
    // consent besides.
    for (const char* with : {"referral", "custody", "case"}) {
      clinician(v1::PURPOSE_LOCATE_SAFETY, with, known);
      clinician(v1::PURPOSE_TREAT, with, known | health);
    }
    for (const char* with : {"", "danger", "consent", "glass"}) {
      clinician(v1::PURPOSE_LOCATE_SAFETY, with, {});
      clinician(v1::PURPOSE_CARE_COORDINATION, with, {});
      clinician(v1::PURPOSE_TREAT, with, {});
    }
    for (const char* with : {"referral consent", "case consent"}) {
      clinician(v1::PURPOSE_TREAT, with,
                known | health |
                    CategorySet{CATEGORY_HEALTH_SENS, CATEGORY_CONCERNS,
                                CATEGORY_INCIDENT});
    }
    for (const char* with : {"", "glass"}) {
      clinician(v1::PURPOSE_ETREAT, with,
                {CATEGORY_EXIST, CATEGORY_ID_MIN, CATEGORY_HEALTH});
    }
  }
  for (const char* owner : {"ngo", "clinic"}) {
    cells.push_back({"registrar",
                     kRegistrar,
                     v1::ROLE_IMM_REGISTRAR,
                     v1::PURPOSE_REGISTER,
                     owner,
                     "case danger consent custody",
                     {CATEGORY_EXIST, CATEGORY_ID_MIN, CATEGORY_ADULTS}});
    cells.push_back({"registrar",
                     kRegistrar,
                     v1::ROLE_IMM_REGISTRAR,
                     v1::PURPOSE_LOCATE_SAFETY,
                     owner,
                     "consent custody",
                     {}});
  }
  AddCallersAndTracers(cells);
  return cells;
}

TEST(MouTemplatesTest, DiscloseWhatTheDefaultMatrixSays) {
  const auto set = AllTemplates();
  for (const Cell& cell : Matrix()) {
    EXPECT_EQ(Names(Disclosed(set, cell)), Names(cell.expected))
        << cell.requester << " as " << v1::Role_Name(cell.role) << " asks "
        << cell.owner << " for " << v1::Purpose_Name(cell.purpose) << " with "
        << cell.with;
  }
}

// No other agency is shown anything to locate a child, to coordinate her care
// or to treat her by asking alone: it needs a relation that the owner knows of,
// a case for which somebody vouches, or a broken glass. Consent alone is not
// it, nor is a relation that nobody knows.
TEST(MouTemplatesTest, WithoutRelationOrCaseNobodyIsShownAnything) {
  const auto set = AllTemplates();
  const std::pair<const char*, v1::AgencyKind> agencies[] = {
      {"police", kPolice},
      {"ngo", kNgo},
      {"clinic", kClinic},
      {"registrar", kRegistrar}};
  for (const auto& [requester, kind] : agencies) {
    for (const auto& [owner, owner_kind] : agencies) {
      if (requester == owner) continue;
      for (int role = 1; role < v1::Role_ARRAYSIZE; ++role) {
        for (const v1::Purpose purpose :
             {v1::PURPOSE_LOCATE_SAFETY, v1::PURPOSE_CARE_COORDINATION,
              v1::PURPOSE_TREAT}) {
          const Cell cell = {requester, kind,  static_cast<v1::Role>(role),
                             purpose,   owner, "danger consent",
                             {}};
          EXPECT_EQ(Names(Disclosed(set, cell)), "")
              << requester << " as " << v1::Role_Name(cell.role) << " asks "
              << owner << " for " << v1::Purpose_Name(purpose);
        }
      }
    }
  }
}

// Alive and well, and in which month; not who saw her, where or when.
TEST(MouTemplatesTest, ATracerLearnsOfWellbeingTheSignalAndTheMonth) {
  const auto set = AllTemplates();
  const std::optional<Grant> grant = Decided(set, {"tracing",
                                                   kNgo,
                                                   v1::ROLE_RFL_TRACER,
                                                   v1::PURPOSE_FAMILY_TRACING,
                                                   "ngo",
                                                   "consent",
                                                   {}});
  ASSERT_TRUE(grant.has_value());
  const FieldCatalog& catalog = FieldCatalog::Get();
  const int time = *catalog.Find("wellbeing_check.checked_time");
  EXPECT_EQ(grant->fields() & catalog.Of(CategorySet{CATEGORY_WELLBEING}),
            FieldSet().set(time).set(*catalog.Find("wellbeing_check.status")));
  EXPECT_EQ(grant->treatments().Of(time), Treatment::kToMonth);
  for (const char* path : {"source_time", "entry_time"}) {
    EXPECT_FALSE(grant->fields().test(*catalog.Find(path))) << path;
  }
}

// P-SCREEN: whatever an MOU permits, no screening is a ground for one.
TEST(MouTemplatesTest, NoScreeningIsUsedToInvestigateACrime) {
  const v1::Mou open = homeward::testing::TextProto(R"pb(
    mou_id: "open"
    version: 1
    party_agency_ids: [ "ngo", "police" ]
    effective_time { seconds: 1767225600 }
    expiry_time { seconds: 1830297600 }
    legal_authority: "an agreement"
    schema_version: 1
    clauses {
      clause_id: "screenings"
      effect: EFFECT_PERMIT
      match {
        owner { any: true }
        requester { any: true }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { categories: [ CATEGORY_EXIST, CATEGORY_SCREEN_RES ] }
      }
      fields { field_path: "screening.urgency" outcome: FIELD_OUTCOME_CLEAR }
    }
  )pb");
  const auto set = ActiveSet::Build(testing::AsCharter(Template("charter")),
                                    {testing::SignedByAll(open)}, {});
  ASSERT_THAT(set, IsOk());
  AccessRequest request;
  request.requester_agency_id = "police";
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = "ngo";
  request.roles = {v1::ROLE_POLICE_MISSING};
  request.action = v1::ACTION_LOCATE;
  request.mou_id = "open";
  request.purpose = v1::PURPOSE_CRIMINAL_INVESTIGATION;
  request.categories = {v1::CATEGORY_SCREEN_RES};
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  const Admittance crime = Admit(*set, request, {}, now);
  EXPECT_TRUE(!crime.admission.ok() ||
              !crime.admission->categories().Contains(v1::CATEGORY_SCREEN_RES));
  request.purpose = v1::PURPOSE_TRAFFICKING_RESPONSE;
  const Admittance response = Admit(*set, request, {}, now);
  ASSERT_THAT(response.admission, IsOk());
  EXPECT_TRUE(
      response.admission->categories().Contains(v1::CATEGORY_SCREEN_RES));
}

// In an emergency a clinician sees what she must; for the rest of a child's
// health she needs consent, or breaks the glass.
TEST(MouTemplatesTest, ABrokenGlassShowsAClinicianTheRestOfHealth) {
  const auto set = AllTemplates();
  for (const char* owner : {"ngo", "registrar"}) {
    const auto fields = [&](const char* with, bool by_break_glass) {
      const std::optional<Grant> grant =
          Decided(set, {"clinic",
                        kClinic,
                        v1::ROLE_CLINIC_CLINICIAN,
                        v1::PURPOSE_ETREAT,
                        owner,
                        with,
                        {}});
      EXPECT_TRUE(grant.has_value());
      EXPECT_EQ(grant->by_break_glass(), by_break_glass);
      return grant->fields();
    };
    const FieldSet must = fields("", false);
    const FieldSet broken = fields("glass", true);
    EXPECT_EQ(broken, fields("consent", false));
    EXPECT_GT(broken.count(), must.count());
    EXPECT_TRUE((must & ~broken).none());
  }
}

// Without consent, so for a day, and looked at by somebody else within it.
TEST(MouTemplatesTest, WhatAnEmergencyShowsIsGoneAndReviewedWithinADay) {
  const auto set = AllTemplates();
  for (const char* owner : {"ngo", "registrar"}) {
    const std::optional<Grant> grant = Decided(set, {"clinic",
                                                     kClinic,
                                                     v1::ROLE_CLINIC_CLINICIAN,
                                                     v1::PURPOSE_ETREAT,
                                                     owner,
                                                     "",
                                                     {}});
    ASSERT_TRUE(grant.has_value());
    std::map<v1::ObligationType, int64_t> duties;
    for (const v1::Obligation& duty : grant->obligations()) {
      duties[duty.type()] = duty.within().seconds();
    }
    constexpr int64_t kDay = 24 * 60 * 60;
    EXPECT_THAT(duties,
                IsSupersetOf({Pair(v1::OBLIGATION_TYPE_RETAIN_AT_MOST, kDay),
                              Pair(v1::OBLIGATION_TYPE_REVIEW, kDay)}))
        << owner;
  }
}

TEST(MouTemplatesTest, EnforcementGetsNothingFromAnybody) {
  const auto set = AllTemplates();
  const std::string with = "case danger consent custody glass";
  for (int purpose = 1; purpose < v1::Purpose_ARRAYSIZE; ++purpose) {
    for (int role = 1; role < v1::Role_ARRAYSIZE; ++role) {
      for (const char* owner : {"ngo", "clinic", "registrar", "police"}) {
        const Cell cell = {"enforcement",
                           kEnforcement,
                           static_cast<v1::Role>(role),
                           static_cast<v1::Purpose>(purpose),
                           owner,
                           with.c_str(),
                           {}};
        EXPECT_EQ(Names(Disclosed(set, cell)), "");
      }
    }
  }
}

}  // namespace
}  // namespace homeward::auth
