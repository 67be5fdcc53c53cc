#include "storage/keys/blind.h"

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "openssl/crypto.h"
#include "storage/digest.h"

namespace homeward::storage {
namespace {

constexpr size_t kMasterBytes = 32;
constexpr size_t kPrefixBytes = 4;

// Kinds that are kept ready. More than there are; others are derived anew.
constexpr size_t kMaxKinds = 256;

// The HMAC of `text` under `master`: a key.
HmacKey Derive(const HmacKey& master, absl::string_view text) {
  Hash derived = master.Of(text);
  HmacKey key(View(derived));
  OPENSSL_cleanse(derived.data(), derived.size());
  return key;
}

}  // namespace

// What is derived for one kind.
struct BlindIndex::Kind {
  Kind(const HmacKey& master, absl::string_view kind)
      : key(Derive(master, absl::StrCat("homeward/blind/key/", kind))) {
    const Hash hash = master.Of(absl::StrCat("homeward/blind/kind/", kind));
    prefix = std::string(View(hash).substr(0, kPrefixBytes));
  }

  HmacKey key;
  std::string prefix;
};

struct BlindIndex::Kinds {
  explicit Kinds(const Secret& key) : master(key.view()) {}

  const HmacKey master;
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, std::shared_ptr<const Kind>> known
      ABSL_GUARDED_BY(mutex);
};

BlindIndex::BlindIndex(const Secret& master)
    : kinds_(std::make_unique<Kinds>(master)) {}
BlindIndex::BlindIndex(BlindIndex&&) noexcept = default;
BlindIndex& BlindIndex::operator=(BlindIndex&&) noexcept = default;
BlindIndex::~BlindIndex() = default;

absl::StatusOr<BlindIndex> BlindIndex::Create(Secret master) {
  if (master.size() != kMasterBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("an index key has 32 bytes, this has ", master.size()));
  }
  return BlindIndex(master);
}

std::shared_ptr<const BlindIndex::Kind> BlindIndex::Find(
    absl::string_view kind) const {
  {
    absl::ReaderMutexLock lock(&kinds_->mutex);
    const auto found = kinds_->known.find(kind);
    if (found != kinds_->known.end()) return found->second;
  }
  auto made = std::make_shared<const Kind>(kinds_->master, kind);
  absl::MutexLock lock(&kinds_->mutex);
  if (kinds_->known.size() < kMaxKinds) kinds_->known.emplace(kind, made);
  return made;
}

std::string BlindIndex::Term(absl::string_view kind,
                             absl::string_view value) const {
  const std::shared_ptr<const Kind> known = Find(kind);
  const Hash hash = known->key.Of(value);
  return absl::StrCat(known->prefix,
                      View(hash).substr(0, kBlindTermBytes - kPrefixBytes));
}

std::string BlindIndex::KindPrefix(absl::string_view kind) const {
  return Find(kind)->prefix;
}

}  // namespace homeward::storage
