#ifndef HOMEWARD_SERVICES_NODE_TESTING_NODE_FOLDER_H_
#define HOMEWARD_SERVICES_NODE_TESTING_NODE_FOLDER_H_

#include <string>

#include "auth/testing/federation.h"
#include "homeward/internal/v1/config.pb.h"

namespace homeward::node::testing {

// A folder with everything that a node of `agency_id` starts with: keys,
// certificates, the directory, the own list of revoked certificates. Removed
// at the end. Every failure ends the test.
class NodeFolder {
 public:
  NodeFolder(const auth::testing::Federation& federation,
             const std::string& agency_id);
  ~NodeFolder();
  NodeFolder(const NodeFolder&) = delete;
  NodeFolder& operator=(const NodeFolder&) = delete;

  // A good configuration: any free ports of loopback.
  const internal::v1::NodeConfig& config() const { return config_; }
  const std::string& path() const { return path_; }

  // Replaces the file `name` of the folder, mode 0600.
  void Write(const std::string& name, const std::string& bytes) const;

 private:
  std::string path_;
  internal::v1::NodeConfig config_;
};

}  // namespace homeward::node::testing

#endif  // HOMEWARD_SERVICES_NODE_TESTING_NODE_FOLDER_H_
