#include "services/exchange/pfif/pfif_claims.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::Time Seconds(int64_t seconds) {
  return absl::FromUnixSeconds(seconds);
}

PfifNote SomeNote() {
  PfifNote note;
  note.note_record_id = "police.example/note.1";
  note.source_date = Seconds(2000);
  note.author_name = "Desk";
  note.author_phone = "+44 7700 900001";
  note.author_made_contact = false;
  note.status = PfifStatus::kBelievedMissing;
  note.last_known_location = "Central Station";
  note.text = "On platform 4.";
  note.linked_person_record_id = "police.example/person.9";
  return note;
}

// Every field set.
PfifPerson SomePerson() {
  PfifPerson person;
  person.person_record_id = "police.example/person.1";
  person.source_date = Seconds(1000);
  person.source_name = "Police";
  person.source_url = "https://police.example/1";
  person.author_name = "Desk";
  person.author_email = "desk@police.example";
  person.full_name = "Соломія Мельник\nSolomiya Melnyk";
  person.given_name = "Соломія";
  person.family_name = "Мельник";
  person.alternate_names = "Соля";
  person.description = "Green parka.";
  person.sex = PfifSex::kFemale;
  person.date_of_birth = PartialDate{2014, 5, 0};
  person.age = AgeRange{0, 3};
  person.home_street = "Street 1";
  person.home_city = "Lviv";
  person.home_country = "ua";
  person.photo_url = "https://police.example/1.jpg";
  person.notes = {SomeNote()};
  return person;
}

