// `homeward mou decide` and `homeward mou prove`, without a node.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr char kFolder[] = "deploy/mou_templates";
constexpr char kCharter[] = "deploy/mou_templates/charter.textproto";
constexpr char kRedLines[] = "deploy/red_lines/red_lines.textproto";

// Police ask the NGO for a missing child, with a case.
constexpr char kQuestion[] =
    R"({"request":{"requesterAgencyId":"police",)"
    R"("requesterKind":"AGENCY_KIND_POLICE","ownerAgencyId":"ngo",)"
    R"("roles":["ROLE_POLICE_MISSING"],"purpose":"PURPOSE_MISSING_SEARCH",)"
    R"("action":"ACTION_LOCATE","mouId":"police-ngo",)"
    R"("categories":["CATEGORY_LOC_COARSE"]},)"
    R"("facts":{"caseIssuerAgencyId":"police","facts":[)"
    R"({"fact":"FACT_OPEN_CASE","truth":"TRUTH_TRUE"},)"
    R"({"fact":"FACT_LOCATION_PROTECTED","truth":"TRUTH_FALSE"}]},)"
    R"("time":"2026-09-21T00:00:00Z"})";

std::vector<Json> Lines(const std::string& text) {
  std::vector<Json> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty()) lines.push_back(Json::parse(line));
  }
  return lines;
}

Ran Decide(const std::string& input,
           const std::vector<std::string>& more = {}) {
  std::vector<std::string> line = {"mou",    "decide", "--charter",  kCharter,
                                   "--mous", kFolder,  "--requests", "-"};
  line.insert(line.end(), more.begin(), more.end());
  return Homeward(line, input);
}

TEST(MouDecideTest, AByteOrderMarkIsNoMatter) {
  const Ran ran = Decide(absl::StrCat("\xEF\xBB\xBF", kQuestion, "\r\n"));
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_EQ(Lines(ran.out).at(0)["effect"], "DECISION_EFFECT_PERMIT");
}

TEST(MouDecideTest, EachLineGetsItsDecision) {
  std::string without = kQuestion;
  without.replace(without.find("FACT_OPEN_CASE"), 14, "FACT_ADOPTION_HOLD");
  const Ran ran = Decide(absl::StrCat(kQuestion, "\n", without, "\n"));
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  const std::vector<Json> lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["effect"], "DECISION_EFFECT_PERMIT");
  EXPECT_EQ(lines[0]["decision"]["reason"], "DECISION_REASON_PERMITTED");
  EXPECT_EQ(lines[0]["decision"]["permits"][0], "police-ngo@1/missing-child");
  EXPECT_EQ(lines[0]["fields"][0]["outcome"], "FIELD_OUTCOME_CLEAR");
  EXPECT_EQ(lines[0]["obligations"].size(), 3u);
  EXPECT_EQ(lines[0]["assumesSignatures"], true);
  EXPECT_EQ(lines[1]["effect"], "DECISION_EFFECT_DENY");
  EXPECT_EQ(lines[1]["decision"]["reason"], "DECISION_REASON_FACTS_NOT_MET");
  EXPECT_THAT(ran.err, HasSubstr("All 15 documents are taken as signed"));
}

TEST(MouDecideTest, ABadLineGetsAnErrorInItsPlace) {
  const Ran ran = Decide(absl::StrCat(
      kQuestion, "\n", R"({"request":)", R"({"ownerAgencyId":"Zorvanika"},)",
      R"("tiem":1})", "\n\n", kQuestion, "\n", "{}"));
  EXPECT_EQ(ran.code, ExitCode::kError);
  const std::vector<Json> lines = Lines(ran.out);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0]["effect"], "DECISION_EFFECT_PERMIT");
  EXPECT_EQ(lines[1]["error"]["line"], 2);
  EXPECT_FALSE(lines[1].contains("effect"));
  EXPECT_EQ(lines[2]["error"]["line"], 3);
  EXPECT_EQ(lines[3]["effect"], "DECISION_EFFECT_PERMIT");
  EXPECT_EQ(lines[4]["error"]["text"], "time is missing");
  EXPECT_THAT(ran.err, HasSubstr("3 lines hold no question"));
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("Zorvanika")));
}

