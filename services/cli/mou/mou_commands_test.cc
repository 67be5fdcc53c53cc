// Drafts of MOUs and imports without a node.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/envelope.pb.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTemplate[] = "deploy/mou_templates/police_clinic.textproto";

// A hotline and tracers have one MOU for any agency.
TEST(MouCommandsTest, ADraftForAHotlineOrTracersNamesAnyOwner) {
  const TestFolder folder;
  for (const std::string name : {"hotline", "tracing"}) {
    const std::string draft = folder.Path(name);
    ASSERT_EQ(Homeward({"mou", "new", name + "-st-luke", "--from",
                        "deploy/mou_templates/" + name + "_ngo.textproto",
                        "--party", name, "--party", "st-luke", "--out", draft})
                  .code,
              ExitCode::kOk);
    const Ran checked = Homeward({"mou", "check", draft});
    EXPECT_EQ(checked.code, ExitCode::kOk) << checked.out;
    EXPECT_THAT(folder.Read(name), HasSubstr("\"st-luke\""));
    EXPECT_THAT(folder.Read(name), Not(HasSubstr("\"ngo\"")));
  }
}

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

TEST(MouCommandsTest, AnIdIsNoPathToWriteTo) {
  const TestFolder folder;
  const std::string id = folder.Path("x");
  const Ran ran = Homeward({"mou", "new", id, "--from", kTemplate});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("a-z, 0-9 and hyphen"));
  EXPECT_FALSE(std::filesystem::exists(id + ".mou.textproto"));
  // Nor with a file to write to, nor for a look.
  EXPECT_EQ(
      Homeward({"mou", "new", "../x", "--from", kTemplate, "--dry-run"}).code,
      ExitCode::kUsage);
  EXPECT_EQ(Homeward({"mou", "new", "../x", "--from", kTemplate, "--out",
                      folder.Path("out")})
                .code,
            ExitCode::kUsage);
  EXPECT_EQ(folder.Read("out"), "");
}

TEST(MouCommandsTest, TheSamePartyTwiceIsToldAsSuch) {
  const Ran ran = Homeward({"mou", "new", "m", "--from", kTemplate, "--party",
                            "police", "--party", "police", "--dry-run"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("twice"));
}

// The draft of `kTemplate`, with `old` replaced.
std::string Draft(const std::string& old, const std::string& text) {
  std::ifstream file(kTemplate);
  return absl::StrReplaceAll(
      std::string((std::istreambuf_iterator<char>(file)), {}), {{old, text}});
}

TEST(MouCommandsTest, CheckWarnsOfWhatHoldsForVeryLong) {
  const TestFolder folder;
  const std::string file =
      folder.Write("mou", Draft("expiry_time { seconds: 1830297600 }",
                                "expiry_time { seconds: 20000000000 }"));
  const Ran ran = Homeward({"mou", "check", file});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.out, ::testing::ContainsRegex(
                           file + ":[0-9]+: warning: expiry_time is over 10 "
                                  "years ahead"));
  EXPECT_THAT(ran.out, HasSubstr("to the last word"));
  const Ran json = Homeward({"-o", "json", "mou", "check", file});
  EXPECT_THAT(json.out, HasSubstr("\"warnings\": [\n    {"));
  EXPECT_THAT(json.out, HasSubstr("\"ok\": true"));
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

// What another program wrote and signed; nobody is asked.
TEST(MouCommandsTest, AProposalWhoseTextIsNotUtf8IsToldHere) {
  const TestFolder folder;
  v1::Envelope envelope;
  envelope.set_payload_type("application/vnd.homeward.mou.v1+protobuf");
  envelope.set_payload("\x3a\x01\xe9");  // legal_authority
  const Ran ran = Homeward(
      {"mou", "propose", folder.Write("x", envelope.SerializeAsString())});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("not UTF-8"));
}

TEST(MouCommandsTest, CheckNamesTheLineThatIsNotUtf8) {
  const TestFolder folder;
  const Ran ran = Homeward(
      {"mou", "check",
       folder.Write("mou", "mou_id: \"x\"\nlegal_authority: \"Loi \xe9\"\n")});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("mou:2: this text is not UTF-8"));
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
