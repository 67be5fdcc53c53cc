#include "services/federation/probing/lockout_rows.h"

#include <map>
#include <utility>

#include "absl/strings/string_view.h"
#include "homeward/internal/v1/policy.pb.h"

namespace homeward::federation {
namespace {

constexpr char kKind[] = "probe_lockout";
constexpr char kLiftedKind[] = "probe_lockout_lifted";
constexpr char kPayloadType[] =
    "application/vnd.homeward.probe-lockout.v1+protobuf";

internal::v1::StoredDocument DocumentOf(const v1::ProbeLockout& lockout) {
  internal::v1::StoredDocument document;
  document.set_name(lockout.lockout_id());
  document.mutable_envelope()->set_payload_type(kPayloadType);
  document.mutable_envelope()->set_payload(lockout.SerializeAsString());
  *document.mutable_received_time() = lockout.begin_time();
  return document;
}

absl::StatusOr<std::vector<v1::ProbeLockout>> List(
    const storage::DocumentStore& documents, absl::string_view kind) {
  auto stored = documents.List(kind);
  if (!stored.ok()) return stored.status();
  std::vector<v1::ProbeLockout> lockouts;
  for (const internal::v1::StoredDocument& document : *stored) {
    if (!lockouts.emplace_back().ParseFromString(
            document.envelope().payload())) {
      return absl::DataLossError("a stored lockout can't be read");
    }
  }
  return lockouts;
}

}  // namespace

absl::StatusOr<std::vector<v1::ProbeLockout>> LockoutRows::Read() const {
  auto begun = List(*documents_, kKind);
  if (!begun.ok()) return begun.status();
  auto lifted = List(*documents_, kLiftedKind);
  if (!lifted.ok()) return lifted.status();
  std::map<std::string, v1::ProbeLockout> all;
  for (v1::ProbeLockout& one : *begun) all[one.lockout_id()] = std::move(one);
  for (v1::ProbeLockout& one : *lifted) {
    *one.mutable_end_time() = one.begin_time();
    all[one.lockout_id()] = std::move(one);
  }
  std::vector<v1::ProbeLockout> lockouts;
  for (auto& [id, one] : all) lockouts.push_back(std::move(one));
  return lockouts;
}

absl::Status LockoutRows::Put(const v1::ProbeLockout& lockout,
                              storage::Batch* batch) const {
  return documents_->Put(kKind, DocumentOf(lockout), batch);
}

absl::Status LockoutRows::Lift(const v1::ProbeLockout& lockout,
                               storage::Batch* batch) const {
  return documents_->Put(kLiftedKind, DocumentOf(lockout), batch);
}

absl::Status LockoutRows::Erase(const std::string& lockout_id,
                                storage::Batch* batch) const {
  absl::Status erased = documents_->Erase(kKind, lockout_id, batch);
  erased.Update(documents_->Erase(kLiftedKind, lockout_id, batch));
  return erased;
}

}  // namespace homeward::federation