TEST(MouDecideTest, LinesEndAsTheyDoOnAnySystem) {
  const Ran ran = Decide(absl::StrCat(kQuestion, "\r\n", kQuestion, "\r\n"));
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.out;
  EXPECT_EQ(Lines(ran.out).size(), 2u);
  EXPECT_EQ(Decide("").out, "");
}

// Around the size at which a line is too long, and where pieces of it end.
TEST(MouDecideTest, ALineThatIsTooLongIsOneError) {
  constexpr size_t kMost = size_t{1} << 20;
  const size_t used = sizeof kQuestion - 1;
  for (const size_t size : {used, size_t{4095}, size_t{4096}, size_t{8190},
                            kMost, kMost + 1, 10 * kMost}) {
    const std::string padded = kQuestion + std::string(size - used, ' ');
    const Ran ran = Decide(absl::StrCat(padded, "\n", kQuestion, "\n"));
    const std::vector<Json> lines = Lines(ran.out);
    ASSERT_EQ(lines.size(), 2u) << size;
    EXPECT_EQ(lines[0].contains("error"), size > kMost) << size;
    EXPECT_EQ(lines[1]["effect"], "DECISION_EFFECT_PERMIT") << size;
  }
}

// A second time in one line: one reader takes the first, another the last.
TEST(MouDecideTest, ANameTwiceIsNoQuestion) {
  std::string twice = kQuestion;
  twice.insert(twice.size() - 1, R"(,"time":"2020-01-01T00:00:00Z")");
  const Ran ran = Decide(twice);
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_EQ(Lines(ran.out)[0]["error"]["line"], 1);
}

// A name in the place of a field, of an enum and of a number.
TEST(MouDecideTest, NothingOfALineIsQuoted) {
  for (const char* line :
       {R"({"Zorvanika":1})", R"({"request":{"Zorvanika":"x"}})",
        R"({"request":{"purpose":"Zorvanika"}})",
        R"({"request":{"roles":[Zorvanika]}})", R"({"time":"Zorvanika"})",
        R"({"facts":{"subjectAge":{"minYears":"Zorvanika"}}})", R"(Zorvanika)",
        R"(mou_id: "Zorvanika")", "[]", "null", "\"\""}) {
    const Ran ran = Decide(line);
    EXPECT_EQ(ran.code, ExitCode::kError) << line;
    const std::vector<Json> lines = Lines(ran.out);
    ASSERT_EQ(lines.size(), 1u) << line;
    EXPECT_EQ(lines[0]["error"]["line"], 1) << line;
    EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("Zorvanika"))) << line;
  }
}

TEST(MouDecideTest, WhatIsNoDocumentIsNamed) {
  const TestFolder folder;
  folder.Write("mous.textproto", "mou_id: \"x\"\n");
  const Ran ran = Homeward({"mou", "decide", "--charter", kCharter, "--mous",
                            folder.Path(""), "--requests", "-"});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("mous.textproto: "));
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(Homeward({"mou", "decide", "--charter", kCharter, "--mous",
                      folder.Path("nowhere"), "--requests", "-"})
                .code,
            ExitCode::kError);
}

// A red line that the templates cross.
constexpr char kNoPlace[] = R"(
    red_lines {
      red_line_id: "no-place"
      statement: "Police never learn where a child is."
      match {
        owner { any: true }
        requester { agency_ids: "police" }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { categories: CATEGORY_LOC_COARSE }
      }
      between_agencies: true
    })";

Ran Prove(const std::vector<std::string>& more) {
  std::vector<std::string> line = {"mou",    "prove", "--charter",  kCharter,
                                   "--mous", kFolder, "--red-lines"};
  line.insert(line.end(), more.begin(), more.end());
  return Homeward(line);
}

