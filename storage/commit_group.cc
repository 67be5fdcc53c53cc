#include "storage/commit_group.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace homeward::storage {
namespace {

// What the log adds to a group: its head row, its checkpoint, and the tiles
// that at most 499 entries can change (two of level 0, two of each above).
constexpr size_t kLogOperations = 20;
constexpr size_t kLogConditions = 1;
constexpr size_t kLogBytes = 200 << 10;
// What each entry adds beside its own bytes: its rows with their keys,
// salt, hash and seal.
constexpr size_t kEntryOperations = 3;
constexpr size_t kEntryBytes = 520;

constexpr size_t kMostOperations = kMaxBatchOperations - kLogOperations;
constexpr size_t kMostConditions = kMaxBatchConditions - kLogConditions;
constexpr size_t kMostBytes = kMaxBatchBytes - kLogBytes;

size_t OperationsOf(const Submission& submission) {
  return submission.writes.operations().size() +
         kEntryOperations * submission.entries.size();
}

size_t BytesOf(const Submission& submission) {
  size_t bytes = submission.writes.bytes();
  for (const AuditEntry& entry : submission.entries) {
    bytes += entry.metadata.size() + entry.details.size() + kEntryBytes;
  }
  return bytes;
}

absl::Status TooLarge(absl::string_view what, size_t has, size_t most) {
  return absl::ResourceExhaustedError(
      absl::StrCat("a submission has ", has, " ", what, " with its entries; ",
                   most, " is the most, cut it"));
}

}  // namespace

absl::Status CheckSubmission(const Submission& submission) {
  absl::Status valid = submission.writes.Validate();
  if (!valid.ok()) return valid;
  for (const AuditEntry& entry : submission.entries) {
    if (entry.metadata.size() > kMaxAuditMetadataBytes ||
        entry.details.size() > kMaxAuditDetailsBytes ||
        entry.topic.size() > kMaxAuditTopicBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("an audit entry has at most ", kMaxAuditMetadataBytes,
                       " bytes of metadata, ", kMaxAuditDetailsBytes,
                       " of details and ", kMaxAuditTopicBytes, " of topic"));
    }
  }
  if (const size_t has = OperationsOf(submission); has > kMostOperations) {
    return TooLarge("operations", has, kMostOperations);
  }
  if (const size_t has = submission.writes.conditions().size();
      has > kMostConditions) {
    return TooLarge("conditions", has, kMostConditions);
  }
  if (const size_t has = BytesOf(submission); has > kMostBytes) {
    return TooLarge("bytes", has, kMostBytes);
  }
  return absl::OkStatus();
}

bool CommitGroup::TryAdd(const Submission& submission) {
  if (!Fits(submission) || !Independent(submission.writes)) return false;
  operations_ += OperationsOf(submission);
  conditions_ += submission.writes.conditions().size();
  bytes_ += BytesOf(submission);
  for (const Operation& operation : submission.writes.operations()) {
    written_.insert(operation.key);
  }
  for (const Condition& condition : submission.writes.conditions()) {
    expected_.emplace(condition.key, &condition);
  }
  return true;
}

bool CommitGroup::Fits(const Submission& submission) const {
  return operations_ + OperationsOf(submission) <= kMostOperations &&
         conditions_ + submission.writes.conditions().size() <=
             kMostConditions &&
         bytes_ + BytesOf(submission) <= kMostBytes;
}

bool CommitGroup::Independent(const Batch& writes) const {
  return std::all_of(writes.conditions().begin(), writes.conditions().end(),
                     [this](const Condition& condition) {
                       if (written_.contains(condition.key)) return false;
                       const auto earlier = expected_.find(condition.key);
                       return earlier == expected_.end() ||
                              earlier->second->version == condition.version;
                     });
}

void AddTo(const Batch& from, Batch* batch) {
  for (const Operation& operation : from.operations()) {
    if (operation.value.has_value()) {
      batch->Put(operation.key, *operation.value);
    } else {
      batch->Delete(operation.key);
    }
  }
  for (const Condition& condition : from.conditions()) {
    if (DependsOn(*batch, {&condition.key, 1})) continue;
    if (condition.version.has_value()) {
      batch->ExpectVersion(condition.key, *condition.version);
    } else {
      batch->ExpectAbsent(condition.key);
    }
  }
}

bool DependsOn(const Batch& writes, absl::Span<const std::string> keys) {
  return std::any_of(writes.conditions().begin(), writes.conditions().end(),
                     [keys](const Condition& condition) {
                       return std::find(keys.begin(), keys.end(),
                                        condition.key) != keys.end();
                     });
}

}  // namespace homeward::storage
