#include "storage/copies/disclosure_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "storage/big_endian.h"
#include "storage/copies/copy_key.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

using google::protobuf::util::TimeUtil;
using internal::v1::StoredDisclosure;

constexpr char kDisclosures[] = "o/";
constexpr char kReceiptsDue[] = "f/";
constexpr char kEnds[] = "g/";
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
  return {kDisclosures, row_key, "disclosure", kSchemaVersion, "copies"};
}

}  // namespace

std::string DisclosureStore::PrefixOf(absl::string_view record_id) const {
  return absl::StrCat(kDisclosures, blind_->Term(kTerm, record_id));
}

absl::Status DisclosureStore::Put(const StoredDisclosure& disclosure,
                                  Batch* batch) const {
  const std::string row = absl::StrCat(PrefixOf(disclosure.record_id()),
                                       CopyKey(disclosure.copy()));
  auto sealed = Seal(key_, PlaceOf(row), disclosure.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  batch->Put(row, *sealed);
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
    absl::string_view record_id) const {
  std::vector<StoredDisclosure> disclosures;
  std::optional<ScanRequest> request = ScanPrefix(PrefixOf(record_id));
  while (request.has_value()) {
    auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      auto disclosure = Read(row.key, row.value);
      if (!disclosure.ok()) return disclosure.status();
      disclosures.push_back(*std::move(disclosure));
    }
    request = NextPage(*request, *page);
  }
  return disclosures;
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::ReceiptsDue(
    absl::Time now, size_t limit) const {
  return Before(kReceiptsDue, now, limit);
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::Over(
    absl::Time now, size_t limit) const {
  return Before(kEnds, now, limit);
}

absl::StatusOr<std::vector<StoredDisclosure>> DisclosureStore::Before(
    const char* table, absl::Time now, size_t limit) const {
  ScanRequest request = ScanPrefix(table);
  request.end =
      absl::StrCat(table, Be64(static_cast<uint64_t>(
                              std::max<int64_t>(0, absl::ToUnixSeconds(now)))));
  request.limit = limit;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<StoredDisclosure> due;
  for (const Row& row : page->rows) {
    auto found = engine_->Get(row.value);
    if (!found.ok()) return found.status();
    if (!found->has_value()) {
      return absl::DataLossError("a disclosure that has a time is missing");
    }
    auto disclosure = Read(row.value, (*found)->value);
    if (!disclosure.ok()) return disclosure.status();
    due.push_back(*std::move(disclosure));
  }
  return due;
}

void DisclosureStore::Settle(const StoredDisclosure& disclosure,
                             Batch* batch) const {
  batch->Delete(TimeRow(kReceiptsDue, disclosure));
}

void DisclosureStore::Forget(const StoredDisclosure& disclosure,
                             Batch* batch) const {
  batch->Delete(absl::StrCat(PrefixOf(disclosure.record_id()),
                             CopyKey(disclosure.copy())));
  batch->Delete(TimeRow(kEnds, disclosure));
  Settle(disclosure, batch);
}

}  // namespace homeward::storage
