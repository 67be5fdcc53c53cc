#include "auth/redaction/excess.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/decision/answer_bounds.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_set.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/redact.h"
#include "auth/redaction/redact_fixture.h"
#include "auth/testing/hasher.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/record.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The bounds of an MOU that tells claim ids, and `path` as `treatment` says.
AnswerBounds Telling(const std::string& path, Treatment treatment) {
  std::vector<v1::FieldRule> rules(2);
  rules[0].set_field_path("claim_id");
  SetTreatment(Treatment::kClear, rules[0]);
  rules[1].set_field_path(path);
  SetTreatment(treatment, rules[1]);
  return BoundsOf(AdmissionBy(MouOf(rules), "police"));
}

// The paths of what a record with one claim, `claim`, tells beyond `bounds`.
std::vector<std::string> Excess(const AnswerBounds& bounds,
                                const v1::Claim& claim) {
  v1::ChildRecord record;
  *record.add_claims() = claim;
  const FieldSet excess = ExcessOf(bounds, record);
  std::vector<std::string> paths;
  for (size_t i = excess._Find_first(); i < excess.size();
       i = excess._Find_next(i)) {
    paths.push_back(FieldCatalog::Get().path(static_cast<int>(i)));
  }
  return paths;
}

std::vector<std::string> Excess(const AnswerBounds& bounds,
                                const std::string& claim) {
  const v1::Claim read = TextProto(claim);
  return Excess(bounds, read);
}

// Whether a name may be told as `text` when it is told as `treatment` says.
bool MayBeNamed(Treatment treatment, const std::string& text) {
  v1::Claim claim;
  claim.mutable_identity()->set_name_full(text);
  return Excess(Telling("identity.name_full", treatment), claim).empty();
}

// What is told by a claim of `path` in `text`, when it is told as `treatment`
// says.
bool MayBe(Treatment treatment, const std::string& path,
           const std::string& claim) {
  return Excess(Telling(path, treatment), claim).empty();
}

TEST(ExcessTest, IsWhatIsNotToldAtAll) {
  const AnswerBounds bounds = Telling("identity.name_full", Treatment::kClear);
  EXPECT_THAT(Excess(bounds, "claim_id: 'c' identity { name_full: 'S' }"),
              IsEmpty());
  EXPECT_THAT(Excess(bounds,
                     "claim_id: 'c' basis: BASIS_OBSERVED identity { name_full:"
                     " 'S' sex: SEX_FEMALE }"),
              ElementsAre("basis", "identity.sex"));
  EXPECT_THAT(Excess(AnswerBounds(), "claim_id: 'c'"), ElementsAre("claim_id"));
}

TEST(ExcessTest, AFactWithNothingInItTellsThatThereIsOne) {
  const AnswerBounds bounds = Telling("identity.name_full", Treatment::kClear);
  EXPECT_THAT(Excess(bounds, "claim_id: 'c' identity {}"), IsEmpty());
  EXPECT_FALSE(Excess(bounds, "claim_id: 'c' health_summary {}").empty());
}

TEST(ExcessTest, IsWhatIsNamedToo) {
  std::vector<v1::FieldRule> rules(2);
  rules[0].set_field_path("field_states");
  rules[1].set_field_path("identity.name_full");
  for (v1::FieldRule& rule : rules) SetTreatment(Treatment::kClear, rule);
  const AnswerBounds bounds = BoundsOf(AdmissionBy(MouOf(rules), "police"));
  const auto stating = [](const std::string& path) {
    return absl::StrCat("field_states { field_path: '", path,
                        "' state: KNOWLEDGE_STATE_REFUSED }");
  };
  EXPECT_THAT(Excess(bounds, stating("identity.name_full")), IsEmpty());
  EXPECT_THAT(Excess(bounds, stating("identity.sex")),
              ElementsAre("identity.sex"));
  EXPECT_THAT(Excess(bounds, stating("what she has")),
              ElementsAre("field_states"));
  v1::ChildRecord record;
  record.add_altered_fields()->set_field_path("identity.name_full");
  EXPECT_TRUE(ExcessOf(bounds, record).none());
  record.add_altered_fields()->set_field_path("identity.sex");
  EXPECT_TRUE(
      ExcessOf(bounds, record).test(*FieldCatalog::Get().Find("identity.sex")));
}

TEST(ExcessTest, AMaskHidesAsMuchAsItSays) {
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepNothing, "***"));
  EXPECT_FALSE(MayBeNamed(Treatment::kKeepNothing, "***al"));
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepLastTwo, "***"));
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepLastTwo, "***al"));
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepLastTwo, "***жа"));
  EXPECT_FALSE(MayBeNamed(Treatment::kKeepLastTwo, "***val"));
  EXPECT_FALSE(MayBeNamed(Treatment::kKeepLastTwo, "S***"));
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepFirstLetter, "С***"));
  EXPECT_FALSE(MayBeNamed(Treatment::kKeepFirstLetter, "So***"));
  EXPECT_FALSE(MayBeNamed(Treatment::kKeepFirstLetter, "Solomiia Koval"));
}

TEST(ExcessTest, WhatIsStricterIsAsGood) {
  const std::string hash = "hmac:0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(MayBeNamed(Treatment::kHash, hash));
  EXPECT_TRUE(MayBeNamed(Treatment::kKeepLastTwo, hash));
  EXPECT_FALSE(MayBeNamed(Treatment::kHash, hash + "0"));
  EXPECT_FALSE(
      MayBeNamed(Treatment::kHash, "hmac:Solomiia Koval, in Warsaw 3"));
  EXPECT_FALSE(MayBeNamed(Treatment::kHash, "***"));
}

