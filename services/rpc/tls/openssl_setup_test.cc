#include "services/rpc/tls/openssl_setup.h"

#include <openssl/ssl.h>

#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

using ::testing::ExitedWithCode;

// Each in a process of its own, since OpenSSL reads its configuration once:
// ends it with the code of the status, and its text on standard error.
[[noreturn]] void Configure(bool start_openssl_before) {
  if (start_openssl_before) OPENSSL_init_ssl(0, nullptr);
  const absl::Status status = ConfigureOpenSsl();
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(static_cast<int>(status.code()));
}

class OpensslSetupDeathTest : public ::testing::Test {
 protected:
  OpensslSetupDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(OpensslSetupDeathTest, TurnsTicketsOffWhenItIsFirst) {
  EXPECT_EXIT(Configure(/*start_openssl_before=*/false), ExitedWithCode(0),
              "OK");
}

TEST_F(OpensslSetupDeathTest, SaysSoWhenOpenSslWasStartedBefore) {
  EXPECT_EXIT(
      Configure(/*start_openssl_before=*/true),
      ExitedWithCode(static_cast<int>(absl::StatusCode::kFailedPrecondition)),
      "session tickets are on");
}

TEST_F(OpensslSetupDeathTest, ASecondCallOnlyChecks) {
  EXPECT_EXIT(
      {
        if (!ConfigureOpenSsl().ok()) std::exit(100);
        Configure(/*start_openssl_before=*/false);
      },
      ExitedWithCode(0), "OK");
}

}  // namespace
}  // namespace homeward::rpc
