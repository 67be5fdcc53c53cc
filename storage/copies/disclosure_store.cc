#include "storage/copies/disclosure_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "storage/big_endian.h"
#include "storage/copies/copy_key.h"
#include "storage/keys/seal.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {
namespace {

using google::protobuf::util::TimeUtil;
using internal::v1::StoredDisclosure;

constexpr char kDisclosures[] = "o/";
constexpr char kReceiptsDue[] = "f/";
constexpr char kEnds[] = "g/";
constexpr char kPast[] = "h/";
constexpr char kTerm[] = "disclosed_record";
constexpr uint32_t kSchemaVersion = 1;

// A row of `table`, in which disclosures stand by their times.
std::string TimeRow(const char* table, const StoredDisclosure& disclosure) {
  return absl::StrCat(table,
                      Be64(static_cast<uint64_t>(TimeUtil::TimestampToSeconds(
                          disclosure.expiry_time()))),
                      CopyKey(disclosure.copy()));
}

SealPlace PlaceOf(absl::string_view row_key) {
  // A row starts with its table.
  return {row_key.substr(0, sizeof(kPast) - 1), row_key, "disclosure",
          kSchemaVersion, "copies"};
}

// The row of the head of the record `record_id`, whoever's it is.
std::string HeadRowOf(absl::string_view record_id) {
  const size_t slash = record_id.rfind('/');
  if (slash == absl::string_view::npos) return HeadRow("");
  return HeadRow(
      FromHex(record_id.substr(slash + 1), kRecordKeyBytes).value_or(""));
}

}  // namespace

std::string DisclosureStore::PrefixOf(const char* table,
                                      absl::string_view record_id) const {
  return absl::StrCat(table, blind_->Term(kTerm, record_id));
}

std::string DisclosureStore::RowOf(const char* table,
                                   const StoredDisclosure& disclosure) const {
  return absl::StrCat(PrefixOf(table, disclosure.record_id()),
                      CopyKey(disclosure.copy()));
}

absl::Status DisclosureStore::PutIn(const char* table,
                                    const StoredDisclosure& disclosure,
                                    Batch* batch) const {
  const std::string row = RowOf(table, disclosure);
  auto sealed = Seal(key_, PlaceOf(row), disclosure.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  batch->Put(row, *sealed);
  return absl::OkStatus();
}

absl::Status DisclosureStore::Put(const StoredDisclosure& disclosure,
                                  Batch* batch) const {
  absl::Status put = PutIn(kDisclosures, disclosure, batch);
  if (!put.ok()) return put;
  const std::string row = RowOf(kDisclosures, disclosure);
  // These name the row: to be found by its time.
  batch->Put(TimeRow(kEnds, disclosure), row);
  if (disclosure.receipt_due()) {
    batch->Put(TimeRow(kReceiptsDue, disclosure), row);
  }
  return absl::OkStatus();
}

absl::StatusOr<StoredDisclosure> DisclosureStore::Read(
    absl::string_view row_key, absl::string_view sealed) const {
  auto opened = Unseal(key_, PlaceOf(row_key), sealed);
  if (!opened.ok()) return opened.status();
  StoredDisclosure disclosure;
  if (!disclosure.ParseFromArray(opened->data(),
                                 static_cast<int>(opened->size()))) {
    return absl::DataLossError("the row of a disclosure can't be read");
  }
  return disclosure;
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::OfRecord(
    absl::string_view record_id, bool* damaged) const {
  return AllIn(kDisclosures, record_id, damaged);
}

absl::StatusOr<DisclosureStore::RecordPage> DisclosureStore::Records(
    const std::string& place, size_t limit) const {
  ScanRequest request = ScanPrefix(kDisclosures);
  if (!place.empty()) request.begin = place;
  request.limit = limit;
  const auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::set<std::string> record_ids;
  for (const Row& row : page->rows) {
    auto disclosure = Read(row.key, row.value);
    if (absl::IsDataLoss(disclosure.status())) continue;
    if (!disclosure.ok()) return disclosure.status();
    record_ids.insert(disclosure->record_id());
  }
  return RecordPage{{record_ids.begin(), record_ids.end()},
                    page->cursor.value_or("")};
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::PastOfRecord(
    absl::string_view record_id) const {
  return AllIn(kPast, record_id, /*damaged=*/nullptr);
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::AllIn(
    const char* table, absl::string_view record_id, bool* damaged) const {
  std::vector<StoredDisclosure> disclosures;
  std::optional<ScanRequest> request = ScanPrefix(PrefixOf(table, record_id));
  while (request.has_value()) {
    auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      auto disclosure = Read(row.key, row.value);
      if (damaged != nullptr && absl::IsDataLoss(disclosure.status())) {
        *damaged = true;
        continue;
      }
      if (!disclosure.ok()) return disclosure.status();
      disclosures.push_back(*std::move(disclosure));
    }
    request = NextPage(*request, *page);
  }
  return disclosures;
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::ReceiptsDue(
    absl::Time now, size_t limit, bool* damaged) const {
  return Before(kReceiptsDue, now, limit, damaged);
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::Over(
    absl::Time now, size_t limit, bool* damaged) const {
  return Before(kEnds, now, limit, damaged);
}

absl::StatusOr<StoredDisclosure> DisclosureStore::Named(
    const std::string& row_key) const {
  const auto found = engine_->Get(row_key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) {
    return absl::DataLossError("a disclosure that has a time is missing");
  }
  return Read(row_key, (*found)->value);
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::Before(
    const char* table, absl::Time now, size_t limit, bool* damaged) const {
  std::vector<StoredDisclosure> due;
  std::optional<ScanRequest> request = ScanPrefix(table);
  request->end =
      absl::StrCat(table, Be64(static_cast<uint64_t>(
                              std::max<int64_t>(0, absl::ToUnixSeconds(now)))));
  request->limit = limit;
  while (request.has_value() && due.size() < limit) {
    const auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      if (due.size() == limit) break;
      auto disclosure = Named(row.value);
      if (damaged != nullptr && absl::IsDataLoss(disclosure.status())) {
        *damaged = true;
        continue;
      }
      if (!disclosure.ok()) return disclosure.status();
      due.push_back(*std::move(disclosure));
    }
    request = NextPage(*request, *page);
  }
  return due;
}

void DisclosureStore::Settle(const StoredDisclosure& disclosure,
                             Batch* batch) const {
  batch->Delete(TimeRow(kReceiptsDue, disclosure));
}

absl::Status DisclosureStore::Retire(const StoredDisclosure& disclosure,
                                     Batch* batch) const {
  const auto head = engine_->Get(HeadRowOf(disclosure.record_id()));
  if (!head.ok()) return head.status();
  if (head->has_value()) {
    absl::Status put = PutIn(kPast, disclosure, batch);
    if (!put.ok()) return put;
  }
  batch->Delete(RowOf(kDisclosures, disclosure));
  batch->Delete(TimeRow(kEnds, disclosure));
  Settle(disclosure, batch);
  return absl::OkStatus();
}

absl::StatusOr<bool> DisclosureStore::ForgetPast(absl::string_view record_id,
                                                 size_t limit,
                                                 Batch* batch) const {
  ScanRequest request = ScanPrefix(PrefixOf(kPast, record_id));
  request.limit = limit;
  const auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  for (const Row& row : page->rows) batch->Delete(row.key);
  return page->cursor.has_value();
}

}  // namespace homeward::storage
