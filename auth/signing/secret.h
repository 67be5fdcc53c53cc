#ifndef HOMEWARD_AUTH_SIGNING_SECRET_H_
#define HOMEWARD_AUTH_SIGNING_SECRET_H_

#include <openssl/crypto.h>

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace homeward::auth {

// Bytes that nobody else should see, such as a private key as PEM. Wiped when
// destroyed. Move-only, with no way to print it: call view() where it is
// written to a file that only its owner reads.
class Secret {
 public:
  // Copies `bytes`; the caller wipes its own copy.
  explicit Secret(absl::string_view bytes) : bytes_(bytes) {}
  Secret(Secret&& other) noexcept { *this = std::move(other); }
  Secret& operator=(Secret&& other) noexcept {
    Wipe();
    bytes_.swap(other.bytes_);
    return *this;
  }
  ~Secret() { Wipe(); }

  // Valid as long as this Secret.
  absl::string_view view() const { return bytes_; }

 private:
  void Wipe() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
    bytes_.clear();
  }

  std::string bytes_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_SECRET_H_
