// An agency's terms of use: who has not signed them is not signed in.

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/agency_fixture.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kTerms[] = "Tell nobody.\n";

class TermsTest : public AgencyTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
    config_ = folder_.Read("clinic/node.textproto");
    file_ = folder_.Write("terms.txt", kTerms);
  }
  // From now on the agency asks for these terms.
  void Ask(const std::string& terms) {
    folder_.Write(
        "clinic/node.textproto",
        absl::StrCat(config_, "terms_sha256: \"",
                     absl::BytesToHexString(auth::Sha256(terms)), "\"\n"));
  }
  Ran SignIn(const std::string& subject = "anna-4") {
    return Homeward({"sign-in", "--as", subject, "--role", "cp.caseworker",
                     "--home", folder_.Path("clinic"), "--address",
                     "127.0.0.1:1"});
  }
  Ran SignTerms(const std::vector<std::string>& more = {}) {
    std::vector<std::string> line = {"sign-terms", "--as",
                                     "anna-4",     file_,
                                     "--home",     folder_.Path("clinic")};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line);
  }
  // What the session of the folder says of the terms.
  std::string TermsOfSession() {
    v1::Envelope envelope;
    v1::StaffAssertion assertion;
    EXPECT_TRUE(envelope.ParseFromString(folder_.Read("clinic/session.binpb")));
    EXPECT_TRUE(assertion.ParseFromString(envelope.payload()));
    return assertion.terms_sha256();
  }

  std::string config_;
  std::string file_;
};

TEST_F(TermsTest, WithoutTermsNobodySigns) {
  EXPECT_EQ(SignIn().code, ExitCode::kOk);
  EXPECT_EQ(TermsOfSession(), "");
  const Ran ran = SignTerms();
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("asks for no terms"));
}

TEST_F(TermsTest, WhoHasNotSignedIsNotSignedIn) {
  Ask(kTerms);
  const Ran refused = SignIn();
  EXPECT_EQ(refused.code, ExitCode::kSignIn);
  EXPECT_THAT(refused.err, HasSubstr("HW-STAFF-004"));
  EXPECT_THAT(refused.err, HasSubstr("homeward sign-terms --as anna-4 FILE"));
  EXPECT_EQ(folder_.Read("clinic/session.binpb"), "");
  EXPECT_EQ(SignTerms({"--dry-run"}).code, ExitCode::kOk);
  EXPECT_EQ(SignIn().code, ExitCode::kSignIn) << "a dry run signs nothing";
  EXPECT_EQ(SignTerms().code, ExitCode::kOk);
  EXPECT_EQ(SignIn().code, ExitCode::kOk);
  EXPECT_EQ(TermsOfSession(), auth::Sha256(kTerms));
  EXPECT_EQ(SignIn("vera-1").code, ExitCode::kSignIn) << "nor another for her";
}

TEST_F(TermsTest, NewTermsMustBeSignedAnew) {
  Ask(kTerms);
  ASSERT_EQ(SignTerms().code, ExitCode::kOk);
  Ask("Tell nobody at all.\n");
  const Ran refused = SignIn();
  EXPECT_EQ(refused.code, ExitCode::kSignIn);
  EXPECT_THAT(refused.err, HasSubstr("only other ones"));
  const Ran old = SignTerms();
  EXPECT_EQ(old.code, ExitCode::kUsage);
  EXPECT_THAT(old.err, HasSubstr("not the present terms"));
}

TEST_F(TermsTest, ASignatureIsOnePersonsAndOneAgencys) {
  Ask(kTerms);
  ASSERT_EQ(SignTerms().code, ExitCode::kOk);
  const std::string signature = folder_.Read("clinic/terms/anna-4.binpb");
  folder_.Write("clinic/terms/vera-1.binpb", signature);
  const Ran copied = SignIn("vera-1");
  EXPECT_EQ(copied.code, ExitCode::kSignIn);
  EXPECT_THAT(copied.err, HasSubstr("another's"));
  v1::Envelope forged;
  ASSERT_TRUE(forged.ParseFromString(signature));
  v1::TermsSignature said;
  ASSERT_TRUE(said.ParseFromString(forged.payload()));
  said.set_subject("vera-1");
  forged.set_payload(said.SerializeAsString());
  folder_.Write("clinic/terms/vera-1.binpb", forged.SerializeAsString());
  EXPECT_THAT(SignIn("vera-1").err, HasSubstr("does not hold"));
}

}  // namespace
}  // namespace homeward::cli
