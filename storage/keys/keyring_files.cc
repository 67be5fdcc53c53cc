#include "storage/keys/keyring_files.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/big_endian.h"
#include "storage/digest.h"
#include "storage/keys/key_wrap.h"

namespace homeward::storage {
namespace {

constexpr absl::string_view kNamedTitle = "homeward keyring 1\n";
constexpr absl::string_view kShardTitle = "homeward shard 1\n";
constexpr absl::string_view kRootCheck = "root check";
constexpr size_t kWrappedBytes = 48;
constexpr size_t kMacBytes = sizeof(Hash);

absl::Status Damaged() {
  return absl::DataLossError(
      "a file of the keyring is damaged: restore the newest copy of it");
}

// A list of names, each with its bytes, in order: length (1), name, length (1),
// bytes.
std::string EncodeList(const std::map<std::string, std::string>& list) {
  std::string bytes;
  for (const auto& [name, value] : list) {
    absl::StrAppend(&bytes, BigEndian(static_cast<uint8_t>(name.size())), name,
                    BigEndian(static_cast<uint8_t>(value.size())), value);
  }
  return bytes;
}

bool ConsumeShort(absl::string_view* bytes, absl::string_view* taken) {
  uint8_t size = 0;
  return ConsumeBigEndian(bytes, &size) && ConsumeBytes(bytes, size, taken);
}

absl::StatusOr<std::map<std::string, std::string>> DecodeList(
    absl::string_view bytes) {
  std::map<std::string, std::string> list;
  while (!bytes.empty()) {
    absl::string_view name;
    absl::string_view value;
    if (!ConsumeShort(&bytes, &name) || !ConsumeShort(&bytes, &value)) {
      return Damaged();
    }
    list.emplace(name, value);
  }
  return list;
}

// Nobody without `key` can take an entry out or put an older one back.
std::string WithMac(std::string bytes, const Secret& key) {
  const Hash mac = HmacSha256(key.view(), bytes);
  return absl::StrCat(bytes, View(mac));
}

bool ConsumeMac(absl::string_view* bytes, const Secret& key) {
  if (bytes->size() < kMacBytes) return false;
  const absl::string_view mac = bytes->substr(bytes->size() - kMacBytes);
  bytes->remove_suffix(kMacBytes);
  const Hash expected = HmacSha256(key.view(), *bytes);
  return SameBytes(View(expected), mac);
}

std::string ShardContext(uint32_t shard, uint32_t generation) {
  return absl::StrCat("shard ", shard, " generation ", generation);
}

}  // namespace

absl::StatusOr<std::string> EncodeNamedKeys(const NamedKeys& named,
                                            const Secret& root_key) {
  // Opens under the right root key only, and so tells a wrong one.
  const absl::StatusOr<std::string> check =
      WrapKey(root_key, Secret(std::string(kKeyBytes, 'h')), kRootCheck);
  if (!check.ok()) return check.status();
  return WithMac(absl::StrCat(kNamedTitle, *check, EncodeList(named)),
                 root_key);
}

absl::StatusOr<NamedKeys> DecodeNamedKeys(absl::string_view bytes,
                                          const Secret& root_key) {
  absl::string_view body = bytes;
  absl::string_view check;
  if (!absl::ConsumePrefix(&body, kNamedTitle) ||
      !ConsumeBytes(&body, kWrappedBytes, &check)) {
    return Damaged();
  }
  const absl::StatusOr<Secret> opened = UnwrapKey(root_key, check, kRootCheck);
  if (absl::IsDataLoss(opened.status())) {
    return absl::FailedPreconditionError(
        "wrong key: this root key, or passphrase, does not open the keyring; "
        "use the one that it was made with");
  }
  if (!opened.ok()) return opened.status();
  if (!ConsumeMac(&bytes, root_key)) return Damaged();
  body.remove_suffix(kMacBytes);
  return DecodeList(body);
}

absl::StatusOr<std::string> EncodeShardFile(const ShardFile& file,
                                            const Secret& root_key) {
  const ShardKey& shard = file.shard;
  const absl::StatusOr<std::string> wrapped =
      WrapKey(root_key, shard.key, ShardContext(shard.shard, shard.generation));
  if (!wrapped.ok()) return wrapped.status();
  return WithMac(
      absl::StrCat(kShardTitle, Be32(shard.shard), Be32(shard.generation),
                   *wrapped, EncodeList(file.survivors)),
      shard.key);
}

absl::StatusOr<ShardFile> DecodeShardFile(absl::string_view bytes,
                                          uint32_t shard,
                                          const Secret& root_key) {
  absl::string_view body = bytes;
  absl::string_view wrapped;
  ShardFile file;
  if (!absl::ConsumePrefix(&body, kShardTitle) ||
      !ConsumeBigEndian(&body, &file.shard.shard) ||
      !ConsumeBigEndian(&body, &file.shard.generation) ||
      !ConsumeBytes(&body, kWrappedBytes, &wrapped) ||
      file.shard.shard != shard) {
    return Damaged();
  }
  absl::StatusOr<Secret> key =
      UnwrapKey(root_key, wrapped, ShardContext(shard, file.shard.generation));
  if (!key.ok() || !ConsumeMac(&bytes, *key)) return Damaged();
  file.shard.key = *std::move(key);
  body.remove_suffix(kMacBytes);
  absl::StatusOr<std::map<std::string, std::string>> list = DecodeList(body);
  if (!list.ok()) return list.status();
  file.survivors = *std::move(list);
  return file;
}

}  // namespace homeward::storage
