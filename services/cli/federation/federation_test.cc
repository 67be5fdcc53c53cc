// Governance takes members out of the directory, and renews it.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/agency_fixture.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FederationTest : public AgencyTest {
 protected:
  // Version 3, with clinic and police, which holds for 30 days.
  void SetUp() override {
    Found("gov");
    for (const char* id : {"clinic", "police"}) {
      ASSERT_EQ(Init(id).code, ExitCode::kOk);
      ASSERT_EQ(Admit(id, {"1", "2"}).code, ExitCode::kOk);
    }
  }
  Ran Federation(std::vector<std::string> line, absl::Time now = TestNow()) {
    line.insert(line.begin(), "federation");
    line.push_back("--folder");
    line.push_back(folder_.Path("gov"));
    return Homeward(line, "", false, now);
  }
  std::string Key(int number) {
    return "--key=" +
           folder_.Path("gov/governance-" + std::to_string(number) + ".pem");
  }
  std::string Shown(absl::Time now = TestNow()) {
    return Homeward({"directory", "show", "--folder", folder_.Path("gov")}, "",
                    false, now)
        .out;
  }
};

TEST_F(FederationTest, AMemberIsRemovedByEnoughOfGovernance) {
  const Ran one = Federation({"remove", "clinic", "--confirm=clinic", Key(1)});
  EXPECT_EQ(one.code, ExitCode::kOk) << one.err;
  EXPECT_THAT(one.out, HasSubstr("Signed by 1; 2 must sign"));
  EXPECT_THAT(Shown(), HasSubstr("clinic"));
  const Ran two = Federation({"sign", Key(2)});
  EXPECT_THAT(two.out, HasSubstr("Published version 4 with 1 members"));
  EXPECT_THAT(Shown(), Not(HasSubstr("clinic")));
  EXPECT_THAT(Shown(), HasSubstr("police"));
}

TEST_F(FederationTest, RemovingWantsTheIdTwiceAndAMember) {
  const std::string before = folder_.Read("gov/directory.binpb");
  const Ran once = Federation({"remove", "clinic", Key(1), Key(2)});
  EXPECT_EQ(once.code, ExitCode::kUsage);
  EXPECT_THAT(once.err, HasSubstr("--confirm=clinic"));
  const Ran tried =
      Federation({"remove", "clinic", "--dry-run", Key(1), Key(2)});
  EXPECT_EQ(tried.code, ExitCode::kOk) << tried.err;
  const Ran stranger =
      Federation({"remove", "clinik", "--confirm=clinik", Key(1), Key(2)});
  EXPECT_EQ(stranger.code, ExitCode::kError);
  EXPECT_THAT(stranger.err, HasSubstr("clinik is no member"));
  EXPECT_EQ(folder_.Read("gov/directory.binpb"), before);
}

TEST_F(FederationTest, AnInviteIsTriedWithoutBeingWritten) {
  const std::string out = "--out=" + folder_.Path("clinic.invite");
  const Ran tried = Federation({"invite", "clinic", out, "--dry-run"});
  EXPECT_EQ(tried.code, ExitCode::kOk) << tried.err;
  EXPECT_THAT(tried.out, HasSubstr("words: "));
  EXPECT_EQ(folder_.Read("clinic.invite"), "");
  EXPECT_EQ(Federation({"invite", "clinic", out}).code, ExitCode::kOk);
  EXPECT_NE(folder_.Read("clinic.invite"), "");
}

TEST_F(FederationTest, ADraftThatWaitsForSignaturesIsNotLost) {
  ASSERT_EQ(Federation({"renew", Key(1)}).code, ExitCode::kOk);
  const std::string draft = folder_.Read("gov/draft.binpb");
  const Ran refused = Federation({"renew", "--days", "9", Key(1), Key(2)});
  EXPECT_EQ(refused.code, ExitCode::kError);
  EXPECT_THAT(refused.err, HasSubstr("--discard-draft"));
  EXPECT_EQ(folder_.Read("gov/draft.binpb"), draft);
  const Ran other =
      Federation({"renew", "--days", "9", "--discard-draft", Key(1), Key(2)});
  EXPECT_EQ(other.code, ExitCode::kOk) << other.err;
  // That one is published: the next waits for nothing.
  EXPECT_EQ(Federation({"renew", Key(1)}).code, ExitCode::kOk);
}

TEST_F(FederationTest, TheChartersOtherFeaturesStay) {
  std::ifstream shipped(kCharter);
  const std::string text(std::istreambuf_iterator<char>(shipped), {});
  const std::string charter = folder_.Write(
      "charter.textproto", text + "critical_features: \"not-known-here\"\n");
  const Ran ran =
      Homeward({"federation", "create", "other.example", "--charter", charter,
                "--red-lines", kRedLines, "--folder", folder_.Path("other")});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("critical_features"));
}

