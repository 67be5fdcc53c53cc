// What each role is shown by the templates, cell by cell of the default matrix.

#include <string>
#include <vector>

#include "auth/decision/mou_templates_fixture.h"
#include "auth/mou/enum_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {
namespace {

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

// What whoever may locate a child is shown of her.
CategorySet Known() {
  return {CATEGORY_EXIST, CATEGORY_ID_MIN, CATEGORY_LOC_COARSE,
          CATEGORY_WELLBEING};
}

// What the police desk sees of its own records besides.
CategorySet PoliceAtHome() {
  return {CATEGORY_LOC_EXACT, CATEGORY_HEALTH,   CATEGORY_INCIDENT,
          v1::CATEGORY_TIP,   v1::CATEGORY_CARE, v1::CATEGORY_CONSENT};
}

// The columns of the police.
void AddPolice(std::vector<Cell>& cells) {
  const CategorySet searched = {
      CATEGORY_EXIST,  CATEGORY_ID_MIN, CATEGORY_ID_FULL,   CATEGORY_PHOTO,
      CATEGORY_ADULTS, CATEGORY_FAMILY, CATEGORY_WELLBEING, CATEGORY_CONCERNS};
  const CategorySet coarse = {CATEGORY_LOC_COARSE};
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
}

// The column of caseworkers.
void AddCaseworkers(std::vector<Cell>& cells) {
  const CategorySet coarse = {CATEGORY_LOC_COARSE};
  const CategorySet adults = {CATEGORY_ADULTS};
  const CategorySet agreed = {CATEGORY_PHOTO,    CATEGORY_FAMILY,
                              CATEGORY_HEALTH,   CATEGORY_CONCERNS,
                              CATEGORY_INCIDENT, CATEGORY_LEGAL_STATUS};
  for (const char* owner : {"clinic", "registrar"}) {
    const auto worker = [&](v1::Purpose purpose, const char* with,
                            CategorySet expected) {
      cells.push_back({"ngo", kNgo, v1::ROLE_CP_CASEWORKER, purpose, owner,
                       with, expected});
    };
    // P-LOCATE: by a relation to the child, or by a case.
    for (const char* with : {"referral", "custody", "case"}) {
      worker(v1::PURPOSE_LOCATE_SAFETY, with, Known() | adults);
      worker(v1::PURPOSE_CARE_COORDINATION, with, Known() | adults);
    }
    for (const char* with : {"", "danger", "consent", "glass"}) {
      worker(v1::PURPOSE_LOCATE_SAFETY, with, {});
      worker(v1::PURPOSE_CARE_COORDINATION, with, {});
    }
    worker(v1::PURPOSE_LOCATE_SAFETY, "referral protected",
           (Known() | adults) - coarse);
    worker(v1::PURPOSE_LOCATE_SAFETY, "case protected",
           (Known() | adults) - coarse);
    for (const char* with : {"referral consent", "case consent"}) {
      worker(v1::PURPOSE_CARE_COORDINATION, with, Known() | adults | agreed);
    }
    worker(v1::PURPOSE_CARE_COORDINATION, "consent custody protected",
           Known() | adults | agreed | CategorySet{CATEGORY_LOC_EXACT});
    worker(v1::PURPOSE_TREAT, "case consent custody", {});
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
                     v1::PURPOSE_LOCATE_SAFETY, "police", with, Known()});
  }
}

// The column of their supervisors.
void AddSupervisors(std::vector<Cell>& cells) {
  for (const char* owner : {"clinic", "registrar"}) {
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
}

// The column of clinicians.
void AddClinicians(std::vector<Cell>& cells) {
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
      clinician(v1::PURPOSE_LOCATE_SAFETY, with, Known());
      clinician(v1::PURPOSE_TREAT, with, Known() | health);
    }
    for (const char* with : {"", "danger", "consent", "glass"}) {
      clinician(v1::PURPOSE_LOCATE_SAFETY, with, {});
      clinician(v1::PURPOSE_CARE_COORDINATION, with, {});
      clinician(v1::PURPOSE_TREAT, with, {});
    }
    for (const char* with : {"referral consent", "case consent"}) {
      clinician(v1::PURPOSE_TREAT, with,
                Known() | health |
                    CategorySet{CATEGORY_HEALTH_SENS, CATEGORY_CONCERNS,
                                CATEGORY_INCIDENT});
    }
    for (const char* with : {"", "glass"}) {
      clinician(v1::PURPOSE_ETREAT, with,
                {CATEGORY_EXIST, CATEGORY_ID_MIN, CATEGORY_HEALTH});
    }
  }
}

// The column of registrars.
void AddRegistrars(std::vector<Cell>& cells) {
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
  std::vector<Cell> cells;
  for (const auto add : {AddPolice, AddCaseworkers, AddSupervisors,
                         AddClinicians, AddRegistrars, AddCallersAndTracers}) {
    add(cells);
  }
  return cells;
}

TEST(MouMatrixTest, TheTemplatesDiscloseWhatItSays) {
  const auto set = AllTemplates();
  for (const Cell& cell : Matrix()) {
    EXPECT_EQ(Names(Disclosed(set, cell)), Names(cell.expected))
        << cell.requester << " as " << v1::Role_Name(cell.role) << " asks "
        << cell.owner << " for " << v1::Purpose_Name(cell.purpose) << " with "
        << cell.with;
  }
}

}  // namespace
}  // namespace homeward::auth
