#include "services/cli/federation/federation_folder.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/mou/charter_features.h"
#include "auth/mou/mou.h"
#include "auth/mou/signed_mou.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "services/cli/file/files.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"

namespace homeward::cli {
namespace {

// `message`, signed by all of `keys`.
absl::StatusOr<v1::Envelope> SignByAll(
    absl::string_view payload_type, const google::protobuf::Message& message,
    const std::vector<auth::SigningKey>& keys) {
  auto envelope = auth::SignDocument(payload_type, message, keys.front());
  for (size_t i = 1; envelope.ok() && i < keys.size(); ++i) {
    envelope = auth::AddSignature(*std::move(envelope), keys[i]);
  }
  return envelope;
}

absl::StatusOr<auth::Governance> GovernanceOf(const v1::Governance& message) {
  auth::Governance governance;
  governance.threshold = message.threshold();
  for (const std::string& der : message.public_keys()) {
    auto key = auth::PublicKey::FromSpkiDer(der);
    if (!key.ok()) return key.status();
    governance.keys.push_back(*std::move(key));
  }
  return governance;
}

// Why `charter` is not in force at `now`; nothing if it is. Without one that
// is, every node denies everything.
std::vector<auth::Finding> WhyNotInForce(const v1::Mou& charter,
                                         absl::Time now) {
  if (auth::ToTime(charter.effective_time()) > now) {
    return {{"effective_time", "is still to come",
             "set it to now, or found the federation then"}};
  }
  if (auth::ToTime(charter.expiry_time()) <= now) {
    return {{"expiry_time", "is over", "set it to a time that is to come"}};
  }
  return {};
}

void SetPeriod(v1::Directory& directory, absl::Duration lifetime,
               absl::Time now) {
  *directory.mutable_issued_time() = auth::ToTimestamp(now);
  *directory.mutable_expiry_time() = auth::ToTimestamp(now + lifetime);
}

}  // namespace

absl::StatusOr<v1::Envelope> FoundFederation(
    const FederationPlan& plan, const std::vector<auth::SigningKey>& keys,
    absl::Time now) {
  const auto findings = auth::CheckMou(plan.charter, auth::MouKind::kCharter);
  if (!findings.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the charter breaks rules:\n", auth::FindingsText(findings)));
  }
  const auto why_not = WhyNotInForce(plan.charter, now);
  if (!why_not.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the charter is not in force, so that every node would deny "
        "everything:\n",
        auth::FindingsText(why_not)));
  }
  v1::Directory directory;
  directory.set_federation(plan.federation);
  directory.set_version(1);
  SetPeriod(directory, plan.lifetime, now);
  directory.mutable_governance()->set_threshold(plan.threshold);
  for (const auth::SigningKey& key : keys) {
    directory.mutable_governance()->add_public_keys(
        key.public_key().spki_der());
  }
  auto charter = SignByAll(auth::kCharterType, plan.charter, keys);
  if (!charter.ok()) return charter.status();
  *directory.mutable_charter() = *std::move(charter);
  auto envelope = SignByAll(auth::kDirectoryType, directory, keys);
  if (!envelope.ok()) return envelope.status();
  const auto governance = GovernanceOf(directory.governance());
  if (!governance.ok()) return governance.status();
  const auto verified = auth::VerifyDirectory(*envelope, *governance, now);
  if (!verified.ok()) return verified.status();
  return envelope;
}

absl::StatusOr<PublishedDirectory> ReadPublished(const std::string& folder,
                                                 absl::Time now) {
  return ReadDirectoryFile(JoinPath(folder, kDirectoryFile), now);
}

absl::StatusOr<PublishedDirectory> ReadDirectoryFile(const std::string& path,
                                                     absl::Time now) {
  auto envelope = ReadEnvelope(path);
  if (!envelope.ok()) return envelope.status();
  PublishedDirectory published;
  const absl::Status parsed =
      auth::ParseStrictly(envelope->payload(), published.document);
  if (!parsed.ok()) return parsed;
  const auto governance = GovernanceOf(published.document.governance());
  if (!governance.ok()) return governance.status();
  auto directory = auth::VerifyDirectory(*envelope, *governance, now);
  if (!directory.ok()) {
    return absl::Status(directory.status().code(),
                        absl::StrCat(path, ": ", directory.status().message()));
  }
  published.envelope = *std::move(envelope);
  published.directory = *std::move(directory);
  return published;
}

absl::StatusOr<v1::Envelope> DraftNext(const PublishedDirectory& published,
                                       const MemberChange& change,
                                       absl::Duration lifetime,
                                       absl::Time now) {
  v1::Directory next = published.document;
  next.set_version(next.version() + 1);
  SetPeriod(next, lifetime, now);
  auto& members = *next.mutable_members();
  const auto find = [&](const std::string& agency_id) {
    return absl::c_find_if(members, [&](const v1::Member& member) {
      return member.agency_id() == agency_id;
    });
  };
  for (const v1::Member& member : change.admitted) {
    const auto place = find(member.agency_id());
    (place == members.end() ? *members.Add() : *place) = member;
  }
  for (const std::string& agency_id : change.removed) {
    const auto place = find(agency_id);
    if (place == members.end()) {
      return absl::NotFoundError(absl::StrCat(
          agency_id,
          " is no member; `homeward directory show --folder` lists "
          "them"));
    }
    members.erase(place);
  }
  v1::Envelope draft;
  draft.set_payload(next.SerializeAsString());
  draft.set_payload_type(std::string(auth::kDirectoryType));
  return draft;
}

absl::Status CheckNamedRedLines(const auth::Directory& directory,
                                absl::string_view text) {
  std::optional<std::string> named;
  if (directory.charter().has_value()) {
    const auto charter = auth::ReadCharter(*directory.charter());
    if (!charter.ok()) return charter.status();
    named = auth::RedLinesOf(charter->mou());
  }
  if (named.has_value() ? auth::Sha256(text) == *named : text.empty()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat(kRedLinesFile,
                   " is not the file of red lines that the charter names: get "
                   "it from who founded the federation"));
}

absl::StatusOr<internal::v1::Invite> MakeInvite(
    const PublishedDirectory& published, const std::string& red_lines,
    const std::string& agency_id, absl::Time now) {
  const auto member = published.directory->Find(agency_id, now);
  if (!member.ok()) return member.status();
  const absl::Status named =
      CheckNamedRedLines(*published.directory, red_lines);
  if (!named.ok()) return named;
  internal::v1::Invite invite;
  invite.set_federation(published.document.federation());
  invite.set_agency_id(agency_id);
  *invite.mutable_governance() = published.document.governance();
  *invite.mutable_directory() = published.envelope;
  invite.set_red_lines(red_lines);
  return invite;
}

}  // namespace homeward::cli
