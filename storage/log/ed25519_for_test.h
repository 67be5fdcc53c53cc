#ifndef HOMEWARD_STORAGE_LOG_ED25519_FOR_TEST_H_
#define HOMEWARD_STORAGE_LOG_ED25519_FOR_TEST_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "openssl/evp.h"
#include "storage/log/signed_note.h"

// Ed25519 keys for tests. A node's own keys are held by the room that owns its
// identity: this room only asks to have bytes signed.
namespace homeward::storage {

// A key from the 32 bytes of its seed. Copies share the key.
class TestSigner {
 public:
  explicit TestSigner(absl::string_view seed)
      : key_(EVP_PKEY_new_raw_private_key(
                 EVP_PKEY_ED25519, nullptr,
                 reinterpret_cast<const unsigned char*>(seed.data()),
                 seed.size()),
             EVP_PKEY_free) {}

  std::string public_key() const {
    std::string bytes(32, '\0');
    size_t size = bytes.size();
    EVP_PKEY_get_raw_public_key(
        key_.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size);
    return bytes;
  }

  NoteKey NoteKeyNamed(absl::string_view name) const {
    return *NoteKey::Create(name, public_key());
  }

  SignFunction sign() const {
    return
        [key = key_](absl::string_view message) -> absl::StatusOr<std::string> {
          std::string signature(64, '\0');
          size_t size = signature.size();
          EVP_MD_CTX* const context = EVP_MD_CTX_new();
          const bool ok =
              EVP_DigestSignInit(context, nullptr, nullptr, nullptr,
                                 key.get()) == 1 &&
              EVP_DigestSign(
                  context, reinterpret_cast<unsigned char*>(signature.data()),
                  &size, reinterpret_cast<const unsigned char*>(message.data()),
                  message.size()) == 1;
          EVP_MD_CTX_free(context);
          if (!ok) return absl::InternalError("the test key can't sign");
          return signature;
        };
  }

 private:
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_ED25519_FOR_TEST_H_