// Else every node would deny everything, and nobody would know why.
TEST_F(FederationTest, ACharterThatIsNotInForceIsRefused) {
  std::ifstream shipped(kCharter);
  const std::string text(std::istreambuf_iterator<char>(shipped), {});
  const auto create = [&](const std::string& times) {
    const size_t begin = text.find("effective_time");
    const size_t end = text.find('\n', text.find("expiry_time"));
    const std::string charter = folder_.Write(
        "charter.textproto",
        absl::StrCat(text.substr(0, begin), times, text.substr(end)));
    return Homeward({"federation", "create", "other.example", "--charter",
                     charter, "--dry-run", "--folder", folder_.Path("other")});
  };
  const auto times = [](int64_t from, int64_t until) {
    const int64_t now = absl::ToUnixSeconds(TestNow());
    return absl::StrCat("effective_time { seconds: ", now + from,
                        " } expiry_time { seconds: ", now + until, " }");
  };
  const Ran over = create(times(-9, 0));
  EXPECT_EQ(over.code, ExitCode::kError);
  EXPECT_THAT(over.err, HasSubstr("the charter is not in force"));
  EXPECT_THAT(over.err, HasSubstr("expiry_time: is over"));
  EXPECT_THAT(over.err, HasSubstr("set it to a time that is to come"));
  const Ran early = create(times(1, 9));
  EXPECT_EQ(early.code, ExitCode::kError);
  EXPECT_THAT(early.err, HasSubstr("effective_time: is still to come"));
  const Ran in_force = create(times(0, 1));
  EXPECT_EQ(in_force.code, ExitCode::kOk) << in_force.err;
}

TEST_F(FederationTest, SeveralAreRemovedTogether) {
  const Ran ran = Federation({"remove", "police", "clinic",
                              "--confirm=police,clinic", Key(1), Key(3)});
  EXPECT_THAT(ran.out, HasSubstr("Published version 4 with 0 members"))
      << ran.err;
}

TEST_F(FederationTest, ThatNobodyIsLeftIsSaid) {
  const char kSaid[] = "nobody in the federation can ask or answer";
  const Ran one = Federation({"remove", "police", "--dry-run", Key(1), Key(2)});
  EXPECT_EQ(one.code, ExitCode::kOk) << one.err;
  EXPECT_THAT(one.err, Not(HasSubstr(kSaid)));
  const Ran both =
      Federation({"remove", "police", "clinic", "--dry-run", Key(1), Key(2)});
  EXPECT_EQ(both.code, ExitCode::kOk) << both.err;
  EXPECT_THAT(both.err, HasSubstr(kSaid));
}

TEST_F(FederationTest, ThatSomeHaveNoStateIsSaidUntilAllHave) {
  const char kSaid[] = "no state is named for ";
  EXPECT_THAT(Federation({"renew", "--dry-run", Key(1), Key(2)}).err,
              Not(HasSubstr(kSaid)));
  ASSERT_EQ(Init("ngo", "country_code: \"PL\"").code, ExitCode::kOk);
  const Ran some = Admit("ngo", {"1"});
  EXPECT_EQ(some.code, ExitCode::kOk) << some.err;
  EXPECT_THAT(some.err, HasSubstr("no state is named for clinic, police, "));
  EXPECT_THAT(some.err, HasSubstr("homeward federation admit MEMBERFILE"));
  // Who signs it next is told as well.
  const Ran next = Federation({"sign", Key(2)});
  EXPECT_THAT(next.out, HasSubstr("Published")) << next.err;
  EXPECT_THAT(next.err, HasSubstr(kSaid));
  for (const char* id : {"clinic", "police"}) {
    const std::string file = absl::StrCat(id, "/member.textproto");
    folder_.Write(file, folder_.Read(file) + "\ncountry_code: \"UA\"\n");
    const Ran named = Admit(id, {"1", "2"});
    EXPECT_EQ(named.code, ExitCode::kOk) << named.err;
    const bool is_last = id == std::string("police");
    EXPECT_EQ(absl::StrContains(named.err, kSaid), !is_last) << named.err;
  }
}

// A key that has nothing to say counts for nothing, and is not counted.
TEST_F(FederationTest, AStrangersKeySignsNothing) {
  ASSERT_EQ(Homeward({"federation", "create", "other.example", "--charter",
                      kCharter, "--folder", folder_.Path("other")})
                .code,
            ExitCode::kOk);
  const std::string stranger =
      "--key=" + folder_.Path("other/governance-1.pem");
  const std::string before = folder_.Read("gov/directory.binpb");
  for (const char* word : {"renew", "sign"}) {
    const Ran ran = Federation({word, Key(1), stranger});
    EXPECT_EQ(ran.code, ExitCode::kError);
    EXPECT_THAT(ran.err, HasSubstr("other/governance-1.pem: it is no key of "
                                   "this federation's governance"));
    // For `sign`: one that waits.
    ASSERT_EQ(Federation({"renew", "--discard-draft", Key(1)}).code,
              ExitCode::kOk);
  }
  EXPECT_EQ(folder_.Read("gov/directory.binpb"), before);
}

TEST_F(FederationTest, ADirectoryThatHasEndedIsRenewedAsItWas) {
  const absl::Time later = TestNow() + absl::Hours(24 * 40);
  const Ran renewed =
      Federation({"renew", "--days", "90", Key(1), Key(2)}, later);
  EXPECT_EQ(renewed.code, ExitCode::kOk) << renewed.err;
  EXPECT_THAT(renewed.out, HasSubstr("Published version 4 with 2 members"));
  EXPECT_THAT(renewed.err, HasSubstr("homeward directory install"));
  const std::string shown = Shown(later);
  EXPECT_THAT(shown, HasSubstr("version 4"));
  EXPECT_THAT(shown, HasSubstr(absl::FormatTime("%Y-%m-%d",
                                                later + absl::Hours(24 * 90),
                                                absl::UTCTimeZone())));
  EXPECT_THAT(shown, HasSubstr("clinic"));
  EXPECT_THAT(shown, HasSubstr("police"));
}

}  // namespace
}  // namespace homeward::cli
