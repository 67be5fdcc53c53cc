#include "services/exchange/pfif/pfif_reader.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/exchange/pfif/pfif_raw.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Everything that a file gave.
struct Read {
  absl::Status status;
  std::vector<PfifPerson> persons;
  std::vector<PfifNote> notes;
  std::vector<RefusedRecord> refused;
  std::vector<PfifProblem> remarks;
  PfifTotals totals;
};

PfifOptions Options() {
  PfifOptions options;
  options.now = absl::FromUnixSeconds(1790000000);  // In September 2026.
  return options;
}

Read ReadAll(const std::string& file, const PfifOptions& options = Options(),
             size_t piece = 1 << 20) {
  Read read;
  PfifSink sink;
  sink.person = [&](const PfifPerson& person) {
    read.persons.push_back(person);
    return absl::OkStatus();
  };
  sink.note = [&](const PfifNote& note) {
    read.notes.push_back(note);
    return absl::OkStatus();
  };
  sink.refused = [&](const RefusedRecord& record) {
    read.refused.push_back(record);
    return absl::OkStatus();
  };
  sink.remark = [&](const PfifProblem& remark) {
    read.remarks.push_back(remark);
  };
  PfifReader reader(options, sink);
  for (size_t at = 0; at < file.size() && read.status.ok(); at += piece) {
    read.status = reader.Feed(absl::string_view(file).substr(at, piece));
  }
  if (read.status.ok()) read.status = reader.Finish();
  read.totals = reader.totals();
  return read;
}

// A file of version 1.4 around `records`, which start on line 3.
std::string File(const std::string& records) {
  return absl::StrCat(PfifHeader(PfifVersion::k14), records, PfifFooter());
}

// A person that obeys the rules, with `more` inside.
std::string Person(const std::string& more = "") {
  return absl::StrCat(
      "<pfif:person>\n"
      "<pfif:person_record_id>example.org/person.1</pfif:person_record_id>\n"
      "<pfif:source_date>2026-01-02T03:04:05Z</pfif:source_date>\n"
      "<pfif:full_name>Ганна Мельник</pfif:full_name>\n",
      more, "</pfif:person>\n");
}

TEST(PfifReaderTest, ReadsTheSameHoweverTheFileIsCut) {
  const std::string file = File(Person() + Person("<pfif:age>0</pfif:age>"));
  for (size_t piece : {1, 2, 3, 5, 1000}) {
    const Read read = ReadAll(file, Options(), piece);
    EXPECT_THAT(read.status, IsOk());
    ASSERT_THAT(read.persons, SizeIs(2));
    EXPECT_EQ(read.persons[0].full_name, "Ганна Мельник");
    EXPECT_EQ(read.persons[0].line, 3);
    EXPECT_FALSE(read.persons[0].age.has_value());
    EXPECT_EQ(read.persons[1].age, (AgeRange{0, 0}));
  }
}

TEST(PfifReaderTest, ABadRecordIsRefusedWithItsReasonAndTheRestGoesOn) {
  const Read read = ReadAll(
      File(Person() +
           "<pfif:person>\n<pfif:age>ten</pfif:age>\n"
           "<pfif:sex>F</pfif:sex><pfif:source_date>2030-01-01T00:00:00Z"
           "</pfif:source_date></pfif:person>\n" +
           Person()));
  EXPECT_THAT(read.status, IsOk());
  EXPECT_THAT(read.persons, SizeIs(2));
  ASSERT_THAT(read.refused, SizeIs(1));
  EXPECT_EQ(read.refused[0].line, 8);
  std::vector<std::string> problems;
  for (const PfifProblem& problem : read.refused[0].problems) {
    problems.push_back(
        absl::StrCat(problem.line, " ", problem.field, " ", problem.reason));
  }
  EXPECT_THAT(
      problems,
      ElementsAre(HasSubstr("9 age is not an age"), HasSubstr("10 sex is not"),
                  "8 person_record_id is missing", "8 full_name is missing",
                  "10 source_date is in the future"));
}