v1::RegisterChildRequest Registered(const PfifPerson& person, bool sought) {
  auto request = RegistrationOf(person, {v1::PURPOSE_MISSING_SEARCH, sought},
                                Seconds(10'000));
  EXPECT_TRUE(request.ok()) << request.status();
  return request.ok() ? *request : v1::RegisterChildRequest();
}

TEST(PfifClaimsTest, IdentityHasEveryField) {
  const v1::RegisterChildRequest request = Registered(SomePerson(), false);
  const v1::ChildIdentity& identity = request.identity();
  EXPECT_EQ(request.purpose(), v1::PURPOSE_MISSING_SEARCH);
  EXPECT_EQ(request.source_record_id(), "police.example/person.1");
  EXPECT_EQ(request.source().source_time().seconds(), 1000);
  EXPECT_EQ(request.source().basis(), v1::BASIS_IMPORTED);
  EXPECT_EQ(identity.name_full(), "Соломія Мельник");
  EXPECT_EQ(identity.name_first(), "Соломія");
  EXPECT_EQ(identity.name_last(), "Мельник");
  EXPECT_THAT(identity.name_other(), ElementsAre("Solomiya Melnyk", "Соля"));
  EXPECT_EQ(identity.sex(), v1::SEX_FEMALE);
  EXPECT_EQ(identity.date_of_birth().year(), 2014);
  EXPECT_EQ(identity.date_of_birth().month(), 5);
  EXPECT_FALSE(identity.date_of_birth().has_day());
  EXPECT_EQ(identity.documents(0).issuer(), "Police");
  EXPECT_EQ(identity.address_last().country_code(), "UA");
  EXPECT_EQ(identity.address_last().address(), "Street 1\nLviv");
  EXPECT_THAT(identity.physical_description().other_details(),
              HasSubstr("photo: https://police.example/1.jpg"));
}

TEST(PfifClaimsTest, AgeZeroIsNotABlank) {
  const v1::RegisterChildRequest request = Registered(SomePerson(), false);
  EXPECT_TRUE(request.identity().age().has_min_years());
  EXPECT_EQ(request.identity().age().min_years(), 0);
  EXPECT_EQ(request.identity().age().max_years(), 3);
}

TEST(PfifClaimsTest, ANoteIsASighting) {
  const v1::RegisterChildRequest request = Registered(SomePerson(), false);
  ASSERT_EQ(request.further_claims_size(), 1);
  const v1::Sighting& sighting = request.further_claims(0).claim().sighting();
  EXPECT_EQ(sighting.sighting_id(), "police.example/note.1");
  EXPECT_EQ(sighting.seen_time().seconds(), 2000);
  EXPECT_EQ(sighting.place().site(), "Central Station");
  EXPECT_EQ(sighting.status(), v1::PERSON_STATUS_BELIEVED_MISSING);
  EXPECT_TRUE(sighting.has_author_made_contact());
  EXPECT_EQ(sighting.reporter(), "Desk (+44 7700 900001)");
  EXPECT_EQ(sighting.text(),
            "On platform 4.\nsame person as: police.example/person.9");
}

TEST(PfifClaimsTest, WhoIsSoughtHasAMissingReport) {
  const v1::RegisterChildRequest request = Registered(SomePerson(), true);
  ASSERT_EQ(request.further_claims_size(), 2);
  const v1::MissingReport& report =
      request.further_claims(0).claim().missing_report();
  EXPECT_EQ(report.report_id(), "police.example/person.1");
  EXPECT_EQ(report.reporter().name(), "Desk");
  EXPECT_EQ(report.reporter().contact(), "desk@police.example");
  EXPECT_EQ(report.child().name_full(), "Соломія Мельник");
  EXPECT_EQ(report.last_seen_location().site(), "Central Station");
  EXPECT_EQ(report.last_seen_time().seconds(), 2000);
  EXPECT_EQ(report.status_changes(0).status(), v1::MISSING_STATUS_REPORTED);
}

TEST(PfifClaimsTest, APhoneOfThePersonIsAnotherReadingOfHerIdentity) {
  PfifPerson person = SomePerson();
  person.notes[0].phone_of_found_person = "+44 7700 900142";
  const v1::RegisterChildRequest request = Registered(person, false);
  ASSERT_EQ(request.further_claims_size(), 2);
  EXPECT_THAT(request.further_claims(1).claim().identity().telephone_current(),
              ElementsAre("+44 7700 900142"));
}

// A child is not refused for what somebody wrote where a number should stand.
TEST(PfifClaimsTest, WhatIsNoPhoneOfThePersonStandsInTheText) {
  PfifPerson person = SomePerson();
  person.notes[0].phone_of_found_person = "her aunt's, ask at the desk";
  const v1::RegisterChildRequest request = Registered(person, false);
  ASSERT_EQ(request.further_claims_size(), 1);
  EXPECT_THAT(
      request.further_claims(0).claim().sighting().text(),
      HasSubstr("telephone of the person: her aunt's, ask at the desk"));
  // A number in so long a text would have the child refused.
  person.notes[0].phone_of_found_person =
      "+44 7700 900142 " + std::string(100, 'x');
  EXPECT_EQ(Registered(person, false).further_claims_size(), 1);
  person.notes[0].phone_of_found_person = "٠٥٠ ١٢٣ ٤٥٦٧";
  const v1::RegisterChildRequest arabic = Registered(person, false);
  ASSERT_EQ(arabic.further_claims_size(), 2);
  EXPECT_EQ(
      arabic.further_claims(1).claim().identity().telephone_current_size(), 1);
}

TEST(PfifClaimsTest, TheSamePersonIsTheSameRequest) {
  const std::string id = Registered(SomePerson(), true).request_id();
  EXPECT_EQ(id.size(), 64);
  EXPECT_EQ(Registered(SomePerson(), true).request_id(), id);
  EXPECT_NE(Registered(SomePerson(), false).request_id(), id);
  PfifPerson other = SomePerson();
  other.description = "Red parka.";
  EXPECT_NE(Registered(other, true).request_id(), id);
}

TEST(PfifClaimsTest, EntryDateStandsInForSourceDate) {
  PfifPerson person = SomePerson();
  person.source_date.reset();
  person.entry_date = Seconds(1500);
  EXPECT_EQ(Registered(person, false).source().source_time().seconds(), 1500);
  person.entry_date.reset();
  EXPECT_THAT(RegistrationOf(person, {}, Seconds(10'000)).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PfifClaimsTest, ARecordThatHasExpiredIsNotTaken) {
  PfifPerson person = SomePerson();
  person.expiry_date = Seconds(5000);
  EXPECT_OK(RegistrationOf(person, {}, Seconds(4999)));
  EXPECT_THAT(RegistrationOf(person, {}, Seconds(5000)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(PfifClaimsTest, ARecordItsSourceDeletedIsNotTaken) {
  PfifPerson person = SomePerson();
  person.deleted = true;
  EXPECT_THAT(RegistrationOf(person, {}, Seconds(10'000)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// What a note says is the same wherever it stands, so that it is stored once.
TEST(PfifClaimsTest, ANoteOutsideIsTheSameFactsWithoutAnIdentity) {
  const PfifPerson person = SomePerson();
  const auto inside = RegistrationOf(
      person, {v1::PURPOSE_MISSING_SEARCH, /*sought=*/false}, Seconds(9000));
  ASSERT_TRUE(inside.ok());
  PfifNote note = SomeNote();
  note.person_record_id = person.person_record_id;
  const v1::RegisterChildRequest outside =
      AdditionOf(note, {v1::PURPOSE_MISSING_SEARCH, /*sought=*/true});
  EXPECT_FALSE(outside.has_identity());
  EXPECT_EQ(outside.source_record_id(), "police.example/person.1");
  EXPECT_EQ(outside.purpose(), v1::PURPOSE_MISSING_SEARCH);
  EXPECT_NE(outside.request_id(), "");
  ASSERT_EQ(outside.further_claims_size(), 1);
  EXPECT_EQ(outside.further_claims(0).SerializeAsString(),
            inside->further_claims(0).SerializeAsString());
}

}  // namespace
}  // namespace homeward::exchange
