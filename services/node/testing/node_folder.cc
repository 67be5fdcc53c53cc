#include "services/node/testing/node_folder.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/escaping.h"
#include "auth/signing/log_key.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/config.pb.h"
#include "storage/durable_file.h"
#include "storage/keys/root_key.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node::testing {

NodeFolder::NodeFolder(const auth::testing::Federation& federation,
                       const std::string& agency_id) {
  path_ = ::testing::TempDir() + "/node-XXXXXX";
  EXPECT_NE(mkdtemp(path_.data()), nullptr);
  const auth::testing::TestAgency& agency = federation.agency(agency_id);
  EXPECT_EQ(mkdir((path_ + "/tls").c_str(), 0700), 0);
  Write("tls/key.pem", std::string(agency.node_key.ToPem()->view()));
  Write("tls/cert.pem", agency.leaf.ToPem());
  Write("tls/root.pem", agency.root.ToPem());
  EXPECT_OK(storage::CreateRootKeyFile(path_ + "/root.key"));
  Write("log.pem", std::string(auth::LogKey::Generate()->ToPem()->view()));
  Write("directory.bin",
        federation.Sign(federation.message()).SerializeAsString());
  Write("revoked.bin", federation.SignedList(agency_id, 1, {}, federation.now)
                           .SerializeAsString());

  config_.set_agency_id(agency_id);
  config_.set_node_id("1");
  config_.set_federation(federation.message().federation());
  config_.set_listen_address("127.0.0.1:0");
  config_.set_metrics_address("127.0.0.1:0");
  config_.set_health_address("127.0.0.1:0");
  config_.set_data_folder(path_ + "/data");
  config_.set_certificate_folder(path_ + "/tls");
  config_.set_root_key_file(path_ + "/root.key");
  config_.set_log_key_file(path_ + "/log.pem");
  config_.set_directory_file(path_ + "/directory.bin");
  config_.set_revocation_list_file(path_ + "/revoked.bin");
  for (const auth::PublicKey& key : federation.governance().keys) {
    config_.add_governance_fingerprints(absl::BytesToHexString(key.key_id()));
  }
  config_.set_governance_threshold(federation.governance().threshold);
}

NodeFolder::~NodeFolder() { std::filesystem::remove_all(path_); }

void NodeFolder::Write(const std::string& name,
                       const std::string& bytes) const {
  EXPECT_OK(storage::ReplaceFile(path_ + "/" + name, bytes));
}

}  // namespace homeward::node::testing
