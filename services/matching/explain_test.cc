#include "services/matching/explain.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/record/birth.h"
#include "services/matching/score/calibration.h"
#include "tests/testing/text_proto.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr double kPersons = 10000;

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

// What is told of `whole` to who asks for `asked` and sees `shown` of it.
v1::RecordMatch Told(const Description& asked, const v1::ChildRecord& whole,
                     const v1::ChildRecord& shown) {
  const Match match = Compare(asked, DescribeClaims(whole.claims()), kPersons);
  v1::RecordMatch told;
  *told.mutable_record() = shown;
  Explain(match, told);
  int64_t sum = 0;
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    sum += evidence.weight_millibits();
  }
  EXPECT_EQ(sum, told.score_millibits());
  EXPECT_EQ(told.probability(), match.score.probability);
  return told;
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

// One of `values`, or nothing.
std::string Any(std::mt19937& random, const std::vector<std::string>& values) {
  const size_t choice = random() % (values.size() + 1);
  return choice == values.size() ? "" : values[choice];
}

v1::ChildRecord AnyRecord(std::mt19937& random) {
  const std::vector<std::string> names = {
      "Solomiya Melnyk", "Соломія Мельник",   "Ahmad Al-Khalil",
      "أحمد الخليل",     "Sofía Pérez López", "Hana"};
  v1::ChildRecord record;
  v1::ChildIdentity& child = *record.add_claims()->mutable_identity();
  child.set_name_full(Any(random, names));
  child.set_name_nickname(Any(random, names));
  child.set_sex(static_cast<v1::Sex>(random() % 3));
  if (random() % 3 != 0) {
    child.mutable_date_of_birth()->set_year(2010 + random() % 6);
  }
  for (int i = random() % 3; i > 0; --i) {
    v1::DocumentNumber& number = *child.add_documents();
    number.set_type(static_cast<v1::DocumentType>(1 + random() % 4));
    number.set_number(absl::StrCat("305-0041290", random() % 3));
  }
  return record;
}

v1::ChildRecord SomeOf(std::mt19937& random, v1::ChildRecord record) {
  v1::ChildIdentity& child = *record.mutable_claims(0)->mutable_identity();
  if (random() % 2 == 0) child.clear_name_full();
  if (random() % 2 == 0) child.clear_name_nickname();
  if (random() % 2 == 0) child.clear_sex();
  if (random() % 2 == 0) child.clear_date_of_birth();
  if (random() % 2 == 0) child.clear_documents();
  return record;
}

// Whatever is asked, held and shown: it sums exactly, says no value that isn't
// shown, and follows from what is shown and the probability alone.
TEST(ExplainPropertyTest, SumsToTheScoreAndTellsNoMoreThanIsShown) {
  std::mt19937 random(20261122);
  for (int i = 0; i < 3000; ++i) {
    const Description asked = DescribeClaims(AnyRecord(random).claims());
    const v1::ChildRecord whole = AnyRecord(random);
    const v1::ChildRecord shown = SomeOf(random, whole);
    const v1::RecordMatch told = Told(asked, whole, shown);
    EXPECT_NEAR(told.probability(),
                DefaultCalibration().Probability(
                    static_cast<double>(told.score_millibits()) / 1000),
                1e-12);
    const Description seen = DescribeClaims(shown.claims());
    for (const v1::MatchEvidence& evidence : told.evidence()) {
      if (evidence.field() == "name") EXPECT_FALSE(seen.names.empty());
      if (evidence.field() == "birth") EXPECT_FALSE(seen.births.empty());
      if (evidence.field() == "sex") EXPECT_NE(seen.sex, Sex::kUnknown);
      if (evidence.field() == "not shown") {
        EXPECT_EQ(evidence.level() + evidence.record_value(), "");
      }
    }
  }
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
