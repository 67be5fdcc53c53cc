#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_DOCUMENT_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_DOCUMENT_BOOK_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/commit_group.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// What a node keeps of some of its records, a `Stored` for each, in the store
// and in memory. Thread-safe.
template <class Stored>
class DocumentBook {
 public:
  // `documents` must outlive it, and the committer must have stopped before it
  // goes. `kind` is the kind of document in which it is kept.
  DocumentBook(const storage::DocumentStore* documents, std::string kind)
      : documents_(documents), kind_(std::move(kind)) {}

  // Takes up what is in the store. Call it before the rest. Blocks. Errors:
  // those of storage::DocumentStore::List().
  absl::Status Restore() ABSL_LOCKS_EXCLUDED(mutex_) {
    const auto documents = documents_->List(kind_);
    if (!documents.ok()) return documents.status();
    absl::MutexLock lock(&mutex_);
    for (const internal::v1::StoredDocument& document : *documents) {
      Stored& stored = by_record_[document.name()];
      if (!stored.ParseFromString(document.envelope().payload())) {
        return absl::DataLossError(
            absl::StrCat("a stored document of the kind ", kind_,
                         " can't be read; restore a backup"));
      }
    }
    return absl::OkStatus();
  }

  // What is kept of the record `record_id`, if there is something.
  std::optional<Stored> Find(const std::string& record_id) const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    const auto found = by_record_.find(record_id);
    if (found == by_record_.end()) return std::nullopt;
    return found->second;
  }

  // All of it, by record id.
  std::vector<Stored> All() const ABSL_LOCKS_EXCLUDED(mutex_) {
    std::vector<Stored> all;
    absl::MutexLock lock(&mutex_);
    for (const auto& [record_id, stored] : by_record_) all.push_back(stored);
    return all;
  }

  // Adds `stored` to `submission`, in place of what was kept of the record. It
  // is found once that is committed. Errors: those of DocumentStore::Put().
  absl::Status Put(const std::string& record_id, const Stored& stored,
                   storage::Submission& submission) {
    internal::v1::StoredDocument document;
    document.set_name(record_id);
    document.mutable_envelope()->set_payload(stored.SerializeAsString());
    absl::Status put = documents_->Put(kind_, document, &submission.writes);
    if (!put.ok()) return put;
    submission.committed.push_back([this, record_id, stored] {
      absl::MutexLock lock(&mutex_);
      by_record_[record_id] = stored;
    });
    return absl::OkStatus();
  }

  // Adds that nothing is kept of the record any more. Errors: those of
  // DocumentStore::Erase().
  absl::Status Forget(const std::string& record_id,
                      storage::Submission& submission) {
    absl::Status erased =
        documents_->Erase(kind_, record_id, &submission.writes);
    if (!erased.ok()) return erased;
    submission.committed.push_back([this, record_id] {
      absl::MutexLock lock(&mutex_);
      by_record_.erase(record_id);
    });
    return absl::OkStatus();
  }

 private:
  const storage::DocumentStore* const documents_;
  const std::string kind_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Stored> by_record_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_DOCUMENT_BOOK_H_
