#include "services/matching/explain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"
#include "services/matching/explain_test_kit.h"
#include "services/matching/record/birth.h"
#include "tests/testing/text_proto.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kWhole[] = R"pb(
  claims {
    identity {
      name_full: "Solomiya Melnyk"
      name_nickname: "Sola"
      sex: SEX_FEMALE
      date_of_birth { year: 2014 month: 5 day: 3 }
      documents { type: DOCUMENT_TYPE_UNHCR_INDIVIDUAL number: "305-00412907" }
    }
  }
)pb";

constexpr char kNameAndSex[] = R"pb(
  claims { identity { name_full: "Solomiya Melnyk" sex: SEX_FEMALE } }
)pb";

constexpr char kNothing[] = R"pb(
  claims { sighting { place { admin1_code: "PL-MZ" } } }
)pb";

v1::ChildRecord Record(const char* text) { return TextProto(text); }

Description Asked(const std::string& name, int year = 2014) {
  Description asked;
  AddName({name, {}, {}, {}}, asked);
  if (year != 0) AddBirth(BirthInYears(year, year), asked);
  return asked;
}

std::vector<std::string> Lines(const v1::RecordMatch& told) {
  std::vector<std::string> lines;
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    lines.push_back(absl::StrCat(evidence.field(), ",", evidence.level(), ",",
                                 evidence.asked_value(), ",",
                                 evidence.record_value()));
  }
  return lines;
}

TEST(ExplainTest, SaysWhatWasComparedAndHow) {
  const v1::RecordMatch told =
      Told(Asked("melnyk Solomija"), Record(kWhole), Record(kWhole));
  EXPECT_THAT(Lines(told), ElementsAre("prior,one in the population,,",
                                       HasSubstr("name,exact,melnyk,melnyk"),
                                       HasSubstr(",solomija,solomiya"),
                                       HasSubstr("other order"),
                                       "birth,overlap,2014,2014-05-03"));
  EXPECT_EQ(told.evidence(0).one_in(), kPersons);
  EXPECT_LT(told.evidence(0).weight_millibits(), 0);
  // Melnyk is a name that somebody in so many has.
  EXPECT_GT(told.evidence(1).one_in(), 100);
  EXPECT_GT(told.evidence(1).weight_millibits(), 5000);
}

TEST(ExplainTest, WhatTheRecordShownHasIsKept) {
  v1::RecordMatch told =
      Told(Asked("melnyk Solomija"), Record(kWhole), Record(kWhole));
  const std::vector<std::string> lines = Lines(told);
  KeepShownValues(told);
  EXPECT_EQ(Lines(told), lines);
}

// As a peer might tell what the MOU withholds, and of claims without room.
TEST(ExplainTest, WhatTheRecordShownLacksIsTakenOut) {
  const v1::RecordMatch whole =
      Told(Asked("melnyk Solomija"), Record(kWhole), Record(kWhole));
  v1::RecordMatch told = whole;
  *told.mutable_record() = Record(kNameAndSex);
  KeepShownValues(told);
  EXPECT_THAT(Lines(told), Contains("birth,overlap,2014,"));
  EXPECT_THAT(Lines(told), Contains(HasSubstr("name,exact,melnyk,melnyk")));
  EXPECT_EQ(told.score_millibits(), whole.score_millibits());
  *told.mutable_record() = Record(kNothing);
  KeepShownValues(told);
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    EXPECT_EQ(evidence.record_value(), "");
  }
}

TEST(ExplainTest, AValueUnderAnyOtherFieldIsTakenOut) {
  v1::RecordMatch told;
  *told.mutable_record() = Record(kNameAndSex);
  for (const char* field : {"name", "sex", "birth", "relative", "language",
                            "phone", "prior", "not shown", "place"}) {
    v1::MatchEvidence& evidence = *told.add_evidence();
    evidence.set_field(field);
    evidence.set_record_value("14 Hidden Lane");
  }
  KeepShownValues(told);
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    EXPECT_EQ(evidence.record_value(), "") << evidence.field();
  }
}

TEST(ExplainTest, WhatWasAskedIsKept) {
  const Description asked = Asked("melnyk Solomija");
  v1::RecordMatch told = Told(asked, Record(kWhole), Record(kWhole));
  // As who may not know the day compares.
  v1::MatchEvidence& band = *told.add_evidence();
  band.set_field("birth");
  band.set_asked_value("2009..2014");
  const std::vector<std::string> lines = Lines(told);
  KeepAskedValues(asked, told);
  EXPECT_EQ(Lines(told), lines);
}

// What a peer passes for the asker's own words.
TEST(ExplainTest, WhatNobodyAskedIsTakenOut) {
  v1::RecordMatch told;
  for (const char* field : {"name", "sex", "birth", "relative", "language",
                            "phone", "prior", "not shown", "place"}) {
    for (const char* value :
         {"14 Hidden Lane", "2014-05-03", "2015..2019", "melny"}) {
      v1::MatchEvidence& evidence = *told.add_evidence();
      evidence.set_field(field);
      evidence.set_asked_value(value);
    }
  }
  KeepAskedValues(Asked("melnyk Solomija"), told);
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    EXPECT_EQ(evidence.asked_value(), "") << evidence.field();
  }
}

