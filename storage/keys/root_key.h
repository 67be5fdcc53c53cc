#ifndef HOMEWARD_STORAGE_KEYS_ROOT_KEY_H_
#define HOMEWARD_STORAGE_KEYS_ROOT_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/keys/secret.h"

// The key at the root of all sealed values: 32 bytes in a file, or made from a
// passphrase and a file of public parameters. Keep it apart from the keyring
// and from every backup of the store. Thread-safe.
namespace homeward::storage {

// The cost of trying one passphrase: 2^log2_n times 1 KiB of memory at r = 8.
struct ScryptCost {
  int log2_n = 17;  // 10 to 20.
  uint32_t r = 8;   // 1 to 32.
  uint32_t p = 1;   // 1 to 16.
};

// Writes 32 random bytes to `path`, mode 0600. ALREADY_EXISTS if there is a
// file; UNAVAILABLE if it can't be written.
absl::Status CreateRootKeyFile(const std::string& path);

// Reads such a file. Errors: those of ReadPrivateFile(), and
// INVALID_ARGUMENT if it does not hold 32 bytes.
absl::StatusOr<Secret> ReadRootKeyFile(const std::string& path);

// Writes a new salt and `cost` to `path`. They are not secret, but without them
// the passphrase is worth nothing. Errors as for CreateRootKeyFile(), and
// INVALID_ARGUMENT if `cost` is out of range.
absl::Status CreateScryptFile(const std::string& path,
                              const ScryptCost& cost = {});

// The root key of `passphrase` and the file at `path`. Takes about a third of a
// second and 128 MiB at the default cost. Any passphrase gives a key: whether
// it is the right one, Keyring::Open() says.
//
// Errors: those of ReadPrivateFile(), and
//   INVALID_ARGUMENT    The file is not a scrypt file, or its cost is out of
//                       range, or `passphrase` has fewer than 12 bytes.
//   RESOURCE_EXHAUSTED  There is not enough memory.
//
// Source: RFC 7914.
absl::StatusOr<Secret> ReadRootKeyFromPassphrase(const std::string& path,
                                                 const Secret& passphrase);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_ROOT_KEY_H_
