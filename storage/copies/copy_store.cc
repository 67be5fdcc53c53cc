#include "storage/copies/copy_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "storage/big_endian.h"
#include "storage/copies/copy_key.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

using google::protobuf::util::TimeUtil;
using internal::v1::StoredCopy;

constexpr char kHeads[] = "k/";
constexpr char kContents[] = "b/";
constexpr char kDue[] = "e/";
constexpr uint32_t kSchemaVersion = 1;
constexpr size_t kKeyIdBytes = 16;
constexpr size_t kKeysAtOnce = 32;
// The plaintext of one row: sealed it stays below kMaxValueBytes.
constexpr size_t kPieceBytes = 60000;

std::string HeadRow(absl::string_view copy_key) {
  return absl::StrCat(kHeads, copy_key);
}
std::string ContentRow(absl::string_view copy_key, int piece) {
  return absl::StrCat(kContents, copy_key,
                      std::string(1, static_cast<char>(piece)));
}

// When something is to be done about `copy`.
int64_t DueMicros(const StoredCopy& copy) {
  const v1::KeptAnswer& answer = copy.answer();
  if (answer.state() == v1::COPY_STATE_KEPT) {
    return TimeUtil::TimestampToMicroseconds(answer.expiry_time());
  }
  return TimeUtil::TimestampToMicroseconds(answer.erased_time()) +
         absl::ToInt64Microseconds(answer.state() == v1::COPY_STATE_NEVER_KEPT
                                       ? kRememberNeverKept
                                       : kRememberErased);
}

std::string DueBound(int64_t micros) {
  return absl::StrCat(
      kDue, Be64(static_cast<uint64_t>(std::max<int64_t>(0, micros))));
}
std::string DueRow(absl::string_view copy_key, const StoredCopy& copy) {
  return absl::StrCat(DueBound(DueMicros(copy)), copy_key);
}

SealPlace HeadPlace(absl::string_view copy_key) {
  return {kHeads, copy_key, "head", kSchemaVersion, "copies"};
}
SealPlace ContentPlace(absl::string_view copy_key, absl::string_view piece,
                       const StoredCopy& copy) {
  return {kContents, copy_key, piece, kSchemaVersion, copy.key_id()};
}

void DeleteRows(absl::string_view copy_key, const StoredCopy& copy,
                Batch* batch) {
  for (int i = 0; i < copy.row_count(); ++i) {
    batch->Delete(ContentRow(copy_key, i));
  }
  batch->Delete(DueRow(copy_key, copy));
}

}  // namespace

absl::StatusOr<std::string> CopyStore::TakeKey() {
  absl::MutexLock lock(&mutex_);
  if (unused_keys_.empty()) {
    std::vector<std::string> made;
    for (size_t i = 0; i < kKeysAtOnce; ++i) {
      auto key_id = Secret::Random(kKeyIdBytes);
      if (!key_id.ok()) return key_id.status();
      made.emplace_back(key_id->view());
    }
    absl::Status created = keys_->Create(made);
    if (!created.ok()) return created;
    unused_keys_ = std::move(made);
  }
  std::string key_id = std::move(unused_keys_.back());
  unused_keys_.pop_back();
  return key_id;
}

