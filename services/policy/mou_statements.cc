#include <algorithm>
#include <memory>
#include <set>
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
#include "google/protobuf/util/message_differencer.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/party_signatures.h"

// The statements on MOUs, and what holds by them.
namespace homeward::policy {
namespace {

// How far ahead of the node's clock a party may say that it resumes: a
// resumption of the future would stand above every later suspension.
constexpr absl::Duration kMaxAhead = absl::Minutes(5);

using Kind = v1::MouStatementKind;

std::string StatementKey(absl::string_view mou_id, absl::string_view agency,
                         Kind kind) {
  return absl::StrCat(mou_id, "/", agency, "/", kind);
}

absl::Status CheckTime(const v1::MouStatement& statement, absl::Time now) {
  if (statement.kind() != v1::MOU_STATEMENT_KIND_RESUME) {
    return absl::OkStatus();  // It only restricts.
  }
  const absl::Time latest = now + kMaxAhead;
  if (auth::ToTime(statement.issued_time()) > latest ||
      statement.number() > absl::ToUnixMillis(latest)) {
    return absl::FailedPreconditionError(
        "issued_time: is in the future; compare both clocks, then state it "
        "again");
  }
  return absl::OkStatus();
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
  if (Parties(statement->mou_id()).count(statement->agency_id()) == 0) {
    return absl::FailedPreconditionError("agency_id: is no party of this MOU");
  }
  auto verified = auth::VerifyEnvelope(
      envelope, kMouStatementType,
      MouKeysOf(directory, statement->agency_id(), now), /*min_signers=*/1);
  if (!verified.ok()) {
    return absl::FailedPreconditionError(
        "the statement is not signed with the party's key for MOUs");
  }
  absl::Status counts = CheckTime(*statement, now);
  if (counts.ok()) counts = CheckCounts(*statement);
  if (!counts.ok()) return counts;
  const std::string key = StatementKey(
      statement->mou_id(), statement->agency_id(), statement->kind());
  EraseOutweighed(*statement);
  statements_.insert_or_assign(key, Statement{envelope, *std::move(statement)});
  return key;
}

const v1::MouStatement* MouRegister::Last(absl::string_view mou_id,
                                          absl::string_view agency_id,
                                          Kind kind) const {
  const auto found = statements_.find(StatementKey(mou_id, agency_id, kind));
  return found == statements_.end() ? nullptr : &found->second.statement;
}

absl::Status MouRegister::CheckCounts(const v1::MouStatement& next) const {
  const auto last = [&](Kind kind) {
    return Last(next.mou_id(), next.agency_id(), kind);
  };
  const v1::MouStatement* same = last(next.kind());
  if (same != nullptr &&
      google::protobuf::util::MessageDifferencer::Equals(next, *same)) {
    return absl::AlreadyExistsError("the statement is here already");
  }
  const bool ended = last(v1::MOU_STATEMENT_KIND_TERMINATE) != nullptr;
  const bool ends = next.kind() == v1::MOU_STATEMENT_KIND_TERMINATE;
  const v1::MouStatement* suspended = last(v1::MOU_STATEMENT_KIND_SUSPEND);
  // Of the same number the stricter counts.
  const bool outweighed =
      !ends && ((same != nullptr && next.number() <= same->number()) ||
                (suspended != nullptr && next.number() <= suspended->number()));
  if (ended || outweighed) {
    return absl::FailedPreconditionError(
        "number: is not above that of the party's last statement, or the "
        "party has terminated the MOU");
  }
  return absl::OkStatus();
}

void MouRegister::EraseOutweighed(const v1::MouStatement& next) {
  const bool ends = next.kind() == v1::MOU_STATEMENT_KIND_TERMINATE;
  const bool suspends = next.kind() == v1::MOU_STATEMENT_KIND_SUSPEND;
  for (const Kind kind :
       {v1::MOU_STATEMENT_KIND_SUSPEND, v1::MOU_STATEMENT_KIND_RESUME}) {
    const v1::MouStatement* last = Last(next.mou_id(), next.agency_id(), kind);
    const bool resumed = kind == v1::MOU_STATEMENT_KIND_RESUME;
    if (last == nullptr ||
        !(ends || (suspends && resumed && last->number() <= next.number()))) {
      continue;
    }
    statements_.erase(StatementKey(next.mou_id(), next.agency_id(), kind));
  }
}

std::set<std::string> MouRegister::Parties(absl::string_view mou_id) const {
  std::set<std::string> of_complete;
  std::set<std::string> of_any;
  for (const Held* held : VersionsOf(mou_id)) {
    for (const std::string& party : held->mou.mou().party_agency_ids()) {
      of_any.insert(party);
      if (held->mou.complete()) of_complete.insert(party);
    }
  }
  return of_complete.empty() ? of_any : of_complete;
}

std::vector<std::string> MouRegister::Suspending(
    absl::string_view mou_id) const {
  const std::set<std::string> parties = Parties(mou_id);
  absl::Time newest = absl::InfinitePast();
  for (const std::string& party : parties) {
    const auto* suspended = Last(mou_id, party, v1::MOU_STATEMENT_KIND_SUSPEND);
    if (suspended == nullptr) continue;
    newest = std::max(newest, auth::ToTime(suspended->issued_time()));
  }
  std::vector<std::string> suspending;
  if (newest == absl::InfinitePast()) return suspending;
  for (const std::string& party : parties) {
    const auto* resumed = Last(mou_id, party, v1::MOU_STATEMENT_KIND_RESUME);
    if (resumed == nullptr || auth::ToTime(resumed->issued_time()) < newest) {
      suspending.push_back(party);
    }
  }
  return suspending;
}

bool MouRegister::IsTerminated(absl::string_view mou_id) const {
  return absl::c_any_of(Parties(mou_id), [&](const std::string& party) {
    return Last(mou_id, party, v1::MOU_STATEMENT_KIND_TERMINATE) != nullptr;
  });
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> MouRegister::Compile(
    const auth::SignedMou& charter, Choice chosen) const {
  return CompileWithout(charter, chosen, [this](absl::string_view mou_id) {
    return IsTerminated(mou_id) || !Suspending(mou_id).empty();
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
  for (std::string& agency : Suspending(mou.mou_id())) {
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
