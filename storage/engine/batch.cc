#include "storage/engine/batch.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace homeward::storage {
namespace {

absl::Status ValidateKey(absl::string_view key) {
  if (!key.empty() && key.size() <= kMaxKeyBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "a key has ", key.size(), " bytes; keys have 1 to ", kMaxKeyBytes));
}

absl::Status CheckLimit(absl::string_view what, size_t count, size_t limit) {
  if (count <= limit) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "the batch has ", count, " ", what, "; ", limit, " is the most, cut it"));
}

absl::Status ValidateOperations(const std::vector<Operation>& operations) {
  for (const Operation& operation : operations) {
    absl::Status key = ValidateKey(operation.key);
    if (!key.ok()) return key;
    if (operation.value.has_value()) {
      absl::Status value = CheckLimit("bytes in one value",
                                      operation.value->size(), kMaxValueBytes);
      if (!value.ok()) return value;
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateConditions(const std::vector<Condition>& conditions,
                                const std::vector<Operation>& operations) {
  absl::flat_hash_set<absl::string_view> written;
  for (const Operation& operation : operations) written.insert(operation.key);
  for (const Condition& condition : conditions) {
    absl::Status key = ValidateKey(condition.key);
    if (!key.ok()) return key;
    if (!condition.version.has_value() && !written.contains(condition.key)) {
      return absl::InvalidArgumentError(
          "ExpectAbsent on a key that the batch doesn't write");
    }
  }
  return absl::OkStatus();
}

}  // namespace

void Batch::Put(absl::string_view key, absl::string_view value) {
  bytes_ += key.size() + value.size();
  operations_.push_back({std::string(key), std::string(value)});
}

void Batch::Delete(absl::string_view key) {
  bytes_ += key.size();
  operations_.push_back({std::string(key), std::nullopt});
}

void Batch::ExpectVersion(absl::string_view key, Version version) {
  bytes_ += key.size();
  conditions_.push_back({std::string(key), std::move(version)});
}

void Batch::ExpectAbsent(absl::string_view key) {
  bytes_ += key.size();
  conditions_.push_back({std::string(key), std::nullopt});
}

absl::Status Batch::Validate() const {
  absl::Status status =
      CheckLimit("operations", operations_.size(), kMaxBatchOperations);
  if (!status.ok()) return status;
  status = CheckLimit("conditions", conditions_.size(), kMaxBatchConditions);
  if (!status.ok()) return status;
  status = CheckLimit("bytes", bytes_, kMaxBatchBytes);
  if (!status.ok()) return status;
  status = ValidateOperations(operations_);
  if (!status.ok()) return status;
  return ValidateConditions(conditions_, operations_);
}

}  // namespace homeward::storage