absl::Status CopyStore::PutHead(absl::string_view copy_key,
                                const StoredCopy& copy, Batch* batch) const {
  auto sealed = Seal(key_, HeadPlace(copy_key), copy.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  batch->Put(HeadRow(copy_key), *sealed);
  batch->Put(DueRow(copy_key, copy), "");
  return absl::OkStatus();
}

absl::Status CopyStore::Keep(absl::string_view copy_key, StoredCopy copy,
                             absl::string_view content, absl::Time now,
                             Batch* batch) {
  auto key_id = TakeKey();
  if (!key_id.ok()) return key_id.status();
  auto key = keys_->Get(*key_id, now);
  if (!key.ok()) return key.status();
  copy.set_key_id(*key_id);
  copy.mutable_answer()->set_state(v1::COPY_STATE_KEPT);
  int pieces = 0;
  for (size_t at = 0; at < content.size() || pieces == 0; at += kPieceBytes) {
    const std::string number(1, static_cast<char>(pieces));
    auto sealed = Seal(*key, ContentPlace(copy_key, number, copy),
                       content.substr(at, kPieceBytes));
    if (!sealed.ok()) return sealed.status();
    batch->Put(ContentRow(copy_key, pieces), *sealed);
    ++pieces;
  }
  copy.set_row_count(pieces);
  batch->ExpectAbsent(HeadRow(copy_key));
  return PutHead(copy_key, copy, batch);
}

absl::StatusOr<StoredCopy> CopyStore::ReadHead(absl::string_view copy_key,
                                               absl::string_view sealed) const {
  auto opened = Unseal(key_, HeadPlace(copy_key), sealed);
  if (!opened.ok()) return opened.status();
  StoredCopy copy;
  if (!copy.ParseFromArray(opened->data(), static_cast<int>(opened->size()))) {
    return absl::DataLossError("the row of a kept answer can't be read");
  }
  return copy;
}

absl::StatusOr<std::optional<CopyStore::Found>> CopyStore::Find(
    absl::string_view copy_key) const {
  auto row = engine_->Get(HeadRow(copy_key));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  auto copy = ReadHead(copy_key, (*row)->value);
  if (!copy.ok()) return copy.status();
  return Found{*std::move(copy), (*row)->version};
}

absl::StatusOr<Secret> CopyStore::Open(absl::string_view copy_key,
                                       const StoredCopy& copy,
                                       absl::Time now) const {
  auto key = keys_->Get(copy.key_id(), now);
  if (!key.ok()) return key.status();
  std::string content;
  for (int i = 0; i < copy.row_count(); ++i) {
    auto row = engine_->Get(ContentRow(copy_key, i));
    if (!row.ok()) return row.status();
    if (!row->has_value()) return absl::NotFoundError("the copy was erased");
    const std::string number(1, static_cast<char>(i));
    auto opened =
        Unseal(*key, ContentPlace(copy_key, number, copy), (*row)->value);
    if (!opened.ok()) return opened.status();
    absl::StrAppend(&content, opened->view());
  }
  Secret whole(content);
  WipeString(&content);
  return whole;
}

absl::Status CopyStore::DestroyKeys(absl::Span<const StoredCopy> copies) {
  std::vector<std::string> key_ids;
  for (const StoredCopy& copy : copies) {
    if (!copy.key_id().empty()) key_ids.push_back(copy.key_id());
  }
  return keys_->ShredAll(key_ids);
}

absl::Status CopyStore::Mark(absl::string_view copy_key,
                             const std::optional<Found>& before,
                             const StoredCopy& after, Batch* batch) const {
  if (before.has_value()) {
    batch->ExpectVersion(HeadRow(copy_key), before->version);
    DeleteRows(copy_key, before->copy, batch);
  } else {
    batch->ExpectAbsent(HeadRow(copy_key));
  }
  return PutHead(copy_key, after, batch);
}

void CopyStore::Forget(absl::string_view copy_key, const Found& found,
                       Batch* batch) const {
  batch->ExpectVersion(HeadRow(copy_key), found.version);
  DeleteRows(copy_key, found.copy, batch);
  batch->Delete(HeadRow(copy_key));
}

absl::StatusOr<std::vector<std::string>> CopyStore::Due(absl::Time now,
                                                        size_t limit) const {
  ScanRequest request = ScanPrefix(kDue);
  // At its end instant a copy's time is over.
  request.end = DueBound(absl::ToUnixMicros(now) + 1);
  request.limit = limit;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<std::string> due;
  const size_t key_at = DueBound(0).size();
  for (const Row& row : page->rows) due.push_back(row.key.substr(key_at));
  return due;
}

absl::StatusOr<std::vector<StoredCopy>> CopyStore::List(
    absl::string_view subject, size_t limit) const {
  const auto newer = [](const StoredCopy& a, const StoredCopy& b) {
    return TimeUtil::TimestampToNanoseconds(a.answer().received_time()) >
           TimeUtil::TimestampToNanoseconds(b.answer().received_time());
  };
  // A heap of the newest, the oldest of them on top.
  std::vector<StoredCopy> newest;
  std::optional<ScanRequest> request = ScanPrefix(kHeads);
  while (request.has_value()) {
    auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      auto copy = ReadHead(row.key.substr(sizeof(kHeads) - 1), row.value);
      if (!copy.ok()) return copy.status();
      if (copy->answer().state() == v1::COPY_STATE_NEVER_KEPT ||
          (!subject.empty() && copy->subject() != subject)) {
        continue;
      }
      newest.push_back(*std::move(copy));
      absl::c_push_heap(newest, newer);
      if (newest.size() <= limit) continue;
      absl::c_pop_heap(newest, newer);
      newest.pop_back();
    }
    request = NextPage(*request, *page);
  }
  absl::c_sort_heap(newest, newer);
  return newest;
}

}  // namespace homeward::storage
