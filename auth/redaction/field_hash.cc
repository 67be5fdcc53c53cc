#include "auth/redaction/field_hash.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"

namespace homeward::auth {
namespace {

constexpr size_t kMinSecretBytes = 32;
constexpr size_t kHashBytes = 16;

}  // namespace

std::string AskerHash::Of(absl::string_view field_path,
                          absl::string_view value) const {
  const std::string mac =
      HmacSha256(key_.view(), absl::StrCat(field_path, "\n", value));
  return absl::StrCat("hmac:",
                      absl::BytesToHexString(mac.substr(0, kHashBytes)));
}

absl::StatusOr<FieldHasher> FieldHasher::Create(Secret secret) {
  if (secret.view().size() < kMinSecretBytes) {
    return absl::InvalidArgumentError("the secret for hashes is too short");
  }
  return FieldHasher(std::move(secret));
}

AskerHash FieldHasher::For(absl::string_view owner_agency_id,
                           absl::string_view requester_agency_id) const {
  // Ids of agencies have no line feeds.
  return AskerHash(Secret(HmacSha256(
      secret_.view(), absl::StrCat("homeward field hash v1\n", owner_agency_id,
                                   "\n", requester_agency_id))));
}

}  // namespace homeward::auth
