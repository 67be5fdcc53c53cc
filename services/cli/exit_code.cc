#include "services/cli/exit_code.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

constexpr absl::string_view kUsageCode = "HW-CLI-001";
constexpr absl::string_view kSignInCode = "HW-STAFF-001";

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kOk;
  const std::string code = rpc::DetailOf(status).code();
  if (code == kUsageCode) return ExitCode::kUsage;
  if (code == kSignInCode) return ExitCode::kSignIn;
  // The path to the node is broken: it is mended, not tried again.
  if (absl::StartsWith(code, "HW-TLS-")) return ExitCode::kError;
  switch (status.code()) {
    case absl::StatusCode::kPermissionDenied:
      return ExitCode::kDenied;
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kSignIn;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
      return ExitCode::kRetry;
    default:
      return ExitCode::kError;
  }
}

absl::Status UsageError(absl::string_view cause, absl::string_view next) {
  return rpc::DetailedError(absl::StatusCode::kInvalidArgument, kUsageCode,
                            cause, v1::FAULT_CALLER, next);
}

absl::Status SignInError(absl::string_view cause) {
  return rpc::DetailedError(absl::StatusCode::kUnauthenticated, kSignInCode,
                            cause, v1::FAULT_CALLER,
                            "homeward sign-in --as SUBJECT --role ROLE");
}

}  // namespace homeward::cli
