#include "services/node/node.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/node/testing/node_folder.h"
#include "services/rpc/tls/openssl_setup.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

class NodeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_OK(rpc::ConfigureOpenSsl()); }

  NodeTest() : federation_(absl::Now()), folder_(federation_, "north") {}

  // What a node says that must not start with this configuration.
  absl::Status Refusal(const internal::v1::NodeConfig& config) {
    return Node::Start(config).status();
  }

  auth::testing::Federation federation_;
  testing::NodeFolder folder_;
};

TEST_F(NodeTest, ListensAndStopsAndStartsAgainOnItsStore) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Node> node,
                         Node::Start(folder_.config()));
    EXPECT_GT(node->port(), 0);
    EXPECT_GT(node->metrics_port(), 0);
    EXPECT_GT(node->health_port(), 0);
    node->Stop(absl::Seconds(1));
    node->Stop(absl::Seconds(1));
  }
}

TEST_F(NodeTest, TwoNodesCannotShareAStore) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Node> node,
                       Node::Start(folder_.config()));
  EXPECT_THAT(Refusal(folder_.config()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("data_folder")));
}

TEST_F(NodeTest, AnotherRootKeySaysWrongKeyAndChangesNothing) {
  ASSERT_OK(Node::Start(folder_.config()).status());
  internal::v1::NodeConfig config = folder_.config();
  folder_.Write("other.key", std::string(32, 'o'));
  config.set_root_key_file(folder_.path() + "/other.key");
  EXPECT_THAT(Refusal(config), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("wrong key")));
  EXPECT_OK(Node::Start(folder_.config()).status());
}

TEST_F(NodeTest, AStoreWithoutItsKeyringIsRefusedNotStartedAnew) {
  ASSERT_OK(Node::Start(folder_.config()).status());
  const std::string keyring = folder_.config().data_folder() + "/keyring";
  std::filesystem::rename(keyring, keyring + ".lost");
  EXPECT_THAT(Refusal(folder_.config()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("keyring is missing")));
  std::filesystem::remove_all(keyring);
  std::filesystem::rename(keyring + ".lost", keyring);
  EXPECT_OK(Node::Start(folder_.config()).status());
}

TEST_F(NodeTest, AGovernanceThatWasNotComparedIsRefused) {
  internal::v1::NodeConfig config = folder_.config();
  config.clear_governance_fingerprints();
  config.add_governance_fingerprints(std::string(64, 'a'));
  EXPECT_THAT(Refusal(config), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("governance_fingerprints")));
}

TEST_F(NodeTest, AHalfWrittenDirectoryIsRefused) {
  folder_.Write("directory.bin", federation_.Sign(federation_.message())
                                     .SerializeAsString()
                                     .substr(0, 300));
  EXPECT_THAT(Refusal(folder_.config()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("directory_file")));
}

TEST_F(NodeTest, AKeyThatDoesNotFitTheCertificateIsRefused) {
  folder_.Write("tls/key.pem",
                std::string(auth::SigningKey::Generate()->ToPem()->view()));
  EXPECT_THAT(Refusal(folder_.config()).message(),
              HasSubstr("certificate_folder"));
}

TEST_F(NodeTest, APortThatIsTakenIsNamed) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Node> node,
                       Node::Start(folder_.config()));
  testing::NodeFolder other(federation_, "south");
  internal::v1::NodeConfig config = other.config();
  config.set_listen_address("127.0.0.1:" + std::to_string(node->port()));
  EXPECT_THAT(Refusal(config), StatusIs(absl::StatusCode::kUnavailable,
                                        HasSubstr("127.0.0.1:")));
}

}  // namespace
}  // namespace homeward::node
