// An agency's life off line: founding, init, admission, invite, join, renewal.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/setup.pb.h"
#include "services/cli/agency_fixture.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(AgencyTest, InitMakesSecretsForTheirOwnerAlone) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  for (const char* secret :
       {"root/key.pem", "keys/assertion.pem", "keys/mou.pem", "keys/case.pem",
        "keys/revocation.pem", "keys/log.pem", "keys/store.key",
        "certificates/node/key.pem", "certificates/client/key.pem"}) {
    EXPECT_EQ(Mode(std::string("clinic/") + secret), 0600) << secret;
  }
  EXPECT_EQ(folder_.Read("clinic/keys/store.key").size(), 32);
}

TEST_F(AgencyTest, InitNeverReplacesAnAgency) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const std::string before = folder_.Read("clinic/root/key.pem");
  EXPECT_EQ(Init("clinic").code, ExitCode::kError);
  EXPECT_EQ(folder_.Read("clinic/root/key.pem"), before);
}

TEST_F(AgencyTest, SevenQuestionsDoTheSame) {
  const Ran ran = Homeward({"init", "--home", folder_.Path("clinic")},
                           "rivermark.example\nclinic\nSt Luke's\nhealth\n\n"
                           "node.clinic.example:7443\n\n",
                           /*terminal=*/true);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("7/7"));
  // To be read through a camera.
  EXPECT_THAT(ran.out, HasSubstr("████ ▄▄▄▄▄ █"));
  EXPECT_THAT(folder_.Read("clinic/node.textproto"),
              HasSubstr("listen_address: \"0.0.0.0:7443\""));
  EXPECT_THAT(folder_.Read("clinic/member.textproto"),
              HasSubstr("node.clinic.example:7443"));
}

// The key for cases is one person's: `keys/case.pem` is for her alone.
TEST_F(AgencyTest, InitNamesWhoVouchesForCases) {
  const auto init = [&](const std::string& supervisor) {
    const std::string answers =
        folder_.Write("answers",
                      "federation: \"f.example\" agency_id: \"police\" kind: "
                      "AGENCY_KIND_POLICE case_supervisor: \"" +
                          supervisor + "\"");
    return Homeward(
        {"init", "--home", folder_.Path("police"), "--answers", answers});
  };
  EXPECT_EQ(init("Sergeant Novak").code, ExitCode::kError);
  const Ran ran = init("sergeant-3");
  ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("keys/case.pem to sergeant-3"));
  EXPECT_THAT(folder_.Read("police/member.textproto"),
              HasSubstr("holder_subject: \"sergeant-3\""));
}

TEST_F(AgencyTest, NobodyIsAskedOffATerminal) {
  EXPECT_EQ(Homeward({"init", "--home", folder_.Path("clinic")}, "x\n").code,
            ExitCode::kUsage);
}

TEST_F(AgencyTest, OneGovernorOfTwoPublishesNothing) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  EXPECT_THAT(Admit("clinic", {"1"}).out, HasSubstr("Signed by 1"));
  EXPECT_EQ(Homeward({"federation", "invite", "clinic", "--folder",
                      folder_.Path("gov")})
                .code,
            ExitCode::kError);
  const Ran second =
      Homeward({"federation", "sign", "--folder", folder_.Path("gov"), "--key",
                folder_.Path("gov/governance-3.pem")});
  EXPECT_THAT(second.out, HasSubstr("Published version 2 with 1 members"));
}

TEST_F(AgencyTest, OneGovernorTwiceIsOne) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  EXPECT_THAT(Admit("clinic", {"1", "1"}).out, HasSubstr("Signed by 1"));
}

TEST_F(AgencyTest, JoinComparesAndKeepsWhoGoverns) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  const std::string words = Invite("clinic");
  const Ran wrong = Join("clinic", "clinic", "lusab-babad");
  EXPECT_EQ(wrong.code, ExitCode::kError);
  EXPECT_THAT(wrong.err, HasSubstr("HW-JOIN-004"));
  EXPECT_THAT(folder_.Read("clinic/node.textproto"),
              Not(HasSubstr("governance_threshold")));
  EXPECT_EQ(Join("clinic", "clinic", words).code, ExitCode::kOk);
  EXPECT_THAT(folder_.Read("clinic/node.textproto"),
              HasSubstr("governance_threshold: 2"));
  EXPECT_EQ(folder_.Read("clinic/directory.binpb"),
            folder_.Read("gov/directory.binpb"));
  // Joining again changes nothing.
  const std::string config = folder_.Read("clinic/node.textproto");
  EXPECT_EQ(Join("clinic", "clinic", words).code, ExitCode::kOk);
  EXPECT_EQ(folder_.Read("clinic/node.textproto"), config);
}

