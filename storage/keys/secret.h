#ifndef HOMEWARD_STORAGE_KEYS_SECRET_H_
#define HOMEWARD_STORAGE_KEYS_SECRET_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace homeward::storage {

// Bytes that nobody may read later: a key, or a plaintext. They are zeroed when
// the Secret dies or is replaced. Moves leave the source empty; a copy must be
// asked for by name. Thread-compatible.
class Secret {
 public:
  Secret() = default;
  // Copies `bytes`; the caller still has to wipe its own.
  explicit Secret(absl::string_view bytes)
      : bytes_(bytes.begin(), bytes.end()) {}
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { Wipe(); }

  // `size` secure random bytes. UNAVAILABLE if the system has none to give.
  static absl::StatusOr<Secret> Random(size_t size);

  // `size` zero bytes, to be filled through data().
  static Secret Zeroes(size_t size);

  // A second holder of the same bytes.
  Secret Clone() const { return Secret(view()); }

  // The bytes, valid until the Secret is changed or dies.
  absl::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  unsigned char* data() { return bytes_.data(); }
  const unsigned char* data() const { return bytes_.data(); }
  size_t size() const { return bytes_.size(); }

  // Zeroes and drops the bytes from `size` on. `size` is at most size().
  void Truncate(size_t size);

 private:
  void Wipe();

  std::vector<unsigned char> bytes_;
};

// Zeroes `*bytes`, then empties it: for plaintext that had to be a string.
void WipeString(std::string* bytes);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_SECRET_H_
