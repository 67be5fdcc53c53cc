#include "services/policy/mou_register.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/active_set.h"
#include "auth/directory.h"
#include "auth/document.h"
#include "auth/dsse.h"
#include "auth/signed_mou.h"
#include "homeward/v1/mou_service.pb.h"

namespace homeward::policy {
namespace {

std::string KeyOf(const v1::Mou& mou) {
  return absl::StrCat(mou.mou_id(), "@", mou.version());
}

std::string StatementKey(absl::string_view mou_id, absl::string_view agency) {
  return absl::StrCat(mou_id, "/", agency);
}

// `directory`'s keys for MOUs as of `when`.
std::vector<auth::PublicKey> MouKeys(const auth::Directory& directory,
                                     absl::string_view agency_id,
                                     absl::Time when) {
  auto member = directory.Find(agency_id, when);
  if (!member.ok()) return {};
  return (*member)->Keys(v1::KEY_USAGE_MOU, when);
}

// `first` with the signatures of `second` by other keys.
v1::Envelope Union(v1::Envelope first, const v1::Envelope& second) {
  for (const v1::EnvelopeSignature& signature : second.signatures()) {
    const bool known =
        absl::c_any_of(first.signatures(), [&](const auto& other) {
          return other.key_id() == signature.key_id();
        });
    if (!known) *first.add_signatures() = signature;
  }
  return first;
}

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
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

absl::StatusOr<std::string> MouRegister::AddMou(
    const v1::Envelope& envelope, const std::string& own_agency_id,
    const auth::Directory& directory, absl::Time now) {
  v1::Mou document;
  absl::Status read = auth::ParseStrictly(envelope.payload(), document);
  if (!read.ok()) return read;
  const std::string key = KeyOf(document);
  const auto held = mous_.find(key);
  const bool known = held != mous_.end();
  if (known && held->second->envelope.payload() != envelope.payload()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "another document is ", key, " here; raise the version to change it"));
  }
  const absl::Time received = known ? held->second->received : now;
  const v1::Envelope all =
      known ? Union(held->second->envelope, envelope) : envelope;
  auto mou = auth::VerifyMou(all, [&](absl::string_view agency_id) {
    return MouKeys(directory, agency_id, received);
  });
  if (!mou.ok()) return mou.status();
  if (!absl::c_linear_search(mou->mou().party_agency_ids(), own_agency_id)) {
    return absl::FailedPreconditionError(
        absl::StrCat(key, ": this agency is no party; nothing to keep"));
  }
  if (mou->missing_signers().size() ==
      static_cast<size_t>(mou->mou().party_agency_ids_size())) {
    return absl::FailedPreconditionError(absl::StrCat(
        key,
        ": no party's signature is valid; sign with the key that the "
        "directory lists for MOUs"));
  }
  const auto previous =
      mous_.find(absl::StrCat(document.mou_id(), "@", document.version() - 1));
  if (previous != mous_.end()) {
    absl::Status follows = auth::CheckFollows(previous->second->mou, *mou);
    if (!follows.ok()) return follows;
  }
  mous_.insert_or_assign(
      key, std::make_shared<const Held>(Held{all, *std::move(mou), received}));
  return key;
}

absl::StatusOr<std::string> MouRegister::AddStatement(
    const v1::Envelope& envelope, const auth::Directory& directory,
    absl::Time now) {
  auto statement = ReadStatement(envelope);
  if (!statement.ok()) return statement.status();
  const auto mou = absl::c_find_if(mous_, [&](const auto& entry) {
    return entry.second->mou.mou().mou_id() == statement->mou_id();
  });
  if (mou == mous_.end()) {
    return absl::NotFoundError("mou_id: this node has no such MOU");
  }
  if (!absl::c_linear_search(mou->second->mou.mou().party_agency_ids(),
                             statement->agency_id())) {
    return absl::FailedPreconditionError("agency_id: is no party of this MOU");
  }
  auto verified = auth::VerifyEnvelope(
      envelope, kMouStatementType,
      MouKeys(directory, statement->agency_id(), now), /*min_signers=*/1);
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
    if (statement->number() <= last->second.statement.number()) {
      return absl::FailedPreconditionError(
          "number: is not above that of the party's last statement");
    }
  }
  statements_.insert_or_assign(key, Statement{envelope, *std::move(statement)});
  return key;
}

std::vector<std::string> MouRegister::Stating(absl::string_view mou_id,
                                              v1::MouStatementKind kind) const {
  std::vector<std::string> agencies;
  for (const auto& [key, held] : statements_) {
    if (held.statement.mou_id() == mou_id && held.statement.kind() == kind) {
      agencies.push_back(held.statement.agency_id());
    }
  }
  return agencies;
}

absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> MouRegister::Compile(
    const auth::SignedMou& charter) const {
  std::vector<auth::SignedMou> complete;
  std::vector<std::string> stopped;
  for (const auto& [key, held] : mous_) {
    const std::string& id = held->mou.mou().mou_id();
    if (held->mou.complete()) complete.push_back(held->mou);
    if (!Stating(id, v1::MOU_STATEMENT_KIND_SUSPEND).empty() ||
        !Stating(id, v1::MOU_STATEMENT_KIND_TERMINATE).empty()) {
      stopped.push_back(id);
    }
  }
  return auth::ActiveSet::Build(charter, complete, stopped);
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
  if (!Stating(mou.mou_id(), v1::MOU_STATEMENT_KIND_TERMINATE).empty()) {
    summary.set_state(v1::MOU_STATE_TERMINATED);
  } else if (!held.mou.complete()) {
    summary.set_state(v1::MOU_STATE_PROPOSED);
  } else if (ToTime(mou.expiry_time()) <= now) {
    summary.set_state(v1::MOU_STATE_EXPIRED);
  } else if (summary.suspending_agency_ids_size() > 0) {
    summary.set_state(v1::MOU_STATE_SUSPENDED);
  } else if (now < ToTime(mou.effective_time())) {
    summary.set_state(v1::MOU_STATE_PENDING);
  } else {
    summary.set_state(v1::MOU_STATE_ACTIVE);
  }
  return summary;
}

std::vector<v1::MouSummary> MouRegister::List(absl::Time now) const {
  std::vector<v1::MouSummary> summaries;
  for (const auto& [key, held] : mous_) {
    summaries.push_back(Summarize(key, now));
  }
  return summaries;
}

}  // namespace homeward::policy