TEST(ExcessTest, ADateOrTimeIsNoMoreExact) {
  constexpr char kBirth[] = "identity.date_of_birth";
  const auto birth = [](const std::string& date) {
    return absl::StrCat("identity { date_of_birth { ", date, " } }");
  };
  EXPECT_TRUE(MayBe(Treatment::kToMonth, kBirth, birth("year: 2015 month: 5")));
  EXPECT_TRUE(MayBe(Treatment::kToMonth, kBirth, birth("year: 2015")));
  EXPECT_FALSE(
      MayBe(Treatment::kToMonth, kBirth, birth("year: 2015 month: 5 day: 6")));
  EXPECT_FALSE(MayBe(Treatment::kToYear, kBirth, birth("year: 2015 month: 5")));
  constexpr char kTime[] = "wellbeing_check.checked_time";
  const auto checked = [](int seconds) {
    return absl::StrCat("wellbeing_check { checked_time { seconds: ", seconds,
                        " } }");
  };
  EXPECT_TRUE(MayBe(Treatment::kToDay, kTime, checked(86400)));
  EXPECT_FALSE(MayBe(Treatment::kToDay, kTime, checked(86401)));
  EXPECT_FALSE(MayBe(Treatment::kToMonth, kTime, checked(86400)));
  EXPECT_TRUE(MayBe(Treatment::kToDay, kTime, checked(0)));
}

TEST(ExcessTest, NorIsAnAgeAPlaceOrADocument) {
  constexpr char kAge[] = "identity.age";
  EXPECT_TRUE(MayBe(Treatment::kToAgeBand, kAge,
                    "identity { age { min_years: 6 max_years: 11 } }"));
  EXPECT_FALSE(MayBe(Treatment::kToAgeBand, kAge,
                     "identity { age { min_years: 7 max_years: 11 } }"));
  constexpr char kPlace[] = "identity.place_of_birth";
  const std::string area =
      "country_code: 'UA' admin1_code: 'UA-46' precision: PRECISION_ADMIN1";
  EXPECT_TRUE(
      MayBe(Treatment::kToAdmin1, kPlace,
            absl::StrCat("identity { place_of_birth { ", area, " } }")));
  EXPECT_FALSE(MayBe(
      Treatment::kToAdmin1, kPlace,
      absl::StrCat("identity { place_of_birth { ", area, " site: 'x' } }")));
  constexpr char kDocuments[] = "identity.documents";
  EXPECT_TRUE(MayBe(Treatment::kKeepLastTwo, kDocuments,
                    "identity { documents { number: '***77' } }"));
  EXPECT_FALSE(MayBe(Treatment::kKeepLastTwo, kDocuments,
                     "identity { documents { number: '***77' } documents { "
                     "number: '123477' } }"));
  EXPECT_FALSE(MayBe(Treatment::kKeepLastTwo, kDocuments,
                     "identity { documents { number: '***77' issuer: 'x' } }"));
}

TEST(ExcessTest, AnAgeInPlaceOfABirthDateIsNone) {
  std::vector<v1::FieldRule> rules(3);
  rules[0].set_field_path("source_time");
  SetTreatment(Treatment::kClear, rules[0]);
  rules[1].set_field_path("identity.date_of_birth");
  rules[2].set_field_path("identity.age");
  SetTreatment(Treatment::kToAgeBand, rules[1]);
  SetTreatment(Treatment::kToAgeBand, rules[2]);
  const v1::Mou mou = MouOf(rules);
  const v1::Claim claim = TextProto(R"pb(
    source_time { seconds: 1700000000 }
    identity { date_of_birth { year: 2015 month: 3 day: 2 } }
  )pb");
  const v1::ChildRecord sent =
      Redact(GrantBy(mou, "police"), RecordOf({claim}), testing::Hasher());
  ASSERT_TRUE(sent.claims(0).identity().has_age());
  const AnswerBounds bounds = BoundsOf(AdmissionBy(mou, "police"));
  EXPECT_TRUE(ExcessOf(bounds, sent).none());
  EXPECT_THAT(Excess(bounds, "identity { date_of_birth { year: 2015 } }"),
              ElementsAre("identity.date_of_birth"));
}

TEST(AddDutiesTest, WhatIsOnlyNamedComesWithItsDuties) {
  std::vector<v1::FieldRule> rules(2);
  rules[0].set_field_path("field_states");
  rules[1].set_field_path("identity.sex");
  for (v1::FieldRule& rule : rules) SetTreatment(Treatment::kClear, rule);
  v1::Mou mou = MouOf(rules);
  v1::Obligation& duty = *mou.mutable_clauses(0)->add_obligations();
  duty.set_type(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  const AnswerBounds bounds = BoundsOf(AdmissionBy(mou, "police"));
  v1::ChildRecord record;
  AddDuties(bounds, record);
  EXPECT_THAT(record.obligations(), IsEmpty());
  record.add_claims()->add_field_states()->set_field_path("identity.sex");
  AddDuties(bounds, record);
  ASSERT_EQ(record.obligations_size(), 1);
  EXPECT_EQ(record.obligations(0).type(),
            v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
}

}  // namespace
}  // namespace homeward::auth
