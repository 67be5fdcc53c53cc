#include "services/exchange/pfif/pfif_fields.h"

#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(PfifFieldsTest, EachVersionHasItsOwnNames) {
  EXPECT_TRUE(IsPersonField(PfifVersion::k13, "first_name"));
  EXPECT_FALSE(IsPersonField(PfifVersion::k14, "first_name"));
  EXPECT_FALSE(IsPersonField(PfifVersion::k13, "given_name"));
  EXPECT_TRUE(IsPersonField(PfifVersion::k11, "home_zip"));
  EXPECT_FALSE(IsPersonField(PfifVersion::k12, "home_zip"));
  EXPECT_FALSE(IsPersonField(PfifVersion::k11, "sex"));
  EXPECT_FALSE(IsPersonField(PfifVersion::k14, "note_record_id"));
  EXPECT_TRUE(IsNoteField(PfifVersion::k13, "found"));
  EXPECT_FALSE(IsNoteField(PfifVersion::k14, "found"));
  EXPECT_TRUE(IsNoteField(PfifVersion::k14, "photo_url"));
  EXPECT_FALSE(IsNoteField(PfifVersion::k11, "status"));
}

TEST(PfifFieldsTest, OldNamesFillTheMembersOfNewOnes) {
  PfifPerson person;
  EXPECT_THAT(SetPersonField("first_name", " Ana\n", &person), IsOk());
  EXPECT_THAT(SetPersonField("last_name", "Ruiz", &person), IsOk());
  EXPECT_THAT(SetPersonField("home_zip", "0001", &person), IsOk());
  EXPECT_EQ(person.given_name, "Ana");
  EXPECT_EQ(person.family_name, "Ruiz");
  EXPECT_EQ(person.home_postal_code, "0001");
  PfifNote note;
  EXPECT_THAT(SetNoteField("found", "false", &note), IsOk());
  EXPECT_EQ(note.author_made_contact, false);
}

TEST(PfifFieldsTest, TakesTheDescriptionOutOfOther) {
  PfifPerson person;
  EXPECT_THAT(
      SetPersonField("other", "description:\n    red coat\n    tall", &person),
      IsOk());
  EXPECT_EQ(person.description, "red coat\ntall");
  EXPECT_THAT(SetPersonField("other", "just text", &person), IsOk());
  EXPECT_EQ(person.description, "just text");
}

TEST(PfifFieldsTest, EmptyTextLeavesAFieldUnset) {
  PfifPerson person;
  PfifNote note;
  for (const char* field : {"sex", "age", "date_of_birth", "source_date"}) {
    EXPECT_THAT(SetPersonField(field, " \n", &person), IsOk());
  }
  EXPECT_THAT(SetNoteField("status", "", &note), IsOk());
  EXPECT_EQ(person.sex, PfifSex::kUnset);
  EXPECT_FALSE(person.age.has_value());
  EXPECT_EQ(note.status, PfifStatus::kUnset);
  EXPECT_FALSE(note.author_made_contact.has_value());
}

TEST(PfifFieldsTest, ReadsEveryCode) {
  PfifNote note;
  EXPECT_THAT(SetNoteField("status", "information_sought", &note), IsOk());
  EXPECT_EQ(note.status, PfifStatus::kInformationSought);
  EXPECT_THAT(SetNoteField("status", "believed_dead", &note), IsOk());
  EXPECT_EQ(note.status, PfifStatus::kBelievedDead);
  PfifPerson person;
  EXPECT_THAT(SetPersonField("sex", "other", &person), IsOk());
  EXPECT_EQ(person.sex, PfifSex::kOther);
}

TEST(PfifFieldsTest, RefusesOtherFormsWithoutRepeatingThem) {
  PfifPerson person;
  const struct {
    const char* field;
    const char* text;
  } cases[] = {{"sex", "F_secret"},
               {"age", "ten_secret"},
               {"date_of_birth", "secret 2014"},
               {"source_date", "yesterday_secret"},
               {"person_record_id", "no slash secret"},
               {"person_record_id", "nodots_secret/1"},
               {"person_record_id", "secret.org/"},
               {"person_record_id", ".secret.org/1"},
               {"person_record_id", "secret.org/a b"},
               {"person_record_id", "/secret"}};
  for (const auto& [field, text] : cases) {
    EXPECT_THAT(
        SetPersonField(field, text, &person),
        StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("secret"))))
        << field << " " << text;
  }
  PfifNote note;
  EXPECT_THAT(SetNoteField("status", "believed_secret", &note),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("believed_alive")));
  EXPECT_THAT(SetNoteField("found", "yes", &note),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::exchange