TEST(PfifReaderTest, TheRefusedRecordCanBeCorrectedAndReadAgain) {
  const std::string text = "  a &amp; b &lt;&#13;\n c ";
  const Read first = ReadAll(File(Person(absl::StrCat(
      "<pfif:sex>F</pfif:sex><pfif:description>", text,
      "</pfif:description><pfif:note><pfif:note_record_id>example.org/note.1"
      "</pfif:note_record_id><pfif:source_date>2026-01-03T00:00:00Z"
      "</pfif:source_date></pfif:note>"))));
  ASSERT_THAT(first.refused, SizeIs(1));
  const std::string corrected = absl::StrReplaceAll(
      first.refused[0].xml, {{"<pfif:sex>F<", "<pfif:sex>female<"}});
  const Read second = ReadAll(File(corrected));
  EXPECT_THAT(second.status, IsOk());
  ASSERT_THAT(second.persons, SizeIs(1));
  EXPECT_EQ(second.persons[0].description, "a & b <\r\n c");
  EXPECT_THAT(second.persons[0].notes, SizeIs(1));
}

TEST(PfifReaderTest, ABadNoteIsRefusedAloneAndKnowsItsPerson) {
  const Read read = ReadAll(
      File(Person("<pfif:note><pfif:note_record_id>example.org/note.1"
                  "</pfif:note_record_id></pfif:note>"
                  "<pfif:note><pfif:note_record_id>example.org/note.2"
                  "</pfif:note_record_id><pfif:source_date>2026-01-03T00:00:00Z"
                  "</pfif:source_date></pfif:note>")));
  ASSERT_THAT(read.persons, SizeIs(1));
  EXPECT_THAT(read.persons[0].notes, SizeIs(1));
  ASSERT_THAT(read.refused, SizeIs(1));
  EXPECT_EQ(read.refused[0].kind, RefusedRecord::Kind::kNote);
  const Read again = ReadAll(File(absl::StrReplaceAll(
      read.refused[0].xml, {{"</pfif:note>",
                             "<pfif:source_date>2026-01-03T00:00:00Z"
                             "</pfif:source_date></pfif:note>"}})));
  ASSERT_THAT(again.notes, SizeIs(1));
  EXPECT_EQ(again.notes[0].person_record_id, "example.org/person.1");
}

TEST(PfifReaderTest, ANoteMustNotNameAnotherPerson) {
  const Read read = ReadAll(File(
      Person("<pfif:note><pfif:note_record_id>example.org/note.1"
             "</pfif:note_record_id><pfif:person_record_id>example.org/person.2"
             "</pfif:person_record_id><pfif:source_date>2026-01-03T00:00:00Z"
             "</pfif:source_date></pfif:note>")));
  ASSERT_THAT(read.refused, SizeIs(1));
  EXPECT_THAT(read.refused[0].problems[0].reason, HasSubstr("another person"));
}

TEST(PfifReaderTest, RefusesAFieldGivenTwice) {
  const Read read =
      ReadAll(File(Person("<pfif:sex>male</pfif:sex>"
                          "<pfif:sex>female</pfif:sex>")));
  ASSERT_THAT(read.refused, SizeIs(1));
  EXPECT_THAT(read.refused[0].problems[0].reason, HasSubstr("twice"));
}

TEST(PfifReaderTest, ToleratesASmallSkewOfTheSourcesClock) {
  PfifOptions options = Options();
  options.now = absl::FromUnixSeconds(1767323045) - absl::Minutes(10);
  EXPECT_THAT(ReadAll(File(Person()), options).persons, SizeIs(1));
  options.now -= absl::Seconds(1);
  EXPECT_THAT(ReadAll(File(Person()), options).refused, SizeIs(1));
}