// The same two codes stand before both people who compare them.
TEST_F(AgencyTest, AtATerminalBothSidesSeeTheSameCodes) {
  const auto at_terminal = [&](std::vector<std::string> line,
                               const std::string& typed = "") {
    return Homeward(line, typed, /*terminal=*/true).out;
  };
  // From the line of the words to the end of the drawing.
  const auto codes = [](const std::string& out) {
    std::vector<std::string> found;
    for (const absl::string_view part : absl::StrSplit(out, "  words: ")) {
      if (!absl::StrContains(part, "█")) continue;
      found.emplace_back(part.substr(0, part.rfind("█")));
    }
    return found;
  };
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const auto root = codes(at_terminal(
      {"federation", "admit", folder_.Path("clinic/member.textproto"),
       "--folder", folder_.Path("gov"), "--dry-run"}));
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  const std::string words = Invite("clinic");
  const auto governance =
      codes(at_terminal({"federation", "invite", "clinic", "--folder",
                         folder_.Path("gov"), "--dry-run"}));
  const std::vector<std::string> join = {"join", folder_.Path("clinic.invite"),
                                         "--home", folder_.Path("clinic")};
  const auto both = codes(at_terminal(join, words + "\n"));
  ASSERT_EQ(root.size(), 1);
  ASSERT_EQ(governance.size(), 1);
  EXPECT_THAT(both, ::testing::ElementsAre(governance[0], root[0]));
}

TEST_F(AgencyTest, AnInviteBringsTheRedLinesThatTheCharterNames) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  const std::string words = Invite("clinic");
  internal::v1::Invite invite;
  ASSERT_TRUE(invite.ParseFromString(folder_.Read("clinic.invite")));
  invite.mutable_red_lines()->append("# not by governance\n");
  folder_.Write("changed.invite", invite.SerializeAsString());
  const Ran changed = Join("changed", "clinic", words);
  EXPECT_EQ(changed.code, ExitCode::kError);
  EXPECT_THAT(changed.err, HasSubstr("HW-JOIN-005"));
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("clinic/directory.binpb")));
  EXPECT_EQ(Join("clinic", "clinic", words).code, ExitCode::kOk);
  EXPECT_EQ(folder_.Read("clinic/red_lines.textproto"),
            folder_.Read("gov/red_lines.textproto"));
  // Nor does governance send others by mistake.
  folder_.Write("gov/red_lines.textproto", "red_lines { id: \"other\" }");
  EXPECT_EQ(Invite("clinic"), "");
}

TEST_F(AgencyTest, ProgramsGetJsonOfWhatChangedOffLine) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  const std::string words = Invite("clinic");
  const auto json = [&](std::vector<std::string> line) {
    line.insert(line.end(), {"--home", folder_.Path("clinic"), "-o", "ndjson"});
    return Homeward(line).out;
  };
  EXPECT_EQ(
      json({"join", folder_.Path("clinic.invite"), "--fingerprint", words}),
      "{\"agencyId\":\"clinic\",\"federation\":\"rivermark.example\","
      "\"directoryVersion\":\"2\"}\n");
  EXPECT_THAT(json({"certificate", "revoke", "--offline"}),
              ::testing::MatchesRegex("\\{\"number\":\"[0-9]+\"\\}\n"));
  EXPECT_EQ(json({"sign-out"}), "{\"signedIn\":false}\n");
}

TEST_F(AgencyTest, ASerialIsTheSameWithAZeroInFront) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const auto revoke = [&](const std::string& serial) {
    return Homeward({"certificate", "revoke", "--offline", "--serial", serial,
                     "--home", folder_.Path("clinic")});
  };
  EXPECT_THAT(revoke("00f05eBF").out, HasSubstr("takes back 1 "));
  EXPECT_THAT(revoke("F05EBF").out, HasSubstr("takes back 1 "));
  EXPECT_EQ(revoke("0000").code, ExitCode::kUsage);
}

TEST_F(AgencyTest, OnlyACertificateOfTheAgencyIsRevoked) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Init("police").code, ExitCode::kOk);
  const auto revoke = [&](const std::string& leaf) {
    return Homeward({"certificate", "revoke", "--offline", "--leaf",
                     folder_.Path(leaf), "--home", folder_.Path("clinic")});
  };
  const std::string before = folder_.Read("clinic/revocations.binpb");
  const Ran of_police = revoke("police/certificates/node/cert.pem");
  EXPECT_EQ(of_police.code, ExitCode::kError);
  EXPECT_THAT(of_police.err, HasSubstr("not a certificate of this agency"));
  EXPECT_EQ(folder_.Read("clinic/revocations.binpb"), before);
  EXPECT_THAT(revoke("clinic/certificates/node/cert.pem").out,
              HasSubstr("takes back 1 "));
}

TEST_F(AgencyTest, ASecondFederationIsRefusedEvenOfTheSameName) {
  Found("gov");
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  ASSERT_EQ(Join("clinic", "clinic", Invite("clinic")).code, ExitCode::kOk);
  std::filesystem::remove_all(folder_.Path("gov"));
  Found("gov");
  ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
  const Ran second = Join("clinic", "clinic", Invite("clinic"));
  EXPECT_EQ(second.code, ExitCode::kError);
  EXPECT_THAT(second.err, HasSubstr("HW-JOIN-001"));
}

