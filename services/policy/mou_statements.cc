#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/party_signatures.h"

// The statements on MOUs, and what holds by them.
namespace homeward::policy {
namespace {

std::string StatementKey(absl::string_view mou_id, absl::string_view agency) {
  return absl::StrCat(mou_id, "/", agency);
}

// Whether a party's statement takes the place of the one that is here.
bool Replaces(const v1::MouStatement& next, const v1::MouStatement& last) {
  if (last.kind() == v1::MOU_STATEMENT_KIND_TERMINATE) return false;
  if (next.kind() == v1::MOU_STATEMENT_KIND_TERMINATE) return true;
  if (next.number() != last.number()) return next.number() > last.number();
  return next.kind() == v1::MOU_STATEMENT_KIND_SUSPEND &&
         last.kind() == v1::MOU_STATEMENT_KIND_RESUME;
}

absl::StatusOr<v1::MouStatement> ReadStatement(const v1::Envelope& envelope) {
  v1::MouStatement statement;
  absl::Status read = auth::ParseStrictly(envelope.payload(), statement);
  if (!read.ok()) return read;
  if (!v1::MouStatementKind_IsValid(statement.kind()) ||
      statement.kind() == v1::MOU_STATEMENT_KIND_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        "kind: is none that this node knows; say suspend, resume or terminate");
  }
  return statement;
}

}  // namespace

absl::StatusOr<std::string> MouRegister::AddStatement(
    const v1::Envelope& envelope, const auth::Directory& directory,
    absl::Time now) {
  auto statement = ReadStatement(envelope);
  if (!statement.ok()) return statement.status();
  if (VersionsOf(statement->mou_id()).empty()) {
    return absl::NotFoundError("mou_id: this node has no such MOU");
  }
  if (!IsParty(statement->mou_id(), statement->agency_id())) {
    return absl::FailedPreconditionError("agency_id: is no party of this MOU");
  }
  auto verified = auth::VerifyEnvelope(
      envelope, kMouStatementType,
      MouKeysOf(directory, statement->agency_id(), now), /*min_signers=*/1);
  if (!verified.ok()) {
    return absl::FailedPreconditionError(
        "the statement is not signed with the party's key for MOUs");
  }
  const std::string key =
      StatementKey(statement->mou_id(), statement->agency_id());
  const auto last = statements_.find(key);
  if (last != statements_.end()) {
    if (last->second.envelope.payload() == envelope.payload()) {
      return absl::AlreadyExistsError("the statement is here already");
    }
    if (!Replaces(*statement, last->second.statement)) {
      return absl::FailedPreconditionError(
          "number: is not above that of the party's last statement, or the "
          "party has terminated the MOU");
    }
  }
  statements_.insert_or_assign(key, Statement{envelope, *std::move(statement)});
  return key;
}

std::vector<std::string> MouRegister::Stating(absl::string_view mou_id,
                                              v1::MouStatementKind kind) const {
  std::vector<std::string> agencies;
  for (const auto& [key, held] : statements_) {
    if (held.statement.mou_id() == mou_id && held.statement.kind() == kind &&
        IsParty(mou_id, held.statement.agency_id())) {
      agencies.push_back(held.statement.agency_id());
    }
  }
  return agencies;
}

bool MouRegister::IsTerminated(absl::string_view mou_id) const {
  return !Stating(mou_id, v1::MOU_STATEMENT_KIND_TERMINATE).empty();
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> MouRegister::Compile(
    const auth::SignedMou& charter, Choice chosen) const {
  return CompileWithout(charter, chosen, [this](absl::string_view mou_id) {
    return IsTerminated(mou_id) ||
           !Stating(mou_id, v1::MOU_STATEMENT_KIND_SUSPEND).empty();
  });
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>>
MouRegister::CompileResumed(const auth::SignedMou& charter,
                            Choice chosen) const {
  return CompileWithout(charter, chosen, [this](absl::string_view mou_id) {
    return IsTerminated(mou_id);
  });
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>>
MouRegister::CompileWithout(
    const auth::SignedMou& charter, Choice chosen,
    absl::FunctionRef<bool(absl::string_view mou_id)> stopped) const {
  std::vector<auth::SignedMou> complete;
  std::vector<std::string> stopped_ids;
  for (const auto& [key, held] : mous_) {
    const std::string& id = held->mou.mou().mou_id();
    if (held->mou.complete() && chosen(key)) complete.push_back(held->mou);
    if (stopped(id)) stopped_ids.push_back(id);
  }
  return auth::ActiveSet::Build(charter, complete, stopped_ids);
}

v1::MouSummary MouRegister::Summarize(const std::string& key,
                                      absl::Time now) const {
  const Held& held = *mous_.at(key);
  const v1::Mou& mou = held.mou.mou();
  v1::MouSummary summary;
  *summary.mutable_mou() = mou;
  *summary.mutable_envelope() = held.envelope;
  for (const std::string& party : mou.party_agency_ids()) {
    const bool missing =
        absl::c_linear_search(held.mou.missing_signers(), party);
    (missing ? summary.add_missing_agency_ids()
             : summary.add_signed_agency_ids())
        ->assign(party);
  }
  for (std::string& agency :
       Stating(mou.mou_id(), v1::MOU_STATEMENT_KIND_SUSPEND)) {
    summary.add_suspending_agency_ids(std::move(agency));
  }
  if (IsTerminated(mou.mou_id())) {
    summary.set_state(v1::MOU_STATE_TERMINATED);
  } else if (!held.mou.complete()) {
    summary.set_state(v1::MOU_STATE_PROPOSED);
  } else if (auth::ToTime(mou.expiry_time()) <= now) {
    summary.set_state(v1::MOU_STATE_EXPIRED);
  } else if (summary.suspending_agency_ids_size() > 0) {
    summary.set_state(v1::MOU_STATE_SUSPENDED);
  } else if (now < auth::ToTime(mou.effective_time())) {
    summary.set_state(v1::MOU_STATE_PENDING);
  } else {
    summary.set_state(v1::MOU_STATE_ACTIVE);
  }
  return summary;
}

}  // namespace homeward::policy