TEST(PfifReaderTest, KnowsThePlaceholderOfADeletedRecord) {
  const Read read = ReadAll(
      File("<pfif:person><pfif:person_record_id>example.org/person.1"
           "</pfif:person_record_id><pfif:source_date>2026-01-02T03:04:05Z"
           "</pfif:source_date><pfif:expiry_date>2026-01-02T03:04:05Z"
           "</pfif:expiry_date></pfif:person>"));
  ASSERT_THAT(read.persons, SizeIs(1));
  EXPECT_TRUE(read.persons[0].deleted);
}

TEST(PfifReaderTest, SaysWhatItLeavesOut) {
  const Read read = ReadAll(File(Person(
      "<pfif:first_name>Old</pfif:first_name><x:y xmlns:x='z'>w</x:y>")));
  EXPECT_THAT(read.persons, SizeIs(1));
  EXPECT_THAT(read.remarks,
              ElementsAre(Field(&PfifProblem::field, "element"),
                          Field(&PfifProblem::field, "first_name")));
  const Read unknown = ReadAll(File("<pfif:pet><pfif:a/></pfif:pet>"));
  EXPECT_THAT(unknown.refused, SizeIs(1));
}

TEST(PfifReaderTest, RefusesElementsInsideAField) {
  const Read read =
      ReadAll(File(Person("<pfif:text>a<b>c</b></pfif:text>"
                          "<pfif:sex>fem<i/>ale</pfif:sex>")));
  ASSERT_THAT(read.refused, SizeIs(1));
  EXPECT_THAT(read.refused[0].problems,
              ElementsAre(Field(&PfifProblem::field, "text"),
                          Field(&PfifProblem::field, "sex")));
}

TEST(PfifReaderTest, BoundsFieldsAndRecordsAndGoesOn) {
  const std::string long_text(70 << 10, 'x');
  std::string many;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&many, "<pfif:note/>");
  const Read read = ReadAll(
      File(Person(absl::StrCat("<pfif:description>", long_text,
                               "</pfif:description><pfif:age>1</pfif:age>")) +
           Person(many) + Person()));
  EXPECT_THAT(read.status, IsOk());
  EXPECT_THAT(read.persons, SizeIs(1));
  ASSERT_THAT(read.refused, SizeIs(2));
  EXPECT_EQ(read.refused[0].problems[0].field, "description");
  EXPECT_THAT(read.refused[0].xml, IsEmpty());
  EXPECT_THAT(read.refused[1].problems[0].reason, HasSubstr("longer than"));
}

TEST(PfifReaderTest, RefusesFilesThatAreNotPfif) {
  const char* const files[] = {"<pfif/>",
                               "<p:pfif xmlns:p='http://zesty.ca/pfif/1.5'/>",
                               "<p:pfif xmlns:p='http://zesty.ca/pfif/1.40'/>",
                               "<p:person xmlns:p='http://zesty.ca/pfif/1.4'/>",
                               "{\"a\": 1}",
                               ""};
  for (const char* file : files) {
    EXPECT_THAT(ReadAll(file).status,
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line")))
        << file;
  }
}

TEST(PfifReaderTest, AFileCutShortKeepsWhatWasWhole) {
  const std::string file = File(Person() + Person());
  const Read read = ReadAll(file.substr(0, file.size() - 60));
  EXPECT_THAT(read.status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line")));
  EXPECT_THAT(read.persons, SizeIs(1));
}

TEST(PfifReaderTest, RefusesEntitiesThatExpandOrReachOut) {
  EXPECT_THAT(
      ReadAll("<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" +
              Person("&b;"))
          .status,
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("DOCTYPE")));
}

TEST(PfifReaderTest, StopsWhereTheSinkSaysSo) {
  PfifSink sink;
  sink.person = [](const PfifPerson&) {
    return absl::UnavailableError("the store is full");
  };
  PfifReader reader(Options(), sink);
  EXPECT_THAT(reader.Feed(File(Person())),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(reader.Finish(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace homeward::exchange
