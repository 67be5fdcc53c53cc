#include "storage/keys/keyring.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/big_endian.h"
#include "storage/durable_file.h"
#include "storage/keys/key_wrap.h"

namespace homeward::storage {
namespace {

// 512 survivors of at most 305 bytes.
constexpr size_t kMaxFileBytes = 1 << 20;
constexpr size_t kMaxNameBytes = 64;

std::string NamedPath(absl::string_view folder) {
  return absl::StrCat(folder, "/named-keys");
}
std::string ShardPath(absl::string_view folder, uint32_t shard) {
  return absl::StrFormat("%s/shard-%08x", folder, shard);
}

absl::Status At(const std::string& path, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(path, ": ", status.message()));
}

}  // namespace

std::string EncodeWrappedKey(const WrappedKey& key) {
  return absl::StrCat(Be32(key.shard), Be32(key.generation), key.wrapped);
}

absl::StatusOr<WrappedKey> DecodeWrappedKey(absl::string_view bytes) {
  WrappedKey key;
  if (!ConsumeBigEndian(&bytes, &key.shard) ||
      !ConsumeBigEndian(&bytes, &key.generation) || bytes.empty()) {
    return absl::DataLossError("the row of a subject's key is damaged");
  }
  key.wrapped = std::string(bytes);
  return key;
}

Keyring::Keyring(std::string path, Secret root_key, NamedKeys named)
    : path_(std::move(path)),
      root_key_(std::move(root_key)),
      named_(std::move(named)) {}

absl::Status Keyring::Create(const std::string& path, const Secret& root_key) {
  const absl::StatusOr<std::string> old =
      ReadSmallFile(NamedPath(path), kMaxFileBytes);
  if (!absl::IsNotFound(old.status())) {
    return absl::AlreadyExistsError(
        absl::StrCat("there is a keyring at ", path, " already"));
  }
  const absl::StatusOr<std::string> bytes = EncodeNamedKeys({}, root_key);
  if (!bytes.ok()) return bytes.status();
  return ReplaceFile(NamedPath(path), *bytes);
}

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::Open(const std::string& path,
                                                       Secret root_key) {
  const absl::StatusOr<std::string> bytes =
      ReadPrivateFile(NamedPath(path), kMaxFileBytes);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<NamedKeys> named = DecodeNamedKeys(*bytes, root_key);
  if (!named.ok()) return At(NamedPath(path), named.status());
  // Private constructor.
  return std::unique_ptr<Keyring>(
      new Keyring(path, std::move(root_key), *std::move(named)));
}

absl::Status Keyring::Keep(const NamedKeys& named) {
  const absl::StatusOr<std::string> bytes = EncodeNamedKeys(named, root_key_);
  if (!bytes.ok()) return bytes.status();
  absl::Status kept = ReplaceFileAndWipeOld(NamedPath(path_), *bytes);
  if (kept.ok()) named_ = named;
  return kept;
}

absl::StatusOr<Secret> Keyring::NamedKey(absl::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) {
    return absl::InvalidArgumentError("a key's name has 1 to 64 bytes");
  }
  absl::MutexLock lock(&mutex_);
  if (const auto known = named_.find(std::string(name));
      known != named_.end()) {
    if (known->second.empty()) {
      return absl::NotFoundError(
          absl::StrCat("the key ", name, " was destroyed"));
    }
    return UnwrapKey(root_key_, known->second, name);
  }
  absl::StatusOr<Secret> key = Secret::Random(kKeyBytes);
  if (!key.ok()) return key.status();
  const absl::StatusOr<std::string> wrapped = WrapKey(root_key_, *key, name);
  if (!wrapped.ok()) return wrapped.status();
  NamedKeys named = named_;
  named[std::string(name)] = *wrapped;
  absl::Status kept = Keep(named);
  if (!kept.ok()) return kept;
  return key;
}

bool Keyring::HasNamedKey(absl::string_view name) const {
  absl::MutexLock lock(&mutex_);
  return named_.find(std::string(name)) != named_.end();
}

absl::Status Keyring::DestroyNamedKey(absl::string_view name) {
  absl::MutexLock lock(&mutex_);
  NamedKeys named = named_;
  named[std::string(name)].clear();
  return Keep(named);
}