TEST(ExplainTest, WhatIsNotInTheRecordAsShownIsOneSumWithoutALevel) {
  const v1::RecordMatch told =
      Told(Asked("Solomiya Melnyk"), Record(kWhole), Record(kNameAndSex));
  EXPECT_THAT(Lines(told),
              ElementsAre("prior,one in the population,,",
                          HasSubstr("name,exact,solomiya"),
                          HasSubstr("name,exact,melnyk"), "not shown,,,"));
  EXPECT_EQ(told.evidence(3).one_in(), 0);
}

TEST(ExplainTest, OfAHiddenNameNotEvenTheWordsAreToldApart) {
  const v1::RecordMatch told =
      Told(Asked("Solomija Melnik"), Record(kWhole), Record(kNothing));
  EXPECT_THAT(Lines(told),
              ElementsAre("prior,one in the population,,", "not shown,,,"));
  EXPECT_THAT(told.SerializeAsString(), Not(HasSubstr("elnyk")));
}

// The other name of the record agrees, and is withheld.
TEST(ExplainTest, AnotherNameThatIsShownDoesNotShowTheOneThatAgrees) {
  const v1::RecordMatch told =
      Told(Asked("Sola"), Record(kWhole), Record(kNameAndSex));
  EXPECT_THAT(told.SerializeAsString(), Not(HasSubstr("sola")));
  EXPECT_THAT(Lines(told),
              ElementsAre("prior,one in the population,,", "not shown,,,"));
}

TEST(ExplainTest, ABirthThatIsShownInPartIsNotTheOneThatWasCompared) {
  v1::ChildRecord shown = Record(kWhole);
  v1::PartialDate& birth =
      *shown.mutable_claims(0)->mutable_identity()->mutable_date_of_birth();
  birth.clear_month();
  birth.clear_day();
  const v1::RecordMatch told =
      Told(Asked("Solomiya Melnyk"), Record(kWhole), shown);
  EXPECT_EQ(Lines(told).back(), "not shown,,,");
}

TEST(ExplainTest, NumbersAndSexesAreToldWhereTheyAreShown) {
  Description asked = Asked("Solomiya Melnyk");
  asked.sex = Sex::kMale;
  asked.identifiers.push_back(
      *MakeIdentifier(IdentifierKind::kUnhcrIndividual, "305-00412908"));
  std::vector<std::string> lines =
      Lines(Told(asked, Record(kWhole), Record(kWhole)));
  EXPECT_THAT(lines, ::testing::Contains("sex,different,male,female"));
  EXPECT_EQ(lines.back(),
            "registration_number,different,30500412908,30500412907");
  v1::ChildRecord shown = Record(kWhole);
  shown.mutable_claims(0)->mutable_identity()->clear_documents();
  shown.mutable_claims(0)->mutable_identity()->clear_sex();
  lines = Lines(Told(asked, Record(kWhole), shown));
  EXPECT_THAT(lines, Not(::testing::Contains(HasSubstr("sex"))));
  EXPECT_EQ(lines.back(), "not shown,,,");
}

TEST(ExplainTest, WhatIsMissingIsNoEvidence) {
  EXPECT_THAT(
      Lines(Told(Asked("Solomiya Melnyk", 0), Record(kWhole), Record(kWhole))),
      SizeIs(3));
}

TEST(ExplainTest, ThatSheMayBeARelativeIsToldToWhoSeesTheNames) {
  const Description asked = Asked("Hiba Tariq Fadi Hosseini");
  const v1::ChildRecord whole = Record(R"pb(
    claims { identity { name_full: "Samira Tariq Fadi Hosseini" } }
  )pb");
  const v1::RecordMatch told = Told(asked, whole, whole);
  const v1::MatchEvidence& last = *told.evidence().rbegin();
  EXPECT_EQ(last.field(), "household");
  EXPECT_EQ(last.level(), "may be relatives");
  EXPECT_LT(last.weight_millibits(), -5000);
  EXPECT_EQ(last.asked_value() + last.record_value(), "");
  const v1::RecordMatch hidden = Told(asked, whole, v1::ChildRecord());
  for (const v1::MatchEvidence& evidence : hidden.evidence()) {
    EXPECT_NE(evidence.field(), "household");
  }
}

TEST(ExplainTest, ALanguageIsToldToWhoSeesIt) {
  Description asked = Asked("Solomiya Melnyk");
  asked.languages = {"uk"};
  const v1::ChildRecord whole = Record(R"pb(
    claims {
      identity {
        name_full: "Solomiya Melnyk"
        language: [ "ru", "ukr" ]
      }
    }
  )pb");
  const v1::RecordMatch told = Told(asked, whole, whole);
  const v1::MatchEvidence& last = *told.evidence().rbegin();
  EXPECT_EQ(last.field(), "language");
  EXPECT_EQ(last.level(), "exact");
  EXPECT_EQ(last.asked_value(), "uk");
  EXPECT_EQ(last.record_value(), "ru uk");
  const v1::RecordMatch hidden = Told(asked, whole, Record(kNameAndSex));
  EXPECT_EQ(hidden.evidence().rbegin()->field(), "not shown");
  EXPECT_EQ(hidden.evidence().rbegin()->weight_millibits(),
            last.weight_millibits());
}

}  // namespace
}  // namespace homeward::matching