TEST(MouProveTest, TheTemplatesHold) {
  const Ran ran = Prove({kRedLines, "-o", "text"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("22 of 22 red lines hold"));
  EXPECT_THAT(ran.out, HasSubstr("charter@1/firewall-purpose"));
  EXPECT_THAT(ran.out, HasSubstr("truthfully"));
}

TEST(MouProveTest, ABreachCanBeDecided) {
  const TestFolder folder;
  const std::string lines = folder.Write("lines", kNoPlace);
  const Ran text = Prove({lines, "-o", "text"});
  EXPECT_EQ(text.code, ExitCode::kError);
  EXPECT_THAT(text.out, HasSubstr("breached  no-place: Police never learn"));
  EXPECT_THAT(text.out, HasSubstr("police-ngo@1/missing-child discloses"));

  const Ran ran = Prove({lines});  // It is for programs: JSON.
  EXPECT_EQ(ran.code, ExitCode::kError);
  const Json report = Json::parse(ran.out);
  EXPECT_FALSE(report.contains("holds"));
  EXPECT_EQ(report["assumesSignatures"], true);
  const Json& breaches = report["results"][0]["breaches"];
  ASSERT_EQ(breaches.size(), 3u);
  for (const Json& breach : breaches) {
    const Ran decided = Decide(breach["request"].dump());
    EXPECT_THAT(decided.out, HasSubstr(breach["fieldPath"].get<std::string>()));
  }
}

// The templates have ended a hundred years on.
TEST(MouProveTest, FromATimeOnOnlyWhatIsAskedThenCounts) {
  const TestFolder folder;
  const std::string lines = folder.Write("lines", kNoPlace);
  const Ran crossed = Prove({lines, "--time", "2026-10-01T00:00:00Z"});
  EXPECT_EQ(crossed.code, ExitCode::kError);
  const Json report = Json::parse(crossed.out);
  EXPECT_EQ(report["results"][0]["breaches"][0]["request"]["time"],
            "2026-10-01T00:00:00Z");
  EXPECT_EQ(Prove({lines, "--time", "2126-10-01T00:00:00Z"}).code,
            ExitCode::kOk);
  const Ran wrong = Prove({lines, "--time", "soon"});
  EXPECT_EQ(wrong.code, ExitCode::kUsage);
  EXPECT_THAT(wrong.err, HasSubstr("--time is no time"));
}

// A federation of police and clinic, whose MOU one or both have signed.
class SignedMousTest : public ::testing::Test {
 protected:
  SignedMousTest() {
    std::filesystem::create_directory(folder_.Path("mous"));
    const Ran founded =
        Homeward({"federation", "create", "f.example", "--charter", kCharter,
                  "--folder", folder_.Path("governance")});
    EXPECT_EQ(founded.code, ExitCode::kOk) << founded.err;
  }

  Ran Decide(const std::vector<std::string>& more) {
    std::vector<std::string> line = {
        "mou",         "decide",
        "--charter",   kCharter,
        "--mous",      folder_.Path("mous"),
        "--requests",  "-",
        "--directory", folder_.Path("governance/directory.binpb")};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line, kQuestion);
  }

  TestFolder folder_;
};

TEST_F(SignedMousTest, ADraftNeedsTheFlag) {
  std::filesystem::copy("deploy/mou_templates/police_ngo.textproto",
                        folder_.Path("mous/police_ngo.textproto"));
  const Ran refused = Decide({});
  EXPECT_EQ(refused.code, ExitCode::kError);
  EXPECT_THAT(refused.err, HasSubstr("no valid signature of police, ngo"));
  EXPECT_THAT(refused.err, HasSubstr("--drafts"));
  EXPECT_EQ(refused.out, "");
  const Ran taken = Decide({"--drafts"});
  EXPECT_EQ(taken.code, ExitCode::kOk) << taken.err;
  EXPECT_THAT(taken.err, HasSubstr("1 complete; taken as signed although "
                                   "incomplete: "));
  EXPECT_THAT(taken.out, HasSubstr("\"assumesSignatures\":true"));
}

TEST_F(SignedMousTest, ADirectoryThatVouchesForAllIsSaid) {
  const Ran ran = Decide({});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("Signatures: 1 complete."));
  EXPECT_THAT(ran.out, Not(HasSubstr("assumesSignatures")));
}

}  // namespace
}  // namespace homeward::cli
