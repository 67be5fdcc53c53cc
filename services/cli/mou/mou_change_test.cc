// `homeward mou render`, `amend`, `diff` and `replay`, without a node.

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr char kFolder[] = "deploy/mou_templates";
constexpr char kCharter[] = "deploy/mou_templates/charter.textproto";
constexpr char kTemplate[] = "deploy/mou_templates/police_ngo.textproto";

std::string TemplateText() {
  std::ifstream file(kTemplate);
  return std::string((std::istreambuf_iterator<char>(file)), {});
}

TEST(MouRenderTest, IsAPageOfTextOrHtml) {
  const Ran text = Homeward({"mou", "render", kTemplate});
  EXPECT_EQ(text.code, ExitCode::kOk) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Memorandum police-ngo, version 1"));
  EXPECT_THAT(text.out, HasSubstr("to find a child who is reported missing"));
  const TestFolder folder;
  const Ran html = Homeward({"mou", "render", kTemplate, "--html", "--out",
                             folder.Path("page.html")});
  EXPECT_EQ(html.code, ExitCode::kOk) << html.err;
  EXPECT_THAT(folder.Read("page.html"), HasSubstr("<!DOCTYPE html>"));
  EXPECT_EQ(Homeward({"mou", "render", kCharter, "--charter"}).code,
            ExitCode::kOk);
}

TEST(MouRenderTest, ASignedCharterIsReadFromItsDirectory) {
  const TestFolder folder;
  ASSERT_EQ(Homeward({"federation", "create", "f.example", "--charter",
                      kCharter, "--folder", folder.Path("governance")})
                .code,
            ExitCode::kOk);
  const std::string directory = folder.Path("governance/directory.binpb");
  const Ran draft = Homeward({"mou", "render", kCharter, "--charter"});
  const Ran ran = Homeward({"mou", "render", directory, "--charter"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_EQ(ran.out, draft.out);
  v1::Envelope envelope;
  v1::Directory document;
  ASSERT_TRUE(
      envelope.ParseFromString(folder.Read("governance/directory.binpb")));
  ASSERT_TRUE(document.ParseFromString(envelope.payload()));
  const std::string charter =
      folder.Write("charter.signed", document.charter().SerializeAsString());
  const Ran alone = Homeward({"mou", "render", charter, "--charter"});
  EXPECT_EQ(alone.code, ExitCode::kOk) << alone.err;
  EXPECT_EQ(alone.out, draft.out);
}

TEST(MouRenderTest, WhatNoNodeEnforcesIsNoPage) {
  const TestFolder folder;
  const std::string file = folder.Write(
      "mou", absl::StrReplaceAll(TemplateText(),
                                 {{"schema_version: 1", "schema_version: 2"}}));
  const Ran ran = Homeward({"mou", "render", file});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("schema_version"));
}

// Signs `file` as a new agency `id`.
void SignAs(const std::string& id, const std::string& file,
            const std::string& out, const TestFolder& folder) {
  const std::string answers = folder.Write(
      "answers", absl::StrCat("federation: \"f.example\" agency_id: \"", id,
                              "\" kind: AGENCY_KIND_POLICE"));
  const std::string home = folder.Path(id);
  ASSERT_EQ(Homeward({"init", "--home", home, "--answers", answers}).code,
            ExitCode::kOk);
  const Ran ran = Homeward({"mou", "sign", file, "--out", out, "--home", home});
  ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
}

TEST(MouAmendTest, TheNextVersionNamesTheOneThatIsSigned) {
  const TestFolder folder;
  const Ran draft = Homeward({"mou", "amend", kTemplate});
  EXPECT_EQ(draft.code, ExitCode::kUsage);
  const std::string signed_file = folder.Path("signed");
  const std::string next = folder.Path("next");
  SignAs("ngo", kTemplate, signed_file, folder);
  const Ran early = Homeward({"mou", "amend", signed_file, "--out", next});
  EXPECT_EQ(early.code, ExitCode::kError);
  EXPECT_THAT(early.err, HasSubstr("1 of 2 parties have signed it"));
  SignAs("police", signed_file, signed_file, folder);
  const Ran ran =
      Homeward({"mou", "amend", signed_file, "--days", "30", "--out", next});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(folder.Read("next"),
              AllOf(HasSubstr("version: 2"), HasSubstr("previous_sha256: ")));
  EXPECT_EQ(Homeward({"mou", "check", next}).code, ExitCode::kOk);
  const Ran diff = Homeward({"mou", "diff", signed_file, next});
  EXPECT_EQ(diff.code, ExitCode::kOk) << diff.err;
  EXPECT_THAT(diff.out, HasSubstr("Nobody learns more or less."));
  EXPECT_THAT(diff.out, HasSubstr("holds until"));
}

TEST(MouDiffTest, TellsWhoLearnsMoreToPeopleAndPrograms) {
  const TestFolder folder;
  const std::string wider = folder.Write(
      "wider",
      absl::StrReplaceAll(TemplateText(), {{"roles: [ ROLE_POLICE_MISSING ]",
                                            "roles: [ ROLE_POLICE_MISSING, "
                                            "ROLE_POLICE_GENERAL ]"}}));
  const Ran text =
      Homeward({"mou", "diff", kTemplate, wider, "--charter", kCharter});
  EXPECT_EQ(text.code, ExitCode::kOk) << text.err;
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("Newly shown"), HasSubstr("police of ngo's"),
                    HasSubstr("as: any other police officer"),
                    HasSubstr("an open case covers the question"),
                    Not(HasSubstr("No longer shown"))));
  const Ran back = Homeward({"mou", "diff", wider, kTemplate, "-o", "json"});
  EXPECT_EQ(back.code, ExitCode::kOk) << back.err;
  const Json json = Json::parse(back.out);
  EXPECT_FALSE(json.contains("gained"));
  EXPECT_EQ(json["lost"][0]["roles"][0], "ROLE_POLICE_GENERAL");
  EXPECT_THAT(back.err, HasSubstr("without a charter"));
}

