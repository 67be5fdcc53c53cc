#include "storage/notices/notice_store.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/big_endian.h"
#include "storage/digest.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

constexpr char kWaiting[] = "n/";
constexpr char kDone[] = "a/";
constexpr uint32_t kSchemaVersion = 1;
constexpr size_t kRandomBytes = 8;
constexpr size_t kIdBytes = 8 + kRandomBytes;
// Sealed it stays below kMaxValueBytes.
constexpr size_t kMaxBytes = 60000;

absl::string_view Prefix(NoticeTable table) {
  return table == NoticeTable::kWaiting ? kWaiting : kDone;
}

// The bytes with which the ids of `time` begin.
std::string TimeBytes(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(
      std::clamp(time, absl::UnixEpoch(), absl::FromUnixSeconds(1LL << 40)));
  return Be64(static_cast<uint64_t>(micros));
}

// The bytes of the id `text`; none if it is no id.
std::string IdBytes(absl::string_view text) {
  const bool is_id = text.size() == 2 * kIdBytes &&
                     std::all_of(text.begin(), text.end(), [](char c) {
                       return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
                     });
  return is_id ? absl::HexStringToBytes(text) : "";
}

SealPlace PlaceOf(absl::string_view row_key) {
  return {row_key.substr(0, 2), row_key, "notice", kSchemaVersion, "notices"};
}

ScanRequest RequestOf(NoticeTable table, const NoticeRange& range) {
  ScanRequest request = ScanPrefix(Prefix(table));
  request.reverse = table == NoticeTable::kDone;
  request.limit = std::min(range.limit, kMaxRowsPerPage);
  if (range.since > absl::UnixEpoch()) {
    request.begin = absl::StrCat(Prefix(table), TimeBytes(range.since));
  }
  if (range.until < absl::InfiniteFuture()) {
    request.end = absl::StrCat(Prefix(table), TimeBytes(range.until));
  }
  const std::string after = IdBytes(range.after_id);
  if (after.empty()) return request;
  const std::string row = absl::StrCat(Prefix(table), after);
  if (request.reverse) {
    request.end = std::min(request.end, row);
  } else {
    request.begin = std::max(request.begin, row + '\0');
  }
  return request;
}

}  // namespace

absl::StatusOr<std::string> NoticeStore::NewId(absl::Time time) {
  auto random = RandomBytes(kRandomBytes);
  if (!random.ok()) return random.status();
  return absl::BytesToHexString(absl::StrCat(TimeBytes(time), *random));
}

absl::Status NoticeStore::PutRow(NoticeTable table, const v1::Notice& notice,
                                 Batch* batch) const {
  const std::string row =
      absl::StrCat(Prefix(table), IdBytes(notice.notice_id()));
  const std::string bytes = notice.SerializeAsString();
  if (bytes.size() > kMaxBytes) {
    return absl::ResourceExhaustedError("a notice is larger than a row");
  }
  auto sealed = Seal(key_, PlaceOf(row), bytes);
  if (!sealed.ok()) return sealed.status();
  batch->Put(row, *sealed);
  return absl::OkStatus();
}

absl::Status NoticeStore::Put(const v1::Notice& notice, Batch* batch) const {
  return PutRow(NoticeTable::kWaiting, notice, batch);
}

absl::Status NoticeStore::Acknowledge(const KnownNotice& waiting,
                                      const v1::Notice& done,
                                      Batch* batch) const {
  const std::string row =
      absl::StrCat(kWaiting, IdBytes(waiting.notice.notice_id()));
  batch->ExpectVersion(row, waiting.version);
  batch->Delete(row);
  return PutRow(NoticeTable::kDone, done, batch);
}

void NoticeStore::Erase(NoticeTable table, const KnownNotice& known,
                        Batch* batch) const {
  const std::string row =
      absl::StrCat(Prefix(table), IdBytes(known.notice.notice_id()));
  batch->ExpectVersion(row, known.version);
  batch->Delete(row);
}

absl::StatusOr<v1::Notice> NoticeStore::Read(absl::string_view row_key,
                                             absl::string_view sealed) const {
  auto opened = Unseal(key_, PlaceOf(row_key), sealed);
  if (!opened.ok()) return opened.status();
  v1::Notice notice;
  if (!notice.ParseFromArray(opened->data(),
                             static_cast<int>(opened->size()))) {
    return absl::DataLossError("the row of a notice can't be read");
  }
  return notice;
}

absl::StatusOr<std::optional<KnownNotice>> NoticeStore::Find(
    NoticeTable table, absl::string_view id) const {
  const std::string bytes = IdBytes(id);
  if (bytes.empty()) return std::nullopt;
  const std::string row = absl::StrCat(Prefix(table), bytes);
  auto found = engine_->Get(row);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  auto notice = Read(row, (*found)->value);
  if (!notice.ok()) return notice.status();
  return KnownNotice{*std::move(notice), (*found)->version};
}

absl::StatusOr<NoticePage> NoticeStore::List(NoticeTable table,
                                             const NoticeRange& range) const {
  NoticePage listed;
  const ScanRequest request = RequestOf(table, range);
  if (request.begin >= request.end) return listed;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  for (const Row& row : page->rows) {
    auto notice = Read(row.key, row.value);
    if (!notice.ok()) return notice.status();
    listed.notices.push_back({*std::move(notice), row.version});
  }
  listed.more = page->cursor.has_value() && !listed.notices.empty();
  return listed;
}

}  // namespace homeward::storage
