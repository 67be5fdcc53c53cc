#include "storage/keys/subject_keys.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "storage/big_endian.h"
#include "storage/keys/key_wrap.h"

namespace homeward::storage {
namespace {

constexpr size_t kCachedKeys = 1024;
constexpr size_t kMaxSubjectBytes = 64;
constexpr size_t kMaxCreate = 256;
constexpr size_t kMaxConditionsPerCommit = 60;
constexpr absl::string_view kShardPrefix = "subject_shard/";

std::string KeyRow(absl::string_view subject) {
  return absl::StrCat("subject_key/", subject);
}
std::string ShardRows(uint32_t shard) {
  return absl::StrCat(kShardPrefix, Be32(shard), "/");
}
std::string ShardRow(uint32_t shard, absl::string_view subject) {
  return absl::StrCat(ShardRows(shard), subject);
}

absl::Status NoKey() {
  return absl::NotFoundError("this subject has no key, or was erased");
}

absl::Status CheckSubjects(absl::Span<const std::string> subjects) {
  const std::set<std::string> unique(subjects.begin(), subjects.end());
  if (subjects.empty() || subjects.size() > kMaxCreate ||
      unique.size() != subjects.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "keys are made for 1 to ", kMaxCreate, " different subjects at once"));
  }
  for (const std::string& subject : subjects) {
    if (subject.empty() || subject.size() > kMaxSubjectBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("a subject's id has 1 to ", kMaxSubjectBytes, " bytes"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

SubjectKeys::SubjectKeys(Engine* engine, Keyring* keyring)
    : engine_(engine), keyring_(keyring), cache_(kCachedKeys) {}

absl::StatusOr<std::unique_ptr<SubjectKeys>> SubjectKeys::Open(
    Engine* engine, Keyring* keyring) {
  auto keys = absl::WrapUnique(new SubjectKeys(engine, keyring));
  ScanRequest request = ScanPrefix(kShardPrefix);
  request.reverse = true;
  request.limit = 1;
  const absl::StatusOr<Page> last = engine->Scan(request);
  if (!last.ok()) return last.status();
  if (last->rows.empty()) return keys;
  absl::string_view rest = last->rows[0].key;
  rest.remove_prefix(kShardPrefix.size());
  uint32_t shard = 0;
  if (!ConsumeBigEndian(&rest, &shard)) {
    return absl::DataLossError("the rows of the subjects' shards are damaged");
  }
  const auto subjects = keys->SubjectsOf(shard);
  if (!subjects.ok()) return subjects.status();
  absl::MutexLock lock(&keys->mutex_);
  keys->shard_ = shard;
  keys->used_ = static_cast<uint32_t>(subjects->size());
  return keys;
}

absl::Status SubjectKeys::Create(absl::Span<const std::string> subjects) {
  absl::Status valid = CheckSubjects(subjects);
  if (!valid.ok()) return valid;
  absl::MutexLock lock(&mutex_);
  if (used_ + subjects.size() > kSubjectsPerShard) {
    ++shard_;
    used_ = 0;
  }
  // Nobody else makes keys, so what is absent now stays absent; conditions
  // guard the first ones against another process.
  std::vector<std::string> rows;
  for (const std::string& subject : subjects) rows.push_back(KeyRow(subject));
  const auto present = engine_->MultiGet(rows);
  if (!present.ok()) return present.status();
  for (const auto& row : *present) {
    if (row.has_value()) {
      return absl::AlreadyExistsError("one of the subjects has a key already");
    }
  }
  Batch batch;
  for (size_t i = 0; i < subjects.size(); ++i) {
    const absl::StatusOr<Secret> key = Secret::Random(kKeyBytes);
    if (!key.ok()) return key.status();
    const absl::StatusOr<WrappedKey> wrapped =
        keyring_->Wrap(shard_, subjects[i], *key);
    if (!wrapped.ok()) return wrapped.status();
    batch.Put(rows[i], EncodeWrappedKey(*wrapped));
    batch.Put(ShardRow(shard_, subjects[i]), "");
    if (i < kMaxConditionsPerCommit) batch.ExpectAbsent(rows[i]);
  }
  // Counted even if the outcome is unknown: a shard may be smaller, not larger.
  used_ += static_cast<uint32_t>(subjects.size());
  const CommitResult result = engine_->Commit(batch, Durability::kDurable);
  if (result.outcome == CommitOutcome::kConflict) {
    return absl::UnavailableError("another process makes keys: try again");
  }
  return result.status;
}

absl::StatusOr<WrappedKey> SubjectKeys::ReadRow(
    absl::string_view subject) const {
  const auto row = engine_->Get(KeyRow(subject));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return NoKey();
  return DecodeWrappedKey((*row)->value);
}

absl::StatusOr<Secret> SubjectKeys::Get(absl::string_view subject,
                                        absl::Time now) {
  if (std::optional<Secret> known = cache_.Find(subject, now)) {
    return *std::move(known);
  }
  const uint64_t epoch = cache_.epoch();
  const absl::StatusOr<WrappedKey> row = ReadRow(subject);
  if (!row.ok()) return row.status();
  absl::StatusOr<Secret> key = keyring_->Unwrap(subject, *row);
  if (absl::IsNotFound(key.status())) return NoKey();
  if (!key.ok()) return key.status();
  cache_.Put(subject, *key, now, epoch);
  return key;
}

absl::StatusOr<bool> SubjectKeys::WasDestroyed(
    absl::string_view subject) const {
  const absl::StatusOr<WrappedKey> row = ReadRow(subject);
  if (absl::IsNotFound(row.status())) return false;
  if (!row.ok()) return row.status();
  const absl::StatusOr<Secret> key = keyring_->Unwrap(subject, *row);
  if (absl::IsNotFound(key.status())) return true;
  if (!key.ok()) return key.status();
  return false;
}

absl::StatusOr<std::vector<std::string>> SubjectKeys::SubjectsOf(
    uint32_t shard) const {
  std::vector<std::string> subjects;
  const std::string prefix = ShardRows(shard);
  for (std::optional<ScanRequest> next = ScanPrefix(prefix);
       next.has_value();) {
    const absl::StatusOr<Page> page = engine_->Scan(*next);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      subjects.push_back(row.key.substr(prefix.size()));
    }
    next = NextPage(*next, *page);
  }
  return subjects;
}

absl::Status SubjectKeys::Shred(absl::string_view subject) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<uint32_t> shard = ShardOf(subject);
  if (!shard.ok()) return shard.status();
  const std::set<std::string> doomed = {std::string(subject)};
  return ShredIn(*shard, doomed, doomed);
}

absl::Status SubjectKeys::ShredAll(absl::Span<const std::string> subjects) {
  absl::MutexLock lock(&mutex_);
  const std::set<std::string> wanted(subjects.begin(), subjects.end());
  std::map<uint32_t, std::set<std::string>> doomed;
  absl::Status shredded;
  for (const std::string& subject : wanted) {
    const absl::StatusOr<uint32_t> shard = ShardOf(subject);
    if (shard.ok()) {
      doomed[*shard].insert(subject);
    } else if (!absl::IsNotFound(shard.status())) {
      shredded.Update(shard.status());
    }
  }
  for (const auto& [shard, of_shard] : doomed) {
    shredded.Update(ShredIn(shard, of_shard, wanted));
  }
  return shredded;
}

absl::StatusOr<uint32_t> SubjectKeys::ShardOf(absl::string_view subject) const {
  const absl::StatusOr<WrappedKey> row = ReadRow(subject);
  if (row.ok()) return row->shard;
  if (!absl::IsDataLoss(row.status())) return row.status();
  for (std::optional<ScanRequest> next = ScanPrefix(kShardPrefix);
       next.has_value();) {
    const absl::StatusOr<Page> page = engine_->Scan(*next);
    if (!page.ok()) return page.status();
    for (const Row& shard_row : page->rows) {
      absl::string_view rest = shard_row.key;
      rest.remove_prefix(kShardPrefix.size());
      uint32_t shard = 0;
      if (!ConsumeBigEndian(&rest, &shard)) continue;
      if (ShardRow(shard, subject) == shard_row.key) return shard;
    }
    next = NextPage(*next, *page);
  }
  return row.status();
}

absl::StatusOr<Secret> SubjectKeys::NeighboursKey(
    uint32_t shard, const std::string& subject) const {
  const absl::StatusOr<WrappedKey> row = ReadRow(subject);
  if (row.ok()) {
    absl::StatusOr<Secret> key = keyring_->Unwrap(subject, *row);
    if (!absl::IsDataLoss(key.status())) return key;
  } else if (!absl::IsNotFound(row.status()) &&
             !absl::IsDataLoss(row.status())) {
    return row.status();
  }
  // As of a row older than the shard's first key.
  absl::StatusOr<Secret> kept =
      keyring_->Unwrap(subject, {shard, /*generation=*/0, /*wrapped=*/""});
  if (!absl::IsNotFound(kept.status())) return kept;
  return absl::DataLossError(
      "the row of the key of another subject of the same shard is damaged or "
      "missing, and would be lost for good: restore the newest copy of the "
      "store");
}

absl::Status SubjectKeys::ShredIn(uint32_t shard, std::set<std::string> doomed,
                                  const std::set<std::string>& wanted) {
  const auto neighbours = SubjectsOf(shard);
  if (!neighbours.ok()) return neighbours.status();
  std::vector<SubjectKey> survivors;
  for (const std::string& neighbour : *neighbours) {
    if (wanted.count(neighbour) > 0) {
      doomed.insert(neighbour);
      continue;
    }
    absl::StatusOr<Secret> key = NeighboursKey(shard, neighbour);
    // Shredded before, but its rows outlived it: they stay, and tell that it
    // was destroyed and is not merely missing.
    if (absl::IsNotFound(key.status())) continue;
    if (!key.ok()) return key.status();
    survivors.push_back({neighbour, *std::move(key)});
  }
  // From here on they are erased; their rows follow.
  absl::Status rekeyed = keyring_->Rekey(shard, survivors);
  cache_.Clear();
  if (!rekeyed.ok()) return rekeyed;
  return Rewrap(shard, survivors, doomed);
}

absl::Status SubjectKeys::Rewrap(uint32_t shard,
                                 const std::vector<SubjectKey>& survivors,
                                 const std::set<std::string>& doomed) {
  // More than one commit, where they are too many: until then the others'
  // rows open through the shard's file.
  Batch batch;
  const auto commit_if = [&](bool due) {
    if (!due) return absl::OkStatus();
    absl::Status committed =
        engine_->Commit(batch, Durability::kDurable).status;
    batch = Batch();
    return committed;
  };
  for (const SubjectKey& survivor : survivors) {
    const absl::StatusOr<WrappedKey> wrapped =
        keyring_->Wrap(shard, survivor.subject, survivor.key);
    if (!wrapped.ok()) return wrapped.status();
    batch.Put(KeyRow(survivor.subject), EncodeWrappedKey(*wrapped));
  }
  for (const std::string& subject : doomed) {
    absl::Status full =
        commit_if(batch.operations().size() + 2 > kMaxBatchOperations);
    if (!full.ok()) return full;
    batch.Delete(KeyRow(subject));
    // Only where it was: rows of a restored copy may name another shard.
    batch.Delete(ShardRow(shard, subject));
  }
  return commit_if(true);
}

}  // namespace homeward::storage
