// Case tokens: what they say of the child, and who vouches.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "Zorvanika";

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

// Who vouches, by the token and by the key that signed it.
class CaseIssuerTest : public CaseTest {
 protected:
  Ran OpenFor(const std::string& officer, const std::vector<std::string>& more,
              const std::string& home = "police") {
    std::vector<std::string> line = {"case",      "open",
                                     "--case",    "2026/117",
                                     "--to",      officer,
                                     "--purpose", "missing-search",
                                     "--out",     folder_.Path("token"),
                                     "--home",    folder_.Path(home),
                                     child_};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line);
  }
  v1::CaseToken Token() const {
    v1::Envelope envelope;
    v1::CaseToken token;
    EXPECT_TRUE(envelope.ParseFromString(folder_.Read("token")));
    EXPECT_TRUE(token.ParseFromString(envelope.payload()));
    return token;
  }

  const std::string child_ =
      folder_.Write("child", "name { full_name: \"Koval\" birth_year: 2014 }");
};

TEST_F(CaseIssuerTest, IsThePersonWhoseKeyInitMade) {
  const Ran ran = OpenFor("officer-7", {});
  ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("by the word of supervisor-1"));
  EXPECT_EQ(Token().issuer_subject(), "supervisor-1");
  EXPECT_EQ(Token().holder_subject(), "officer-7");
  EXPECT_THAT(folder_.Read("police/member.textproto"),
              HasSubstr("holder_subject: \"supervisor-1\""));
}

TEST_F(CaseIssuerTest, NobodyVouchesForHerself) {
  const Ran ran = OpenFor("supervisor-1", {});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("may not be who vouches for it"));
  EXPECT_EQ(folder_.Read("token"), "");
  // Another agency's staff are others.
  EXPECT_EQ(OpenFor("supervisor-1", {"--agency", "clinic"}).code,
            ExitCode::kOk);
}

TEST_F(CaseIssuerTest, OneMorePersonVouchesWithAKeyOfHerOwn) {
  const std::string key = folder_.Path("supervisor-2.pem");
  const Ran made = Homeward({"case", "supervisor", "supervisor-2", "--out", key,
                             "--home", folder_.Path("police")});
  ASSERT_EQ(made.code, ExitCode::kOk) << made.err;
  EXPECT_THAT(folder_.Read("police/member.textproto"),
              HasSubstr("holder_subject: \"supervisor-2\""));
  ASSERT_EQ(OpenFor("officer-7", {"--key", key}).code, ExitCode::kOk);
  EXPECT_EQ(Token().issuer_subject(), "supervisor-2");
  EXPECT_EQ(OpenFor("supervisor-2", {"--key", key}).code, ExitCode::kError);
}

TEST_F(CaseIssuerTest, AKeyThatNoDirectoryWillListIsRefused) {
  const Ran ran =
      OpenFor("officer-7", {"--key", folder_.Path("police/keys/mou.pem")});
  EXPECT_EQ(ran.code, ExitCode::kError);
  EXPECT_THAT(ran.err, HasSubstr("lists no such key for cases"));
}

TEST_F(CaseIssuerTest, ADryRunEnrolsNobody) {
  const std::string before = folder_.Read("police/member.textproto");
  ASSERT_EQ(
      Homeward({"case", "supervisor", "supervisor-2", "--dry-run", "--out",
                folder_.Path("new.pem"), "--home", folder_.Path("police")})
          .code,
      ExitCode::kOk);
  EXPECT_EQ(folder_.Read("police/member.textproto"), before);
  EXPECT_EQ(folder_.Read("new.pem"), "");
  EXPECT_EQ(
      Homeward({"case", "supervisor", "Not a pseudonym", "--out",
                folder_.Path("new.pem"), "--home", folder_.Path("police")})
          .code,
      ExitCode::kUsage);
}

TEST_F(CaseIssuerTest, ATokenIsForTheNamedCategories) {
  ASSERT_EQ(
      OpenFor("officer-7", {"--category", "id-min", "--category", "wellbeing"})
          .code,
      ExitCode::kOk);
  EXPECT_THAT(Token().categories(),
              ElementsAre(v1::CATEGORY_ID_MIN, v1::CATEGORY_WELLBEING));
  EXPECT_EQ(OpenFor("officer-7", {"--category", "everything"}).code,
            ExitCode::kUsage);
}

}  // namespace
}  // namespace homeward::cli
