#ifndef HOMEWARD_AUTH_IDENTITY_DIRECTORY_READER_H_
#define HOMEWARD_AUTH_IDENTITY_DIRECTORY_READER_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/identity/directory.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/directory.pb.h"

namespace homeward::auth {

// Turns the message of a verified payload into a Directory, and checks each
// field: for directory.h, the one caller. Use an object once.
class DirectoryReader {
 public:
  // Errors: INVALID_ARGUMENT and UNAUTHENTICATED as VerifyDirectory().
  static absl::StatusOr<std::shared_ptr<const Directory>> Read(
      const v1::Envelope& envelope, const VerifiedPayload& payload);

 private:
  absl::Status ReadHead(const v1::Directory& message);
  absl::Status ReadCharter(const v1::Directory& message);
  absl::StatusOr<Member> ReadMember(const v1::Member& message);
  absl::Status ReadRoots(const v1::Member& message, Member& member);
  absl::Status ReadKeys(const v1::Member& message, Member& member);
  absl::Status ReadEndpoints(const v1::Member& message, Member& member);
  // False when another member, or another use, has the key with this SHA-256.
  bool IsNewKey(const std::string& spki_sha256);

  Directory directory_;
  std::set<std::string> key_ids_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_DIRECTORY_READER_H_
