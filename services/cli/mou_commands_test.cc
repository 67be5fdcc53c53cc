// Drafts of MOUs, case tokens and imports without a node.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTemplate[] = "deploy/mou_templates/police_clinic.textproto";
constexpr char kCanary[] = "Zorvanika";

TEST(MouCommandsTest, ADraftFromATemplateIsGoodAndSigned) {
  const TestFolder folder;
  const std::string draft = folder.Path("draft");
  ASSERT_EQ(Homeward({"mou", "new", "police-clinic", "--from", kTemplate,
                      "--party", "police", "--party", "clinic", "--out", draft})
                .code,
            ExitCode::kOk);
  const Ran checked = Homeward({"mou", "check", draft});
  EXPECT_EQ(checked.code, ExitCode::kOk) << checked.out;
  for (const std::string agency : {"clinic", "police"}) {
    const std::string answers =
        folder.Write("answers", "federation: \"f.example\" agency_id: \"" +
                                    agency + "\" kind: AGENCY_KIND_HEALTH");
    ASSERT_EQ(
        Homeward({"init", "--home", folder.Path(agency), "--answers", answers})
            .code,
        ExitCode::kOk);
  }
  const std::string signed_file = folder.Path("signed");
  EXPECT_THAT(Homeward({"mou", "sign", draft, "--out", signed_file, "--home",
                        folder.Path("clinic")})
                  .out,
              HasSubstr("has 1 of 2 signatures"));
  EXPECT_THAT(Homeward({"mou", "sign", signed_file, "--out", signed_file,
                        "--home", folder.Path("police")})
                  .out,
              HasSubstr("has 2 of 2 signatures"));
  EXPECT_EQ(
      Homeward({"mou", "sign", signed_file, "--home", folder.Path("police")})
          .code,
      ExitCode::kError);
}

TEST(MouCommandsTest, ADraftIsWrittenAndSignedInOneCommand) {
  const TestFolder folder;
  const std::string draft = folder.Path("draft");
  const std::vector<std::string> command = {
      "mou",           "new",
      "police-clinic", "--from",
      kTemplate,       "--party",
      "police",        "--party",
      "clinic",        "--out",
      draft,           "--sign",
      "--home",        folder.Path("clinic")};
  // Nobody is there to sign: nothing is written.
  EXPECT_NE(Homeward(command).code, ExitCode::kOk);
  EXPECT_EQ(folder.Read("draft"), "");
  const std::string answers =
      folder.Write("answers",
                   "federation: \"f.example\" agency_id: \"clinic\" kind: "
                   "AGENCY_KIND_HEALTH");
  ASSERT_EQ(
      Homeward({"init", "--home", folder.Path("clinic"), "--answers", answers})
          .code,
      ExitCode::kOk);
  const Ran ran = Homeward(command);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("has 1 of 2 signatures"));
  EXPECT_EQ(Homeward({"mou", "check", draft}).code, ExitCode::kOk);
  EXPECT_NE(folder.Read("draft.signed"), "");
}

TEST(MouCommandsTest, CheckNamesTheLine) {
  const TestFolder folder;
  const std::string file = folder.Write("mou", R"(mou_id: "x"
version: 1
schema_version: 1
party_agency_ids: "clinic"
effective_time { seconds: 1 }
expiry_time { seconds: 2 }
legal_authority: "law"
clauses {
  clause_id: "first"
  effect: EFFECT_PROHIBIT
  match {
    owner { any: true }
    requester { any: true }
    roles { any: true }
    purposes { any: true }
    actions { any: true }
    categories { any: true }
  }
}
clauses {
  clause_id: "Second One"
  effect: EFFECT_PROHIBIT
  match {
    owner { any: true }
    requester { any: true }
    roles { any: true }
    purposes { any: true }
    actions { any: true }
    categories { any: true }
  }
}
)");
  const Ran ran = Homeward({"mou", "check", file});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.out, HasSubstr(file + ":21: clauses[1].clause_id"));
  EXPECT_THAT(Homeward({"-o", "json", "mou", "check", file}).out,
              HasSubstr("\"line\": 21"));
}

TEST(MouCommandsTest, WhatIsNoMouSaysWhere) {
  const TestFolder folder;
  const Ran ran = Homeward(
      {"mou", "check", folder.Write("mou", "mou_id: \"x\"\nversoin: 1\n")});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("mou:2:"));
}

class CaseTest : public ::testing::Test {
 protected:
  CaseTest() {
    const std::string answers =
        folder_.Write("answers",
                      "federation: \"f.example\" agency_id: \"police\" kind: "
                      "AGENCY_KIND_POLICE");
    Homeward({"init", "--home", folder_.Path("police"), "--answers", answers});
  }

  Ran Open(const std::string& child_file, const std::string& input,
           bool terminal) {
    std::vector<std::string> line = {"-o",        "ndjson",
                                     "case",      "open",
                                     "--case",    "2026/117",
                                     "--to",      "anna-4",
                                     "--purpose", "missing-search",
                                     "--out",     folder_.Path("token"),
                                     "--home",    folder_.Path("police")};
    if (!child_file.empty()) line.push_back(child_file);
    return Homeward(line, input, terminal);
  }

  static std::string KeyIn(const std::string& json) {
    const size_t at = json.find("\"childKeys\":");
    return json.substr(at, json.find(']', at) - at);
  }

  TestFolder folder_;
};

TEST_F(CaseTest, NamesTheChildByADigestAlone) {
  const std::string file = folder_.Write(
      "child", std::string("name { full_name: \"") + kCanary + " Koval\" }");
  const Ran ran = Open(file, "", false);
  ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr(kCanary)));
  EXPECT_THAT(folder_.Read("token"), Not(HasSubstr(kCanary)));
}

TEST_F(CaseTest, FilePromptAndInputNameTheSameChild) {
  const std::string text = std::string("name { full_name: \"") + kCanary +
                           " Koval\" birth_year: 2014 }";
  const std::string by_file =
      KeyIn(Open(folder_.Write("child", text), "", false).out);
  EXPECT_EQ(KeyIn(Open("-", text, false).out), by_file);
  const Ran prompted =
      Open("", std::string("koval ") + kCanary + "\n2014\n", true);
  EXPECT_EQ(KeyIn(prompted.out), by_file);
  EXPECT_THAT(prompted.err, Not(HasSubstr(kCanary)));
}

TEST_F(CaseTest, NothingNamesTheChild) {
  EXPECT_EQ(Open(folder_.Write("child", ""), "", false).code, ExitCode::kError);
  EXPECT_EQ(Open("", "\n\n\n", true).code, ExitCode::kError);
}

TEST(ImportTest, AFileThatEntitiesBlowUpIsRefused) {
  const TestFolder folder;
  const Ran ran =
      Homeward({"import", "pfif", "--dry-run",
                folder.Write("x.xml",
                             "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b "
                             "SYSTEM \"file:///etc/hostname\">]><a>&b;</a>")});
  EXPECT_EQ(ran.code, ExitCode::kError);
}

}  // namespace
}  // namespace homeward::cli