TEST_F(AgencyTest, RenewalSwapsTheWholePairAndKeepsTheOneBefore) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const std::string before = folder_.Read("clinic/certificates/node/cert.pem");
  ASSERT_EQ(
      Homeward({"certificate", "renew", "--home", folder_.Path("clinic")}).code,
      ExitCode::kOk);
  EXPECT_NE(folder_.Read("clinic/certificates/node/cert.pem"), before);
  EXPECT_EQ(folder_.Read("clinic/certificates/node.1/cert.pem"), before);
  ASSERT_EQ(
      Homeward({"certificate", "renew", "--home", folder_.Path("clinic")}).code,
      ExitCode::kOk);
  EXPECT_EQ(folder_.Read("clinic/certificates/node.1/cert.pem"), "");
}

TEST_F(AgencyTest, VerifyTellsEachAspectApart) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  ASSERT_EQ(Init("police").code, ExitCode::kOk);
  const std::string leaf = folder_.Path("clinic/certificates/node/cert.pem");
  const auto verify = [&](const std::string& root,
                          std::vector<std::string> more) {
    std::vector<std::string> line = {"certificate",
                                     "verify",
                                     "--leaf",
                                     leaf,
                                     "--root",
                                     folder_.Path(root + "/root"
                                                         "/cert.pem")};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line);
  };
  EXPECT_EQ(verify("clinic", {}).code, ExitCode::kOk);
  const Ran other = verify("police", {});
  EXPECT_EQ(other.code, ExitCode::kError);
  EXPECT_THAT(other.out, HasSubstr("FAIL  chain"));
  EXPECT_THAT(other.out, HasSubstr("ok    validity"));
  const Ran late = verify("clinic", {"--time", "2026-03-20T00:00:00Z"});
  EXPECT_EQ(late.code, ExitCode::kError);
  EXPECT_THAT(late.out, HasSubstr("ok    chain"));
  EXPECT_THAT(late.out, HasSubstr("FAIL  validity"));
  EXPECT_EQ(verify("clinic", {"--agency", "police"}).code, ExitCode::kError);
  const std::string empty = folder_.Write("empty.pem", "\n");
  EXPECT_EQ(verify("clinic", {"--chain", empty}).code, ExitCode::kOk);
  EXPECT_THAT(verify("clinic", {"-o", "ndjson"}).out,
              HasSubstr("{\"accepted\":true,\"chain\":{\"ok\":true"));
}

TEST_F(AgencyTest, ASessionEndsWithTheCommandToType) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const std::string home = folder_.Path("clinic");
  const Ran none = Homeward({"status", "--home", home});
  EXPECT_EQ(none.code, ExitCode::kSignIn);
  EXPECT_THAT(none.err, HasSubstr("homeward sign-in"));
  ASSERT_EQ(Homeward({"sign-in", "--as", "anna-4", "--role", "cp.caseworker",
                      "--home", home, "--address", "127.0.0.1:1"})
                .code,
            ExitCode::kOk);
  EXPECT_EQ(Mode("clinic/session.binpb"), 0600);
  const Ran later = Homeward({"status", "--home", home}, "", false,
                             TestNow() + absl::Minutes(15));
  EXPECT_EQ(later.code, ExitCode::kSignIn);
  EXPECT_THAT(later.err, HasSubstr("expired"));
}

TEST_F(AgencyTest, WhoAsksMaySignInWithTheQuestion) {
  ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
  const auto ask = [&](const std::vector<std::string>& as) {
    std::vector<std::string> line = {
        "locate",
        "--home",
        folder_.Path("clinic"),
        "--address",
        "127.0.0.1:1",
        "--purpose",
        "care-coordination",
        "--record",
        "agencies/clinic/children/0123456789abcdef0123456789abcdef"};
    line.insert(line.end(), as.begin(), as.end());
    return Homeward(line).code;
  };
  EXPECT_EQ(ask({}), ExitCode::kSignIn);
  EXPECT_EQ(ask({"--as", "anna-4"}), ExitCode::kUsage);
  EXPECT_EQ(ask({"--as", "anna-4", "--role", "nobody"}), ExitCode::kUsage);
  EXPECT_EQ(folder_.Read("clinic/session.binpb"), "");
  // Nothing listens there, but she is signed in.
  EXPECT_NE(ask({"--as", "anna-4", "--role", "cp.caseworker"}),
            ExitCode::kSignIn);
  EXPECT_EQ(Mode("clinic/session.binpb"), 0600);
}

TEST_F(AgencyTest, SuspendingNeedsTheIdTwice) {
  const Ran ran = Homeward({"mou", "suspend", "police-clinic"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("--confirm=police-clinic"));
}

}  // namespace
}  // namespace homeward::cli
