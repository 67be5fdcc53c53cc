#include "services/rpc/error_detail.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grpcpp/support/status.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

absl::Status Expired() {
  return DetailedError(absl::StatusCode::kUnavailable, "HW-TLS-003",
                       "the certificate of north has expired", v1::FAULT_PEER,
                       "homeward doctor --peer north");
}

TEST(ErrorDetailTest, SurvivesTheWire) {
  const absl::Status sent = Expired();
  const absl::Status received =
      FromGrpc(ToGrpc(sent), DetailOf(sent).SerializeAsString());
  EXPECT_EQ(received, sent);
  EXPECT_EQ(DetailOf(received).code(), "HW-TLS-003");
  EXPECT_EQ(DetailOf(received).fault(), v1::FAULT_PEER);
  EXPECT_EQ(DetailOf(received).next_command(), "homeward doctor --peer north");
}

TEST(ErrorDetailTest, OkCarriesNothing) {
  EXPECT_THAT(WithDetail(absl::OkStatus(), DetailOf(Expired())), IsOk());
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_THAT(FromGrpc(grpc::Status::OK, "junk"), IsOk());
}

TEST(ErrorDetailTest, JunkFromAnotherNodeIsIgnored) {
  const absl::Status status = FromGrpc(
      grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no"), "\xFF\xFF\xFF");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(DetailOf(status).code(), "");
  const absl::Status large =
      FromGrpc(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no"),
               std::string(5000, '\n'));
  EXPECT_EQ(DetailOf(large).code(), "");
}

TEST(ErrorDetailTest, CutsALongTextBetweenCharacters) {
  // 1,023 letters and then a character of two bytes.
  const std::string text = std::string(1023, 'a') + "\xC3\xA9 and more";
  const grpc::Status status = ToGrpc(absl::InternalError(text));
  EXPECT_EQ(status.error_message(), std::string(1023, 'a'));
}

}  // namespace
}  // namespace homeward::rpc
