#include "services/exchange/pfif/xml_stream.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Writes every event down, and can fail at one.
class Recorder : public XmlEvents {
 public:
  absl::Status OnStart(absl::string_view xml_namespace, absl::string_view name,
                       int64_t line) override {
    absl::StrAppend(&log, "<", xml_namespace, "|", name, "@", line, ">");
    if (name == "stop") return absl::AbortedError("told to");
    return absl::OkStatus();
  }
  absl::Status OnText(absl::string_view utf8) override {
    absl::StrAppend(&log, utf8);
    return absl::OkStatus();
  }
  absl::Status OnEnd(int64_t line) override {
    absl::StrAppend(&log, "</", line, ">");
    return absl::OkStatus();
  }
  std::string log;
};

// Feeds `document` in pieces of `piece` bytes.
absl::Status Read(absl::string_view document, Recorder* recorder,
                  const XmlLimits& limits = {}, size_t piece = 1 << 20) {
  XmlStream stream(limits, recorder);
  for (size_t at = 0; at < document.size(); at += piece) {
    absl::Status status = stream.Feed(document.substr(at, piece));
    if (!status.ok()) return status;
  }
  return stream.Finish();
}

absl::Status Read(absl::string_view document) {
  Recorder recorder;
  return Read(document, &recorder);
}

TEST(XmlStreamTest, TellsTheSameHoweverTheBytesAreCut) {
  const std::string document =
      "<?xml version='1.0' encoding='utf-8'?>\n<a xmlns='n'>\n <p:b "
      "xmlns:p='m'>Оля &amp; &#x41;</p:b></a>";
  const std::string expected = "<n|a@2>\n <m|b@3>Оля & A</3></3>";
  for (size_t piece : {1, 2, 3, 7, 1000}) {
    Recorder recorder;
    EXPECT_THAT(Read(document, &recorder, {}, piece), IsOk());
    EXPECT_EQ(recorder.log, expected) << piece;
  }
}

TEST(XmlStreamTest, RefusesDoctypesEntitiesAndOutsideReferences) {
  const char* const documents[] = {
      "<!DOCTYPE a><a/>",
      "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
      "<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><a/>",
  };
  for (const char* document : documents) {
    EXPECT_THAT(Read(document),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("line 1"), HasSubstr("DOCTYPE"))))
        << document;
  }
  EXPECT_THAT(Read("<a>&undeclared;</a>"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("undefined entity")));
}

TEST(XmlStreamTest, NamesTheLineOfWhatIsNotWellFormed) {
  const char* const documents[] = {"<a>\n\n<b></a>", "<a>\n\n\xff</a>",
                                   "<a>\n\n", "<a/>\n\n<b/>",
                                   "<a>\n\n&#0;</a>"};
  for (const char* document : documents) {
    EXPECT_THAT(Read(document), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr("line 3")))
        << document;
  }
  EXPECT_THAT(Read(""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(XmlStreamTest, RefusesOtherEncodings) {
  EXPECT_THAT(Read("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("save the file as UTF-8")));
  EXPECT_THAT(Read("<?xml version='1.0' encoding='EBCDIC'?><a/>"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(XmlStreamTest, ReadsUtf16) {
  Recorder recorder;
  const absl::string_view document("\xfe\xff\0<\0a\0>\4\x1e\0<\0/\0a\0>", 18);
  EXPECT_THAT(Read(document, &recorder), IsOk());
  EXPECT_EQ(recorder.log, "<|a@1>О</1>");
}

TEST(XmlStreamTest, BoundsDepth) {
  XmlLimits limits;
  limits.max_depth = 3;
  Recorder recorder;
  EXPECT_THAT(Read("<a><a><a/></a></a>", &recorder, limits), IsOk());
  EXPECT_THAT(Read("<a><a>\n<a><a/></a></a></a>", &recorder, limits),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("line 2"), HasSubstr("nested"))));
}

TEST(XmlStreamTest, BoundsTheWholeDocument) {
  XmlLimits limits;
  limits.max_bytes = 100;
  Recorder recorder;
  EXPECT_THAT(
      Read(absl::StrCat("<a>", std::string(100, 'x'), "</a>"), &recorder,
           limits),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("split it")));
}

TEST(XmlStreamTest, BoundsWhatExpatMustKeep) {
  const std::string endless(400 << 10, 'x');
  for (const std::string& document :
       {absl::StrCat("<", endless, "/>"),
        absl::StrCat("<a b='", endless, "'/>"),
        absl::StrCat("<a><!--", endless, "--></a>")}) {
    EXPECT_THAT(Read(document), StatusIs(absl::StatusCode::kResourceExhausted,
                                         HasSubstr("tag or comment")))
        << document.substr(0, 10);
  }
  // Text is handed on as it comes, however long.
  Recorder recorder;
  EXPECT_THAT(Read(absl::StrCat("<a>", endless, "</a>"), &recorder), IsOk());
}

TEST(XmlStreamTest, StopsWithTheErrorOfAnEventAndKeepsIt) {
  Recorder recorder;
  XmlStream stream({}, &recorder);
  EXPECT_THAT(stream.Feed("<a><stop>"), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stream.Feed("</stop></a>"), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stream.Finish(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(recorder.log, "<|a@1><|stop@1>");
}

}  // namespace
}  // namespace homeward::exchange
