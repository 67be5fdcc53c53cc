#include "storage/keys/root_key.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "openssl/evp.h"
#include "storage/digest.h"
#include "storage/durable_file.h"

namespace homeward::storage {
namespace {

constexpr size_t kRootKeyBytes = 32;
constexpr size_t kSaltBytes = 16;
constexpr size_t kMaxFileBytes = 1024;
constexpr size_t kMinPassphraseBytes = 12;
constexpr absl::string_view kScryptTitle = "homeward root key by scrypt 1";

absl::Status RefuseToReplace(const std::string& path) {
  const absl::StatusOr<std::string> old = ReadSmallFile(path, 0);
  if (absl::IsNotFound(old.status())) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat(path,
                   " is there already: what was sealed under it can't be read "
                   "without it, so it is never replaced"));
}

bool InRange(const ScryptCost& cost) {
  return cost.log2_n >= 10 && cost.log2_n <= 20 && cost.r >= 1 &&
         cost.r <= 32 && cost.p >= 1 && cost.p <= 16;
}

struct ScryptFile {
  ScryptCost cost;
  std::string salt;
};

absl::StatusOr<ScryptFile> ReadScryptFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadPrivateFile(path, kMaxFileBytes);
  if (!text.ok()) return text.status();
  const std::vector<absl::string_view> lines = absl::StrSplit(*text, '\n');
  ScryptFile file;
  if (lines.size() != 6 || lines[0] != kScryptTitle ||
      !absl::SimpleAtoi(lines[1], &file.cost.log2_n) ||
      !absl::SimpleAtoi(lines[2], &file.cost.r) ||
      !absl::SimpleAtoi(lines[3], &file.cost.p) ||
      !absl::Base64Unescape(lines[4], &file.salt) || !InRange(file.cost) ||
      file.salt.size() != kSaltBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " does not hold the parameters of a root key"));
  }
  return file;
}

}  // namespace

absl::Status CreateRootKeyFile(const std::string& path) {
  absl::Status fresh = RefuseToReplace(path);
  if (!fresh.ok()) return fresh;
  const absl::StatusOr<Secret> key = Secret::Random(kRootKeyBytes);
  if (!key.ok()) return key.status();
  return ReplaceFile(path, key->view());
}

absl::StatusOr<Secret> ReadRootKeyFile(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadPrivateFile(path, kMaxFileBytes);
  if (!bytes.ok()) return bytes.status();
  Secret key(*bytes);
  WipeString(&*bytes);
  if (key.size() != kRootKeyBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " must hold a root key of 32 bytes, not ", key.size()));
  }
  return key;
}

absl::Status CreateScryptFile(const std::string& path, const ScryptCost& cost) {
  if (!InRange(cost)) {
    return absl::InvalidArgumentError("the cost of scrypt is out of range");
  }
  absl::Status fresh = RefuseToReplace(path);
  if (!fresh.ok()) return fresh;
  const absl::StatusOr<std::string> salt = RandomBytes(kSaltBytes);
  if (!salt.ok()) return salt.status();
  return ReplaceFile(
      path, absl::StrCat(kScryptTitle, "\n", cost.log2_n, "\n", cost.r, "\n",
                         cost.p, "\n", absl::Base64Escape(*salt), "\n"));
}

absl::StatusOr<Secret> ReadRootKeyFromPassphrase(const std::string& path,
                                                 const Secret& passphrase) {
  if (passphrase.size() < kMinPassphraseBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the passphrase must have at least ", kMinPassphraseBytes, " bytes"));
  }
  const absl::StatusOr<ScryptFile> file = ReadScryptFile(path);
  if (!file.ok()) return file.status();
  const uint64_t n = uint64_t{1} << file->cost.log2_n;
  // RFC 7914 section 2: 128 * r * (n + p) bytes, and some to spare.
  const uint64_t memory = 128 * file->cost.r * (n + file->cost.p + 2);
  Secret key = Secret::Zeroes(kRootKeyBytes);
  if (EVP_PBE_scrypt(passphrase.view().data(), passphrase.size(),
                     reinterpret_cast<const unsigned char*>(file->salt.data()),
                     file->salt.size(), n, file->cost.r, file->cost.p,
                     memory + (1 << 20), key.data(), key.size()) != 1) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the passphrase needs ", memory >> 20,
                     " MiB of memory to become a key, which are not free"));
  }
  return key;
}

}  // namespace homeward::storage
