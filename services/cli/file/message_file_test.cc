#include "services/cli/file/message_file.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/child.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/cli/cli_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "Zorvanika";

TEST(MessageFileTest, ReadsTextAndJson) {
  v1::ChildDescriptor text;
  EXPECT_THAT(
      ParseMessage("name { full_name: \"A\" birth_year: 2014 }", "f", text),
      IsOk());
  v1::ChildDescriptor json;
  EXPECT_THAT(
      ParseMessage(" {\"name\":{\"fullName\":\"A\",\"birthYear\":2014}}", "f",
                   json),
      IsOk());
  EXPECT_EQ(text.SerializeAsString(), json.SerializeAsString());
}

// Protobuf's own parser takes all of these, and another reader may read
// something else in them.
TEST(MessageFileTest, JsonIsWhatEveryReaderReadsAlike) {
  for (const char* text :
       {R"({"name":{"birthYear":2014,"birthYear":2015}})",
        R"({"name":{"birthYear":2014},"name":{"fullName":"Zorvanika"}})",
        R"({'name':{'birthYear':2014}})", R"({name:{birthYear:2014}})",
        R"({"name":{"birthYear":2014},})",
        R"({"name":{"Zorvanika":1,"Zorvanika":2}})"}) {
    v1::ChildDescriptor child;
    const absl::Status status = ParseMessage(text, "f", child);
    EXPECT_THAT(status,
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("f: ")))
        << text;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(kCanary)));
  }
}

// A byte, and an escape of one, of a name in Latin-1; no line quotes it.
TEST(MessageFileTest, TextThatIsNotUtf8IsToldByItsLine) {
  const std::string texts[] = {
      "# a comment\nname {\n  full_name: \"Zorvanika \xe9\"\n}\n",
      "# a comment\nname {\n  full_name: \"Zorvanika \\351\"\n}\n",
      "{\n\"name\": {\n\"fullName\": \"Zorvanika \xe9\" } }",
  };
  for (const std::string& text : texts) {
    v1::ChildDescriptor child;
    const absl::Status status = ParseMessage(text, "f", child);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                                 HasSubstr("f:3: this text is not UTF-8")))
        << text;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(kCanary)));
  }
}

TEST(MessageFileTest, ARepeatedTextThatIsNotUtf8IsToldByItsLine) {
  v1::ChildIdentity identity;
  EXPECT_THAT(ParseMessage("name_other: \"uk\"\nname_other: \"\\377\"\n", "f",
                           identity),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("f:2:")));
}

TEST(MessageFileTest, WhatIsWrittenComesBack) {
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name("Соломія");
  v1::ChildDescriptor again;
  ASSERT_THAT(ParseMessage(ToText(child), "f", again), IsOk());
  EXPECT_EQ(again.name().full_name(), "Соломія");
  EXPECT_THAT(ToText(child), HasSubstr("Соломія"));
}

TEST(MessageFileTest, SaysTheLineAndNeverTheValue) {
  const std::string broken =
      std::string("name {\n  full_name: ") + kCanary + "\n}\n";
  v1::ChildDescriptor child;
  const absl::Status status = ParseMessage(broken, "child", child);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()), HasSubstr("child:2:"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr(kCanary)));
}

TEST(MessageFileTest, RefusesFieldsItDoesNotKnow) {
  v1::ChildDescriptor child;
  EXPECT_THAT(ParseMessage("nmae { }", "f", child),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseMessage("{\"nmae\": 1}", "f", child),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MessageFileTest, JsonErrorsDoNotQuoteEither) {
  v1::ChildDescriptor child;
  const absl::Status status = ParseMessage(
      std::string("{\"name\": {\"fullName\": \"") + kCanary + "\",,}}", "f",
      child);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr(kCanary)));
}

// Wrong in many ways, always with the canary for a value or for a name.
TEST(MessageFileTest, NoErrorQuotesWhatIsWrong) {
  struct Case {
    std::string text;
    std::string where;
  };
  const std::string c = kCanary;
  for (const Case& broken : std::vector<Case>{
           {"name_full: \"A\"\nsex: " + c, "field \"sex\""},
           {"name_full: \"A\"\nsex: \"" + c + "\"", "f:2:6: "},
           {c + ": 1", "f:1:10: no such field"},
           {"name_full: 'A' " + c, "f:1:"},
           {"age { estimated: " + c + " }", "field \"estimated\""},
           {"age { estimated: \"" + c + "\" }", "f:1:18: "},
           {"age { min_years: " + c + " }", "f:1:18: "},
           {"age { min_years: 77777777777777777777 }", "f:1:18: "},
           {"[" + c + "] { }", "f:1:"},
           {"name_full: \"" + c, "f:1:"},
           {"{\"sex\": \"" + c + "\"}", "f: sex: "},
           {"{\"age\": {\"minYears\": \"" + c + "\"}}", "f: age.min_years: "},
           {"{\"nameOther\": [\"A\", {\"" + c + "\": 1}]}", "f: name_other"},
           {"{\"" + c + "\": 1}", "f: a field in it "},
           {"{\"age\": {\"" + c + "\": 1}}", "f: age: a field in it "},
           {"{\"dateOfBirth\": \"" + c + "\"}", "f: date_of_birth: "},
           {"{\"nameFull\": \"A\",\n\n\"sex\": " + c + "}", "f: line 3: "},
           {"{\"nameFull\": \"" + c + "\"", "f: line 1: "},
           {std::string(200, '{') + c, "f: line 1: "},
       }) {
    v1::ChildIdentity identity;
    const absl::Status status = ParseMessage(broken.text, "f", identity);
    const std::string said(status.message());
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument))
        << broken.text;
    EXPECT_THAT(said, HasSubstr(broken.where));
    EXPECT_THAT(said, Not(AnyOf(HasSubstr(kCanary), HasSubstr("7777"))));
  }
}

TEST(MessageFileTest, AnEnvelopeIsNotJustAnyFile) {
  const TestFolder folder;
  EXPECT_THAT(ReadEnvelope(folder.Write("x", "hello there")).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadEnvelope(folder.Path("none")).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace homeward::cli
