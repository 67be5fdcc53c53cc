#include "services/cli/exit_code.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

struct Case {
  absl::Status status;
  ExitCode code;
};

TEST(ExitCodeTest, EachKindOfFailureHasOne) {
  const Case cases[] = {
      {absl::OkStatus(), ExitCode::kOk},
      {absl::InternalError(""), ExitCode::kError},
      {absl::InvalidArgumentError(""), ExitCode::kError},
      {absl::NotFoundError(""), ExitCode::kError},
      {absl::DataLossError(""), ExitCode::kError},
      {UsageError("", ""), ExitCode::kUsage},
      {absl::PermissionDeniedError(""), ExitCode::kDenied},
      {absl::UnauthenticatedError(""), ExitCode::kSignIn},
      {SignInError(""), ExitCode::kSignIn},
      {absl::UnavailableError(""), ExitCode::kRetry},
      {absl::ResourceExhaustedError(""), ExitCode::kRetry},
      {absl::DeadlineExceededError(""), ExitCode::kRetry},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(ExitCodeOf(each.status), each.code) << each.status;
  }
}

TEST(ExitCodeTest, ABrokenCertificateIsMendedAndNotTriedAgain) {
  EXPECT_EQ(
      ExitCodeOf(rpc::DetailedError(absl::StatusCode::kUnavailable,
                                    "HW-TLS-003", "", v1::FAULT_OWN_NODE, "")),
      ExitCode::kError);
}

TEST(ExitCodeTest, SigningInNamesTheCommand) {
  EXPECT_EQ(rpc::DetailOf(SignInError("x")).next_command(),
            "homeward sign-in --as SUBJECT --role ROLE");
}

}  // namespace
}  // namespace homeward::cli