absl::StatusOr<ShardFile> Keyring::LoadShard(uint32_t shard) const {
  const std::string path = ShardPath(path_, shard);
  const absl::StatusOr<std::string> bytes =
      ReadPrivateFile(path, kMaxFileBytes);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ShardFile> file = DecodeShardFile(*bytes, shard, root_key_);
  if (!file.ok()) return At(path, file.status());
  return file;
}

absl::StatusOr<const ShardKey*> Keyring::FindShard(uint32_t shard) {
  auto known = shards_.find(shard);
  if (known == shards_.end()) {
    absl::StatusOr<ShardFile> file = LoadShard(shard);
    if (!file.ok()) return file.status();
    known = shards_.emplace(shard, std::move(file->shard)).first;
  }
  return &known->second;
}

absl::StatusOr<WrappedKey> Keyring::Wrap(uint32_t shard,
                                         absl::string_view subject,
                                         const Secret& key) {
  absl::MutexLock lock(&mutex_);
  absl::StatusOr<const ShardKey*> found = FindShard(shard);
  if (absl::IsNotFound(found.status())) {
    absl::StatusOr<Secret> fresh = Secret::Random(kKeyBytes);
    if (!fresh.ok()) return fresh.status();
    ShardFile file;
    file.shard = {shard, 1, *std::move(fresh)};
    const absl::StatusOr<std::string> bytes = EncodeShardFile(file, root_key_);
    if (!bytes.ok()) return bytes.status();
    absl::Status kept = ReplaceFile(ShardPath(path_, shard), *bytes);
    if (!kept.ok()) return kept;
    found = FindShard(shard);
  }
  if (!found.ok()) return found.status();
  const absl::StatusOr<std::string> wrapped =
      WrapKey((*found)->key, key, subject);
  if (!wrapped.ok()) return wrapped.status();
  return WrappedKey{shard, (*found)->generation, *wrapped};
}

absl::StatusOr<Secret> Keyring::Unwrap(absl::string_view subject,
                                       const WrappedKey& key) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<const ShardKey*> shard = FindShard(key.shard);
  if (absl::IsNotFound(shard.status())) {
    return absl::DataLossError(
        absl::StrCat(ShardPath(path_, key.shard),
                     " is missing: restore the newest keyring"));
  }
  if (!shard.ok()) return shard.status();
  if (key.generation == (*shard)->generation) {
    return UnwrapKey((*shard)->key, key.wrapped, subject);
  }
  if (key.generation > (*shard)->generation) {
    return absl::FailedPreconditionError(absl::StrCat(
        ShardPath(path_, key.shard),
        " is older than the store: ", "restore the newest keyring"));
  }
  // An older copy of the store, or a re-wrap that a crash cut short.
  const absl::StatusOr<ShardFile> file = LoadShard(key.shard);
  if (!file.ok()) return file.status();
  const auto survivor = file->survivors.find(std::string(subject));
  if (survivor == file->survivors.end()) {
    return absl::NotFoundError("the key of this subject was destroyed");
  }
  return UnwrapKey(file->shard.key, survivor->second, subject);
}

absl::Status Keyring::Rekey(uint32_t shard,
                            const std::vector<SubjectKey>& survivors) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<const ShardKey*> old = FindShard(shard);
  if (!old.ok()) return old.status();
  absl::StatusOr<Secret> fresh = Secret::Random(kKeyBytes);
  if (!fresh.ok()) return fresh.status();
  ShardFile file;
  file.shard = {shard, (*old)->generation + 1, *std::move(fresh)};
  for (const SubjectKey& survivor : survivors) {
    const absl::StatusOr<std::string> wrapped =
        WrapKey(file.shard.key, survivor.key, survivor.subject);
    if (!wrapped.ok()) return wrapped.status();
    file.survivors[survivor.subject] = *wrapped;
  }
  const absl::StatusOr<std::string> bytes = EncodeShardFile(file, root_key_);
  if (!bytes.ok()) return bytes.status();
  absl::Status kept = ReplaceFileAndWipeOld(ShardPath(path_, shard), *bytes);
  // If it failed late, the new file may be there: read it again.
  shards_.erase(shard);
  return kept;
}

}  // namespace homeward::storage
