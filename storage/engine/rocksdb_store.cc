#include "storage/engine/rocksdb_store.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rocksdb/options.h"
#include "rocksdb/perf_level.h"
#include "rocksdb/slice.h"
#include "rocksdb/write_batch.h"
#include "storage/engine/engine_support.h"

namespace homeward::storage {
namespace {

constexpr size_t kVersionBytes = 8;
constexpr absl::string_view kFormat = "homeward store 1\n";

rocksdb::Slice ToSlice(absl::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

absl::StatusOr<Versioned> ParseRow(absl::string_view bytes) {
  if (bytes.size() < kVersionBytes) {
    return absl::DataLossError(absl::StrCat(
        "a row of the store has ", bytes.size(), " bytes, too few to hold its ",
        "version; check the disk, then restore a backup"));
  }
  return Versioned{std::string(bytes.substr(kVersionBytes)),
                   Version::FromBytes(bytes.substr(0, kVersionBytes))};
}

absl::StatusOr<std::optional<Versioned>> FromGet(const rocksdb::Status& status,
                                                 absl::string_view bytes) {
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, "reading");
  auto row = ParseRow(bytes);
  if (!row.ok()) return row.status();
  return *std::move(row);
}

rocksdb::ReadOptions At(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  return options;
}

// RocksDB counts what each thread does, down to single comparisons of keys,
// which takes as long as a part of them. Nobody reads these counts here.
void CountNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

// What `batch` writes, by key, and of one key as it came: RocksDB's buffer
// finds the place of a key fast when it is beside that of the one before.
std::vector<const Operation*> ByKey(const Batch& batch) {
  std::vector<const Operation*> sorted;
  sorted.reserve(batch.operations().size());
  for (const Operation& operation : batch.operations()) {
    sorted.push_back(&operation);
  }
  absl::c_stable_sort(sorted, [](const Operation* a, const Operation* b) {
    return a->key < b->key;
  });
  return sorted;
}

uint64_t DecodeVersion(absl::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

// The first version never yet given out; 0 in a store that is new.
absl::StatusOr<uint64_t> ReadReserved(rocksdb::DB& db) {
  std::string header;
  const rocksdb::Status got = db.Get(rocksdb::ReadOptions(), "", &header);
  if (got.ok()) {
    if (absl::StartsWith(header, kFormat) &&
        header.size() == kFormat.size() + kVersionBytes) {
      return DecodeVersion(header.substr(kFormat.size()));
    }
  } else if (!got.IsNotFound()) {
    return FromRocksDb(got, "reading its header");
  } else {
    std::unique_ptr<rocksdb::Iterator> all(
        db.NewIterator(rocksdb::ReadOptions()));
    all->SeekToFirst();
    if (!all->status().ok()) return FromRocksDb(all->status(), "reading");
    if (!all->Valid()) return 0;
  }
  return absl::FailedPreconditionError(
      "the folder holds a database that this version of Homeward did not "
      "write: choose another folder, or run the version that wrote it");
}

}  // namespace

std::string EncodeVersion(uint64_t number) {
  std::string bytes(kVersionBytes, '\0');
  for (size_t i = kVersionBytes; i-- > 0; number >>= 8) {
    bytes[i] = static_cast<char>(number & 0xff);
  }
  return bytes;
}

absl::StatusOr<uint64_t> ReserveVersions(rocksdb::DB& db, uint64_t count) {
  const auto first = ReadReserved(db);
  if (!first.ok()) return first.status();
  rocksdb::WriteOptions options;
  options.sync = true;
  options.protection_bytes_per_key = 8;
  const rocksdb::Status put =
      db.Put(options, "", absl::StrCat(kFormat, EncodeVersion(*first + count)));
  if (!put.ok()) return FromRocksDb(put, "writing its header");
  return *first;
}

absl::Status WriteRows(rocksdb::DB& db, const Batch& batch,
                       absl::string_view version, Durability durability) {
  CountNothing();
  rocksdb::WriteBatch rows;
  for (const Operation* operation : ByKey(batch)) {
    const rocksdb::Slice key(operation->key);
    if (!operation->value.has_value()) {
      rows.Delete(key);
      continue;
    }
    const rocksdb::Slice parts[] = {ToSlice(version),
                                    rocksdb::Slice(*operation->value)};
    rows.Put(rocksdb::SliceParts(&key, 1), rocksdb::SliceParts(parts, 2));
  }
  rocksdb::WriteOptions options;
  options.sync = durability == Durability::kDurable;
  options.protection_bytes_per_key = 8;
  return FromRocksDb(db.Write(options, &rows), "writing");
}

absl::Status SyncLog(rocksdb::DB& db) {
  rocksdb::WriteBatch nothing;
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocksDb(db.Write(options, &nothing), "syncing");
}

absl::StatusOr<std::optional<Versioned>> ReadRow(
    rocksdb::DB& db, const rocksdb::Snapshot* snapshot, absl::string_view key) {
  CountNothing();
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status status =
      db.Get(At(snapshot), db.DefaultColumnFamily(), ToSlice(key), &bytes);
  return FromGet(status, ToView(bytes));
}

absl::StatusOr<std::vector<std::optional<Versioned>>> ReadRows(
    rocksdb::DB& db, const rocksdb::Snapshot* snapshot,
    absl::Span<const std::string> keys) {
  CountNothing();
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db.MultiGet(At(snapshot), db.DefaultColumnFamily(), keys.size(),
              slices.data(), values.data(), statuses.data());
  std::vector<std::optional<Versioned>> rows;
  rows.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    auto row = FromGet(statuses[i], ToView(values[i]));
    if (!row.ok()) return row.status();
    rows.push_back(*std::move(row));
  }
  return rows;
}

absl::StatusOr<Page> ReadPage(rocksdb::DB& db,
                              const rocksdb::Snapshot* snapshot,
                              const ScanRequest& request) {
  // The header's empty key is below every bound that a row can have.
  const absl::string_view begin =
      request.begin.empty() ? absl::string_view("\0", 1) : request.begin;
  const rocksdb::Slice lower = ToSlice(begin);
  const rocksdb::Slice upper(request.end);
  rocksdb::ReadOptions options = At(snapshot);
  options.iterate_lower_bound = &lower;
  if (!request.end.empty()) options.iterate_upper_bound = &upper;
  PageBuilder page(request);
  if (!request.end.empty() && request.end <= begin) return page.Finish();

  std::unique_ptr<rocksdb::Iterator> rows(db.NewIterator(options));
  request.reverse ? rows->SeekToLast() : rows->SeekToFirst();
  while (rows->Valid()) {
    const absl::string_view key = ToView(rows->key());
    auto row = ParseRow(ToView(rows->value()));
    if (!row.ok()) return row.status();
    if (!page.Fits(key, row->value.size())) break;
    page.Add(
        Row{std::string(key), std::move(row->value), std::move(row->version)});
    request.reverse ? rows->Prev() : rows->Next();
  }
  if (!rows->status().ok()) return FromRocksDb(rows->status(), "reading");
  return page.Finish();
}

}  // namespace homeward::storage
