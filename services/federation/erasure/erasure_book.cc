#include "services/federation/erasure/erasure_book.h"

#include <utility>

#include "auth/proto_time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/erasure.pb.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDocument;
using internal::v1::StoredErasure;

// The kind of document, by record id.
constexpr char kErasures[] = "erasure";

}  // namespace

absl::Status ErasureBook::Restore() {
  auto documents = documents_->List(kErasures);
  if (!documents.ok()) return documents.status();
  absl::MutexLock lock(&mutex_);
  for (const StoredDocument& document : *documents) {
    StoredErasure& erasure = erasures_[document.name()];
    if (!erasure.ParseFromString(document.envelope().payload())) {
      return absl::DataLossError("a stored erasure can't be read");
    }
  }
  return absl::OkStatus();
}

std::optional<StoredErasure> ErasureBook::Find(
    const std::string& record_id) const {
  absl::MutexLock lock(&mutex_);
  const auto found = erasures_.find(record_id);
  if (found == erasures_.end()) return std::nullopt;
  return found->second;
}

std::vector<StoredErasure> ErasureBook::All() const {
  std::vector<StoredErasure> all;
  absl::MutexLock lock(&mutex_);
  for (const auto& [record_id, erasure] : erasures_) all.push_back(erasure);
  return all;
}

bool ErasureBook::IsTombstone(const std::string& record_id,
                              absl::Time now) const {
  const auto known = Find(record_id);
  return known.has_value() && known->erasure().has_expiry_time() &&
         now < auth::ToTime(known->erasure().expiry_time());
}

absl::Status ErasureBook::Put(const StoredErasure& erasure,
                              storage::Submission& submission) {
  StoredDocument document;
  document.set_name(erasure.erasure().record_id());
  document.mutable_envelope()->set_payload(erasure.SerializeAsString());
  absl::Status put = documents_->Put(kErasures, document, &submission.writes);
  if (!put.ok()) return put;
  submission.committed.push_back([this, erasure] {
    absl::MutexLock lock(&mutex_);
    erasures_[erasure.erasure().record_id()] = erasure;
  });
  return absl::OkStatus();
}

absl::Status ErasureBook::Forget(const std::string& record_id,
                                 storage::Submission& submission) {
  absl::Status erased =
      documents_->Erase(kErasures, record_id, &submission.writes);
  if (!erased.ok()) return erased;
  submission.committed.push_back([this, record_id] {
    absl::MutexLock lock(&mutex_);
    erasures_.erase(record_id);
  });
  return absl::OkStatus();
}

}  // namespace homeward::federation
