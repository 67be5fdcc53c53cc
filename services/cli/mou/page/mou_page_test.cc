#include "services/cli/mou/page/mou_page.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "services/cli/mou/page/page.h"
#include "services/cli/mou/page/plain_words.h"
#include "tests/testing/golden.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Mou Template(const std::string& name) {
  std::ifstream file(absl::StrCat("deploy/mou_templates/", name, ".textproto"));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  v1::Mou mou;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &mou));
  return mou;
}

// One MOU between two agencies, whole: read the difference as its signer would.
TEST(MouPageTest, OneMouAsText) {
  homeward::testing::ExpectGolden(
      "cli/police_registrar.txt",
      ToPlainText(MakeMouPage(Template("police_registrar"))));
}

TEST(MouPageTest, OneMouAsHtml) {
  homeward::testing::ExpectGolden(
      "cli/police_registrar.html",
      ToHtml(MakeMouPage(Template("police_registrar"))));
}

TEST(MouPageTest, SaysEverythingOfEveryTemplate) {
  for (const char* name : {"charter", "house_ngo", "ngo_clinic", "police_ngo",
                           "police_clinic", "clinic_registrar", "hotline_ngo",
                           "tracing_ngo", "house_hotline", "house_tracing"}) {
    const v1::Mou mou = Template(name);
    const std::string text = ToHtml(MakeMouPage(mou));
    for (const v1::Clause& clause : mou.clauses()) {
      EXPECT_THAT(text, HasSubstr(": " + clause.clause_id() + "</h3>"));
      for (const v1::FieldRule& rule : clause.fields()) {
        EXPECT_THAT(text, HasSubstr(FieldWords(rule.field_path())));
      }
      for (const v1::Obligation& duty : clause.obligations()) {
        EXPECT_THAT(text, HasSubstr(DutyWords(duty)));
      }
    }
    EXPECT_THAT(text, HasSubstr(mou.legal_authority()));
  }
}

TEST(MouPageTest, ACharterForbidsAndPermitsNothing) {
  const std::string text = ToPlainText(MakeMouPage(Template("charter")));
  EXPECT_THAT(text, HasSubstr("the whole federation"));
  EXPECT_THAT(text, HasSubstr("Nothing is permitted."));
  EXPECT_THAT(text, HasSubstr("to enforce immigration law"));
  EXPECT_THAT(text, HasSubstr("everything, also that a record exists"));
}

TEST(MouPageTest, SaysWhoMayBreakTheGlassAndWhatThatMeans) {
  v1::Mou mou = Template("house_ngo");
  EXPECT_THAT(ToPlainText(MakeMouPage(mou)),
              Not(HasSubstr("may break the glass")));
  v1::Match& match = *mou.mutable_clauses(0)->mutable_match();
  match.set_allow_break_glass(true);
  match.mutable_roles()->clear_roles();
  match.mutable_roles()->add_roles(v1::ROLE_CP_CASEWORKER);
  match.mutable_roles()->add_roles(v1::ROLE_CP_SUPERVISOR);
  const std::string html = ToHtml(MakeMouPage(mou));
  EXPECT_THAT(html, HasSubstr("<td>a supervisor of caseworkers may break the "
                              "glass. Then nothing of"));
  EXPECT_THAT(html, HasSubstr("reviews it within 24 hours"));
  match.mutable_roles()->clear_roles();
  match.mutable_roles()->set_any(true);
  EXPECT_THAT(
      ToHtml(MakeMouPage(mou)),
      HasSubstr("a supervisor of caseworkers; or a clinician who treats "
                "patients; or a police officer who searches for "
                "missing children may break the glass"));
}

TEST(MouPageTest, WhatNobodyOrAnybodyIsIsSaid) {
  v1::Mou mou = Template("house_ngo");
  v1::Match& match = *mou.mutable_clauses(0)->mutable_match();
  match.mutable_roles()->clear_roles();
  match.mutable_roles()->set_any(true);
  match.mutable_purposes()->clear_purposes();
  match.mutable_subject_age()->set_min_years(12);
  mou.set_legal_authority("<b>law</b>");
  const std::string html = ToHtml(MakeMouPage(mou));
  EXPECT_THAT(html, HasSubstr("any role that may see records"));
  EXPECT_THAT(html, HasSubstr("nobody and nothing"));
  EXPECT_THAT(html, HasSubstr("the child is 12 years old or older"));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;law&lt;/b&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
}

}  // namespace
}  // namespace homeward::cli
