#ifndef HOMEWARD_SERVICES_POLICY_ARCHIVE_H_
#define HOMEWARD_SERVICES_POLICY_ARCHIVE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/state.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"

namespace homeward::policy {

// The shared documents of one agency in its store: what it read them from,
// and how they are kept. Thread-safe. Calls block.
//
// Errors:
//   DATA_LOSS, UNAVAILABLE  Of reads: the store can't be read.
//   UNAVAILABLE             Of writes: store or log can't be written.
class Archive {
 public:
  // `documents` and `committer` must outlive it.
  Archive(std::string agency_id, const storage::DocumentStore* documents,
          storage::Committer* committer)
      : agency_id_(std::move(agency_id)),
        documents_(documents),
        committer_(committer) {}

  // The directory kept last. Its payload is empty when there is none.
  absl::StatusOr<v1::Envelope> Directory() const;

  // Everything kept that holds under the directory and the red lines of
  // `state`, which must be set, compiled. What does not hold has no force, and
  // stays in the store for a directory under which it does. Errors besides: as
  // State::Compile().
  absl::StatusOr<State> LoadUnder(State state, absl::Time now) const;

  // Each makes the document durable, with an entry in the log.
  absl::Status SaveDirectory(const v1::Envelope& envelope, absl::Time now);
  absl::Status SaveRevocationList(const std::string& agency_id,
                                  const v1::Envelope& envelope, absl::Time now);
  absl::Status SaveMou(const std::string& key, const MouRegister::Held& held,
                       absl::Time now);
  absl::Status SaveStatement(const std::string& key,
                             const v1::Envelope& envelope, absl::Time now);
  absl::Status SaveCaseWithdrawal(const auth::VerifiedCaseWithdrawal& known,
                                  absl::Time now);
  // `state.proof`, by which `state` is compiled.
  absl::Status SaveProof(const State& state, absl::Time now);

  // Deletes the withdrawals of cases with these ids, some at a time.
  absl::Status EraseCaseWithdrawals(const std::vector<std::string>& ids);

 private:
  absl::Status LoadRevocationLists(State& state, absl::Time now) const;
  absl::Status LoadMous(State& state) const;
  absl::Status LoadStatements(State& state) const;
  absl::Status LoadProof(State& state) const;
  absl::Status LoadCaseWithdrawals(State& state) const;
  absl::Status Save(absl::string_view kind,
                    const internal::v1::StoredDocument& document,
                    absl::Time now, const v1::DecisionRecord& decision = {});

  const std::string agency_id_;
  const storage::DocumentStore* documents_;
  storage::Committer* committer_;
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_ARCHIVE_H_
