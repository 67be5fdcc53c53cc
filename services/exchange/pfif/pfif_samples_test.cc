// Reads the files of Person Finder's own tests, to the last field.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/exchange/pfif/pfif_reader.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time Utc(const char* text) { return ParseUtcTime(text).value(); }

struct Sample {
  std::vector<PfifPerson> persons;
  std::vector<RefusedRecord> refused;
  std::vector<std::string> remarks;
};

// Reads a sample without an error. `domain` as in PfifOptions.
Sample ReadSample(const std::string& name, const std::string& domain = "") {
  std::ifstream file(absl::StrCat("tests/testdata/pfif/", name));
  std::stringstream text;
  text << file.rdbuf();
  Sample sample;
  PfifSink sink;
  sink.person = [&](const PfifPerson& person) {
    sample.persons.push_back(person);
    return absl::OkStatus();
  };
  sink.refused = [&](const RefusedRecord& record) {
    sample.refused.push_back(record);
    return absl::OkStatus();
  };
  sink.remark = [&](const PfifProblem& remark) {
    sample.remarks.push_back(
        absl::StrCat(remark.line, " ", remark.field, " ", remark.reason));
  };
  PfifOptions options;
  options.now = Utc("2026-01-01T00:00:00Z");
  options.domain = domain;
  PfifReader reader(options, sink);
  EXPECT_OK(reader.Feed(text.str()));
  EXPECT_OK(reader.Finish());
  return sample;
}

// The fields that all versions share.
void ExpectCommonPerson(const PfifPerson& person) {
  EXPECT_EQ(person.person_record_id, "test.google.com/person.21009");
  EXPECT_EQ(person.author_name, "_test_author_name");
  EXPECT_EQ(person.author_email, "_test_author_email");
  EXPECT_EQ(person.author_phone, "_test_author_phone");
  EXPECT_EQ(person.source_name, "_test_source_name");
  EXPECT_EQ(person.source_url, "_test_source_url");
  EXPECT_EQ(person.source_date, Utc("2000-01-01T00:00:00Z"));
  EXPECT_EQ(person.entry_date, Utc("2000-01-16T02:07:57Z"));
  EXPECT_EQ(person.description, "_test_description");
  EXPECT_EQ(person.home_street, "_test_home_street");
  EXPECT_EQ(person.home_neighborhood, "_test_home_neighborhood");
  EXPECT_EQ(person.home_city, "_test_home_city");
  EXPECT_EQ(person.home_state, "_test_home_state");
  EXPECT_EQ(person.photo_url, "_test_photo_url");
  EXPECT_FALSE(person.deleted);
}

// The fields that came with 1.2.
void ExpectLaterPerson(const PfifPerson& person) {
  EXPECT_EQ(person.sex, PfifSex::kFemale);
  EXPECT_EQ(person.date_of_birth, (PartialDate{1970, 1, 0}));
  EXPECT_EQ(person.age, (AgeRange{35, 45}));
  EXPECT_EQ(person.home_postal_code, "_test_home_postal_code");
  EXPECT_EQ(person.home_country, "US");
  EXPECT_TRUE(SurelyAdult(AgeOf(person), Utc("2026-01-01T00:00:00Z")));
}

void ExpectFirstNote(const PfifNote& note) {
  EXPECT_EQ(note.note_record_id, "test.google.com/note.27009");
  EXPECT_EQ(note.person_record_id, "test.google.com/person.21009");
  EXPECT_EQ(note.author_name, "_test_author_name");
  EXPECT_EQ(note.author_email, "_test_author_email");
  EXPECT_EQ(note.author_phone, "_test_author_phone");
  EXPECT_EQ(note.email_of_found_person, "_test_email_of_found_person");
  EXPECT_EQ(note.phone_of_found_person, "_test_phone_of_found_person");
  EXPECT_EQ(note.last_known_location, "_test_last_known_location");
  EXPECT_EQ(note.text, "_test_text");
  EXPECT_EQ(note.entry_date, Utc("2000-01-16T17:32:05Z"));
}