TEST(MouDiffTest, WeakerDutiesAreNoSilence) {
  const TestFolder folder;
  const std::string weaker = folder.Write(
      "weaker",
      absl::StrReplaceAll(
          TemplateText(),
          {{"obligations { type: OBLIGATION_TYPE_NO_ONWARD_SHARING }", ""},
           {"seconds: 2592000", "seconds: 315576000000"}}));
  const Ran text =
      Homeward({"mou", "diff", kTemplate, weaker, "--charter", kCharter});
  EXPECT_EQ(text.code, ExitCode::kOk) << text.err;
  EXPECT_THAT(
      text.out,
      AllOf(HasSubstr("Weaker duties for what is shown before and after:\n"),
            HasSubstr("  police of ngo's records: no onward sharing, now not "
                      "at all\n"),
            HasSubstr("within 30 days, now within 3652500 days (about 10000 "
                      "years)\n"),
            Not(HasSubstr("Nobody learns")), Not(HasSubstr("87660000h"))));
  const Ran json = Homeward({"mou", "diff", kTemplate, weaker, "-o", "json"});
  EXPECT_THAT(json.out, HasSubstr("\"weaker duty: police of ngo"));
}

// Police ask the NGO for a missing child, with a case.
constexpr char kQuestion[] =
    R"({"request":{"requesterAgencyId":"police",)"
    R"("requesterKind":"AGENCY_KIND_POLICE","ownerAgencyId":"ngo",)"
    R"("roles":["ROLE_POLICE_MISSING"],"purpose":"PURPOSE_MISSING_SEARCH",)"
    R"("action":"ACTION_LOCATE","mouId":"police-ngo"},)"
    R"("facts":{"caseIssuerAgencyId":"police","facts":[)"
    R"({"fact":"FACT_OPEN_CASE","truth":"TRUTH_TRUE"},)"
    R"({"fact":"FACT_LOCATION_PROTECTED","truth":"TRUTH_FALSE"}]},)"
    R"("time":"2020-01-01T00:00:00Z"})";

TEST(MouReplayTest, TellsWhichDecisionsOtherMousChange) {
  const TestFolder present;
  const TestFolder candidate;
  present.Write("a.textproto", TemplateText());
  candidate.Write("a.textproto",
                  absl::StrReplaceAll(TemplateText(),
                                      {{"fact: FACT_OPEN_CASE expected: true",
                                        "fact: FACT_CUSTODY_RELATION "
                                        "expected: true"}}));
  const std::string recorded = present.Write(
      "recorded.ndjson", absl::StrCat(kQuestion, "\n", kQuestion, "\n"));
  const std::vector<std::string> line = {
      "mou",        "replay",         "--charter",   kCharter,
      "--mous",     present.Path(""), "--candidate", candidate.Path(""),
      "--recorded", recorded,         "--as-of",     "2026-09-01T00:00:00Z"};
  const Ran ran = Homeward(line);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2 of 2 decisions would come out otherwise."));
  EXPECT_THAT(ran.out, HasSubstr("2 times: police of ngo, identity.name_full: "
                                 "was shown as it is, now not shown"));
}

TEST(MouReplayTest, OnlyThoseOfTheTimeAskedFor) {
  const TestFolder folder;
  const std::string recorded =
      folder.Write("recorded.ndjson", absl::StrCat(kQuestion, "\n"));
  const auto run = [&](const std::vector<std::string>& more) {
    std::vector<std::string> line = {
        "mou",   "replay",      "--charter", kCharter,     "--mous",
        kFolder, "--candidate", kFolder,     "--recorded", recorded};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line);
  };
  EXPECT_THAT(run({"--from", "2020-01-01T00:00:00Z"}).out,
              HasSubstr("of 1 decisions"));
  EXPECT_THAT(run({"--from", "2020-01-01T00:00:01Z"}).out,
              HasSubstr("of 0 decisions"));
  EXPECT_THAT(run({"--until", "2020-01-01T00:00:00Z"}).out,
              HasSubstr("of 0 decisions"));
  const Ran none = run({"--from", "yesterday"});
  EXPECT_EQ(none.code, ExitCode::kUsage);
  EXPECT_THAT(none.err, HasSubstr("--from is no time"));
  EXPECT_EQ(
      run({"--from", "2020-01-02T00:00:00Z", "--until", "2020-01-01T00:00:00Z"})
          .code,
      ExitCode::kUsage);
}

TEST(MouReplayTest, ALineThatIsNoneIsNamedAndNotQuoted) {
  const TestFolder folder;
  const std::string recorded =
      folder.Write("recorded.ndjson", R"({"Zorvanika":1})");
  const Ran ran =
      Homeward({"mou", "replay", "--charter", kCharter, "--mous", kFolder,
                "--candidate", kFolder, "--recorded", recorded});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("recorded.ndjson:1"));
  EXPECT_THAT(ran.err + ran.out, Not(HasSubstr("Zorvanika")));
}

}  // namespace
}  // namespace homeward::cli
