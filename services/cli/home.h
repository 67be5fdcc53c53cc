#ifndef HOMEWARD_SERVICES_CLI_HOME_H_
#define HOMEWARD_SERVICES_CLI_HOME_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/config.pb.h"
#include "services/cli/context.h"

namespace homeward::cli {

// The files of an agency's folder, each below it.
inline constexpr char kConfigFile[] = "node.textproto";
inline constexpr char kMemberFile[] = "member.textproto";
inline constexpr char kDirectoryFile[] = "directory.binpb";
// Beside the directory, where nodes look for it.
inline constexpr char kRedLinesFile[] = "red_lines.textproto";
inline constexpr char kRevocationFile[] = "revocations.binpb";
inline constexpr char kSessionFile[] = "session.binpb";
inline constexpr char kDataFolder[] = "data";
inline constexpr char kCertificateFolder[] = "certificates";
inline constexpr char kRootKeyFile[] = "root/key.pem";
inline constexpr char kRootCertificateFile[] = "root/cert.pem";
inline constexpr char kAssertionKeyFile[] = "keys/assertion.pem";
inline constexpr char kMouKeyFile[] = "keys/mou.pem";
inline constexpr char kCaseKeyFile[] = "keys/case.pem";
inline constexpr char kRevocationKeyFile[] = "keys/revocation.pem";
inline constexpr char kLogKeyFile[] = "keys/log.pem";
inline constexpr char kStoreKeyFile[] = "keys/store.key";

// An agency's folder with its configuration, as `homeward init` made it.
class Home {
 public:
  // Reads the configuration of the folder that `context` names.
  //
  // Errors:
  //   INVALID_ARGUMENT  No folder is named (HW-CLI-001), or the configuration
  //                     can't be read.
  //   NOT_FOUND         There is none; the text says how to make one.
  static absl::StatusOr<Home> Open(const Context& context);

  const internal::v1::NodeConfig& config() const { return config_; }
  // The path of `name`, which is relative to the folder or absolute.
  std::string Path(absl::string_view name) const;
  // Where to reach the own node: `context.address`, or the configuration's.
  std::string Address(const Context& context) const;

  // A private key of the folder. Errors: as ReadFile() and
  // SigningKey::FromPem().
  absl::StatusOr<auth::SigningKey> Key(absl::string_view name) const;

 private:
  Home(std::string folder, internal::v1::NodeConfig config);

  std::string folder_;
  internal::v1::NodeConfig config_;
};

// Reads a private key file. Errors: as ReadFile() and SigningKey::FromPem().
absl::StatusOr<auth::SigningKey> ReadKey(const std::string& path);

// Writes `key` for its owner alone. Refuses to replace a file.
absl::Status WriteKey(const std::string& path, const auth::SigningKey& key);

// The host of `host:port` or `[host]:port`, and whether it is an IP address.
struct Host {
  std::string name;
  bool is_address = false;
};
Host HostOf(absl::string_view endpoint);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_HOME_H_