// The notes that 1.2 and 1.4 have in common.
void ExpectLaterNotes(const std::vector<PfifNote>& notes) {
  ASSERT_THAT(notes, SizeIs(4));
  ExpectFirstNote(notes[0]);
  EXPECT_EQ(notes[0].linked_person_record_id, "test.google.com/person.999");
  EXPECT_EQ(notes[0].source_date, Utc("2000-01-16T04:05:06Z"));
  EXPECT_EQ(notes[0].author_made_contact, false);
  EXPECT_EQ(notes[0].status, PfifStatus::kBelievedMissing);
  EXPECT_EQ(notes[1].note_record_id, "test.google.com/note.31095");
  EXPECT_EQ(notes[1].last_known_location, "19.16592425362802 -71.9384765625");
  EXPECT_EQ(notes[1].author_made_contact, true);
  EXPECT_EQ(notes[1].status, PfifStatus::kUnset);
  EXPECT_THAT(notes[1].email_of_found_person, IsEmpty());
  EXPECT_EQ(notes[2].status, PfifStatus::kIsNoteAuthor);
  EXPECT_EQ(notes[2].text, "change only the status");
  EXPECT_THAT(notes[2].author_name, IsEmpty());
  EXPECT_FALSE(notes[2].author_made_contact.has_value());
  EXPECT_EQ(notes[3].note_record_id, "test.google.com/note.50121");
  EXPECT_EQ(notes[3].source_date, Utc("2000-01-18T20:00:00Z"));
  EXPECT_EQ(notes[3].entry_date, Utc("2000-01-18T23:13:20Z"));
  EXPECT_EQ(notes[3].author_email, "test@example.com");
}

TEST(PfifSamplesTest, Version11) {
  const Sample sample = ReadSample("pfif-1.1.xml");
  EXPECT_THAT(sample.refused, IsEmpty());
  EXPECT_THAT(sample.remarks, IsEmpty());
  ASSERT_THAT(sample.persons, SizeIs(1));
  const PfifPerson& person = sample.persons[0];
  ExpectCommonPerson(person);
  EXPECT_EQ(person.version, PfifVersion::k11);
  EXPECT_EQ(person.given_name, "_test_first_name");
  EXPECT_EQ(person.family_name, "_test_last_name");
  EXPECT_EQ(person.full_name, "_test_first_name _test_last_name");
  EXPECT_EQ(person.home_postal_code, "_test_home_zip");
  ASSERT_THAT(person.notes, SizeIs(2));
  ExpectFirstNote(person.notes[0]);
  EXPECT_EQ(person.notes[0].author_made_contact, true);
  EXPECT_EQ(person.notes[0].source_date, Utc("2000-01-16T01:02:03Z"));
  EXPECT_EQ(person.notes[1].text, "new comment - testing");
  EXPECT_FALSE(person.notes[1].author_made_contact.has_value());
}

TEST(PfifSamplesTest, Version12) {
  const Sample sample = ReadSample("pfif-1.2.xml");
  EXPECT_THAT(sample.refused, IsEmpty());
  ASSERT_THAT(sample.persons, SizeIs(1));
  ExpectCommonPerson(sample.persons[0]);
  ExpectLaterPerson(sample.persons[0]);
  ExpectLaterNotes(sample.persons[0].notes);
  EXPECT_THAT(sample.remarks, ElementsAre("60 author_name is missing",
                                          "68 author_name is missing"));
}

TEST(PfifSamplesTest, Version14) {
  const Sample sample = ReadSample("pfif-1.4.xml");
  EXPECT_THAT(sample.refused, IsEmpty());
  ASSERT_THAT(sample.persons, SizeIs(1));
  const PfifPerson& person = sample.persons[0];
  ExpectCommonPerson(person);
  ExpectLaterPerson(person);
  ExpectLaterNotes(person.notes);
  EXPECT_EQ(person.full_name, "_test_full_name1\n_test_full_name2");
  EXPECT_EQ(person.given_name, "_test_given_name");
  EXPECT_EQ(person.family_name, "_test_family_name");
  EXPECT_EQ(person.alternate_names,
            "_test_alternate_name1\n_test_alternate_name2");
  EXPECT_EQ(person.profile_urls, "_test_profile_url1\n_test_profile_url2");
  EXPECT_EQ(person.notes[0].photo_url, "_test_note_photo_url");
}

TEST(PfifSamplesTest, ARecordOfAForeignDomainIsRefused) {
  const Sample sample = ReadSample("pfif-1.2-badrecord.xml", "test.google.com");
  EXPECT_THAT(sample.persons, SizeIs(1));
  ASSERT_THAT(sample.refused, SizeIs(1));
  const RefusedRecord& refused = sample.refused[0];
  EXPECT_EQ(refused.line, 79);
  ASSERT_THAT(refused.problems, SizeIs(1));
  EXPECT_EQ(refused.problems[0].field, "person_record_id");
  EXPECT_EQ(refused.problems[0].line, 100);
  // Whoever takes every domain takes it.
  EXPECT_THAT(ReadSample("pfif-1.2-badrecord.xml").persons, SizeIs(2));
}

}  // namespace
}  // namespace homeward::exchange
