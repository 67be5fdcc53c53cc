#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/decision/mou_templates_fixture.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/mou/mou.h"
#include "auth/mou/treatment.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Pair;

TEST(MouTemplatesTest, EachCanBeSignedAsItIs) {
  EXPECT_EQ(FindingsText(CheckMou(Template("charter"), MouKind::kCharter)), "");
  for (const char* name : kMous) {
    EXPECT_EQ(FindingsText(CheckMou(Template(name), MouKind::kMou)), "")
        << name;
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
  EXPECT_EQ(grant->fields() & catalog.Of(CategorySet{v1::CATEGORY_WELLBEING}),
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
