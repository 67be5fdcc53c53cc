#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"

namespace {

using namespace homeward;  // NOLINT: one file, one function.

const auth::SigningKey& Key() {
  static const auto& key = *new auth::SigningKey(*auth::SigningKey::Generate());
  return key;
}

// What must hold for any directory that was accepted.
void CheckDirectory(const auth::Directory& directory) {
  std::set<std::string> roots;  // No two members share one.
  for (const auth::Member& member : directory.members()) {
    const auto found =
        directory.Find(member.agency_id(), directory.issued_time());
    if (!found.ok() || (*found)->roots().empty()) std::abort();
    std::set<std::string> own;
    for (const auth::Certificate& root : member.roots()) {
      own.insert(root.spki_sha256());
    }
    for (const std::string& root : own) {
      if (!roots.insert(root).second) std::abort();
    }
    if (directory.Find(member.agency_id(), directory.expiry_time()).ok()) {
      std::abort();
    }
  }
}

}  // namespace

// The bytes as a signed directory: governance itself may be careless.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string payload(reinterpret_cast<const char*>(data), size);
  v1::Directory message;
  if (message.ParseFromString(payload)) {
    message.mutable_governance()->clear_public_keys();
    message.mutable_governance()->add_public_keys(
        Key().public_key().spki_der());
    message.mutable_governance()->set_threshold(1);
    payload = message.SerializeAsString();
  }
  const auto envelope =
      auth::SignEnvelope(auth::kDirectoryType, payload, Key());
  if (!envelope.ok()) std::abort();
  const auto directory = auth::VerifyDirectory(
      *envelope, {{Key().public_key()}, 1}, absl::FromUnixSeconds(1800000000));
  if (directory.ok()) CheckDirectory(**directory);
  return 0;
}
