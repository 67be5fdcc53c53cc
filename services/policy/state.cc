#include "services/policy/state.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/revocation.h"
#include "auth/mou/signed_mou.h"
#include "auth/signing/digest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/case_versions.h"
#include "services/policy/mou_register.h"

namespace homeward::policy {
namespace {

constexpr int kMaxDocuments = 100;

bool IsParty(const MouRegister::Held& held, const std::string& agency_id) {
  return absl::c_linear_search(held.mou.mou().party_agency_ids(), agency_id);
}

bool Concerns(const MouRegister& mous, const v1::MouStatement& statement,
              const std::string& agency_id) {
  return absl::c_any_of(mous.mous(), [&](const auto& entry) {
    return entry.second->mou.mou().mou_id() == statement.mou_id() &&
           IsParty(*entry.second, agency_id);
  });
}

// Tells one state of an envelope from another: an MOU gains signatures.
std::string DigestOf(const v1::Envelope& envelope) {
  std::vector<std::string> key_ids;
  for (const v1::EnvelopeSignature& signature : envelope.signatures()) {
    key_ids.push_back(signature.key_id());
  }
  absl::c_sort(key_ids);
  std::string all = auth::Sha256(envelope.payload());
  for (const std::string& key_id : key_ids) absl::StrAppend(&all, key_id);
  return auth::Sha256(all);
}

// What a statement is compared by: nothing comes after the end.
int64_t NumberOf(const v1::MouStatement& statement) {
  return statement.kind() == v1::MOU_STATEMENT_KIND_TERMINATE
             ? std::numeric_limits<int64_t>::max()
             : statement.number();
}

template <typename Map, typename Value>
bool Has(const Map& theirs, const std::string& key, const Value& at_least) {
  const auto found = theirs.find(key);
  return found != theirs.end() && found->second >= at_least;
}

}  // namespace

absl::Status State::Compile() {
  if (!snapshot.directory->charter().has_value()) {
    snapshot.mous = auth::ActiveSet::DenyAll();
    return absl::OkStatus();
  }
  auto charter = auth::ReadCharter(*snapshot.directory->charter());
  if (!charter.ok()) return charter.status();
  proof_stands = ProofStands();
  auto compiled = mous.Compile(
      *charter, [this](const std::string& key) { return Admits(key); });
  if (!compiled.ok()) return compiled.status();
  snapshot.mous = *std::move(compiled);
  return absl::OkStatus();
}

absl::StatusOr<std::string> State::AddRevocationList(
    const v1::Envelope& envelope, absl::Time now) {
  v1::RevocationList document;
  if (!document.ParseFromString(envelope.payload())) {
    return absl::InvalidArgumentError("the revocation list can't be read");
  }
  auto member = snapshot.directory->Find(document.agency_id(), now);
  if (!member.ok()) return member.status();
  auto list = auth::VerifyRevocationList(envelope, **member, now);
  if (!list.ok()) return list.status();
  auto with = snapshot.revocations->With(*std::move(list));
  if (!with.ok()) return with.status();
  snapshot.revocations = *std::move(with);
  revocation_lists[document.agency_id()] = envelope;
  return document.agency_id();
}

v1::DocumentVersions VersionsFor(const State& state,
                                 const std::string& peer_agency_id,
                                 const v1::DocumentVersions* theirs,
                                 absl::Time now) {
  v1::DocumentVersions versions;
  AddCaseVersions(*state.snapshot.case_withdrawals, theirs, now, versions);
  versions.set_directory_version(state.snapshot.directory->version());
  for (const auto& [agency, envelope] : state.revocation_lists) {
    (*versions.mutable_revocation_numbers())[agency] =
        state.snapshot.revocations->Find(agency)->number();
  }
  for (const auto& [key, held] : state.mous.mous()) {
    if (!IsParty(*held, peer_agency_id)) continue;
    (*versions.mutable_mous())[key] = DigestOf(held->envelope);
    if (state.IsHeldBack(key) &&
        state.Summarize(key, now).state() == v1::MOU_STATE_REFUSED) {
      versions.add_refused_mous(key);
    }
  }
  for (const auto& [key, held] : state.mous.statements()) {
    if (!Concerns(state.mous, held.statement, peer_agency_id)) continue;
    (*versions.mutable_mou_statements())[key] = NumberOf(held.statement);
  }
  return versions;
}

v1::SharedDocuments MissingFor(const State& state,
                               const std::string& peer_agency_id,
                               const v1::DocumentVersions& theirs,
                               absl::Time now) {
  v1::SharedDocuments missing;
  AddMissingCases(*state.snapshot.case_withdrawals, theirs, now, missing);
  if (theirs.directory_version() < state.snapshot.directory->version()) {
    *missing.mutable_directory() = state.directory;
  }
  for (const auto& [agency, envelope] : state.revocation_lists) {
    const int64_t number = state.snapshot.revocations->Find(agency)->number();
    if (missing.revocation_lists_size() < kMaxDocuments &&
        !Has(theirs.revocation_numbers(), agency, number)) {
      *missing.add_revocation_lists() = envelope;
    }
  }
  for (const auto& [key, held] : state.mous.mous()) {
    const auto their = theirs.mous().find(key);
    if (missing.mous_size() < kMaxDocuments && IsParty(*held, peer_agency_id) &&
        (their == theirs.mous().end() ||
         their->second != DigestOf(held->envelope))) {
      *missing.add_mous() = held->envelope;
    }
  }
  for (const auto& [key, held] : state.mous.statements()) {
    if (missing.mou_statements_size() < kMaxDocuments &&
        Concerns(state.mous, held.statement, peer_agency_id) &&
        !Has(theirs.mou_statements(), key, NumberOf(held.statement))) {
      *missing.add_mou_statements() = held.envelope;
    }
  }
  return missing;
}

}  // namespace homeward::policy
