#include "auth/identity/directory_reader.h"

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/country_code.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"

namespace homeward::auth {
namespace {

constexpr int kMaxMembers = 10000;
constexpr int kMaxOfAKind = 64;
constexpr size_t kMaxNameBytes = 200;
constexpr size_t kMaxEndpointBytes = 300;
constexpr int kMaxGovernanceKeys = 64;

absl::Status Refuse(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the directory: ", what));
}

absl::StatusOr<Governance> ReadGovernance(const v1::Governance& message) {
  Governance governance;
  std::set<std::string> key_ids;
  if (message.public_keys_size() > kMaxGovernanceKeys) {
    return Refuse("governance.public_keys has over 64 keys");
  }
  for (const std::string& der : message.public_keys()) {
    auto key = PublicKey::FromSpkiDer(der);
    if (!key.ok()) return key.status();
    if (!key_ids.insert(key->key_id()).second) {
      return Refuse("governance.public_keys has a key twice");
    }
    governance.keys.push_back(*std::move(key));
  }
  if (message.threshold() < 1 ||
      message.threshold() > message.public_keys_size()) {
    return Refuse("governance.threshold is not in [1, count of keys]");
  }
  governance.threshold = message.threshold();
  return governance;
}

// A key that one person holds is for her word alone.
absl::Status CheckHolder(const v1::MemberKey& key) {
  if (key.holder_subject().empty()) return absl::OkStatus();
  if (key.usage() != v1::KEY_USAGE_CASE) {
    return absl::InvalidArgumentError(
        "holder_subject stands at a key that is not for cases");
  }
  if (!IsIdentifier(key.holder_subject())) {
    return absl::InvalidArgumentError(
        "a holder_subject is not 1 to 63 of a-z, 0-9, '-'");
  }
  return absl::OkStatus();
}

bool IsPrintable(absl::string_view text) {
  return absl::c_all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Directory>> DirectoryReader::Read(
    const v1::Envelope& envelope, const VerifiedPayload& payload) {
  v1::Directory message;
  absl::Status parsed = ParseStrictly(payload.payload(), message);
  if (!parsed.ok()) return parsed;
  DirectoryReader reader;
  absl::Status head = reader.ReadHead(message);
  if (!head.ok()) return head;
  // Only then can the same governance verify it when the node starts again.
  const Governance& governance = reader.directory_.governance_;
  auto own = VerifyEnvelope(envelope, kDirectoryType, governance.keys,
                            governance.threshold);
  if (!own.ok()) return own.status();
  absl::Status charter = reader.ReadCharter(message);
  if (!charter.ok()) return charter;
  if (message.members_size() > kMaxMembers) {
    return Refuse("it has over 10,000 members");
  }
  Directory& directory = reader.directory_;
  for (const v1::Member& entry : message.members()) {
    auto member = reader.ReadMember(entry);
    if (!member.ok()) return member.status();
    directory.members_.push_back(*std::move(member));
  }
  absl::c_sort(directory.members_, [](const Member& a, const Member& b) {
    return a.agency_id() < b.agency_id();
  });
  for (size_t i = 0; i < directory.members_.size(); ++i) {
    const std::string& id = directory.members_[i].agency_id();
    if (!directory.index_.emplace(id, i).second) {
      return Refuse(absl::StrCat("the agency ", id, " is listed twice"));
    }
  }
  directory.digest_ = Sha256(payload.payload());
  return std::shared_ptr<const Directory>(
      new Directory(std::move(reader.directory_)));
}

absl::Status DirectoryReader::ReadHead(const v1::Directory& message) {
  if (!IsFederation(message.federation())) {
    return Refuse("federation is no SPIFFE trust domain");
  }
  if (message.version() < 1) return Refuse("version is not 1 or more");
  auto period = RequiredPeriod(message, absl::InfiniteDuration());
  if (!period.ok()) return Refuse(period.status().message());
  auto governance = ReadGovernance(message.governance());
  if (!governance.ok()) return governance.status();
  for (const PublicKey& key : governance->keys) IsNewKey(key.key_id());
  directory_.federation_ = message.federation();
  directory_.version_ = message.version();
  directory_.issued_time_ = period->issued;
  directory_.expiry_time_ = period->expiry;
  directory_.governance_ = *std::move(governance);
  return absl::OkStatus();
}

absl::Status DirectoryReader::ReadCharter(const v1::Directory& message) {
  if (!message.has_charter()) return absl::OkStatus();
  auto charter = VerifyEnvelope(message.charter(), kCharterType,
                                directory_.governance_.keys,
                                directory_.governance_.threshold);
  if (!charter.ok()) return charter.status();
  directory_.charter_ = *std::move(charter);
  return absl::OkStatus();
}

absl::StatusOr<Member> DirectoryReader::ReadMember(const v1::Member& message) {
  Member member;
  if (!IsIdentifier(message.agency_id())) {
    return Refuse("an agency_id is not 1 to 63 of a-z, 0-9, '-'");
  }
  if (message.display_name().size() > kMaxNameBytes) {
    return Refuse(
        absl::StrCat(message.agency_id(), ": display_name has over 200 bytes"));
  }
  const std::string& country = message.country_code();
  if (!country.empty() && !IsCountryCode(country)) {
    return Refuse(absl::StrCat(message.agency_id(),
                               ": country_code is not two capital letters"));
  }
  member.agency_id_ = message.agency_id();
  member.country_code_ = country;
  member.display_name_ = message.display_name();
  member.kind_ = v1::AgencyKind_IsValid(message.kind())
                     ? message.kind()
                     : v1::AGENCY_KIND_UNSPECIFIED;
  for (absl::Status status :
       {ReadRoots(message, member), ReadKeys(message, member),
        ReadEndpoints(message, member)}) {
    if (!status.ok()) {
      return Refuse(absl::StrCat(message.agency_id(), ": ", status.message()));
    }
  }
  return member;
}

absl::Status DirectoryReader::ReadRoots(const v1::Member& message,
                                        Member& member) {
  if (message.root_certificates_size() < 1 ||
      message.root_certificates_size() > kMaxOfAKind) {
    return absl::InvalidArgumentError(
        "root_certificates has not 1 to 64 entries");
  }
  auto agency = SpiffeId::Make(directory_.federation_, message.agency_id());
  if (!agency.ok()) return agency.status();
  for (const std::string& der : message.root_certificates()) {
    auto root = Certificate::FromDer(der);
    if (!root.ok()) return root.status();
    absl::Status fit = CheckAgencyRoot(*root, *agency);
    if (!fit.ok()) return fit;
    const bool renews = absl::c_any_of(member.roots_, [&](const auto& other) {
      return other.spki_sha256() == root->spki_sha256();
    });
    if (!renews && !IsNewKey(root->spki_sha256())) {
      return absl::InvalidArgumentError(
          "a root's key is another member's, or has another use");
    }
    member.roots_.push_back(*std::move(root));
  }
  return absl::OkStatus();
}

absl::Status DirectoryReader::ReadKeys(const v1::Member& message,
                                       Member& member) {
  if (message.keys_size() > kMaxOfAKind) {
    return absl::InvalidArgumentError("keys has over 64 entries");
  }
  for (const v1::MemberKey& entry : message.keys()) {
    auto key = PublicKey::FromSpkiDer(entry.public_key());
    if (!key.ok()) return key.status();
    if (!IsNewKey(key->key_id())) {
      return absl::InvalidArgumentError(
          "a key is another member's, or has another use");
    }
    absl::Status holder = CheckHolder(entry);
    if (!holder.ok()) return holder;
    Member::Key read{entry.usage(), *std::move(key), absl::InfinitePast(),
                     absl::InfiniteFuture(), entry.holder_subject()};
    if (entry.has_valid_from()) {
      auto from = ToTime(entry.valid_from(), "valid_from");
      if (!from.ok()) return from.status();
      read.valid_from = *from;
    }
    if (entry.has_valid_until()) {
      auto until = ToTime(entry.valid_until(), "valid_until");
      if (!until.ok()) return until.status();
      read.valid_until = *until;
    }
    member.keys_.push_back(std::move(read));
  }
  return absl::OkStatus();
}

absl::Status DirectoryReader::ReadEndpoints(const v1::Member& message,
                                            Member& member) {
  for (const auto* list : {&message.endpoints(), &message.log_vkeys()}) {
    if (list->size() > kMaxOfAKind) {
      return absl::InvalidArgumentError(
          "endpoints or log_vkeys has over 64 entries");
    }
    for (const std::string& text : *list) {
      if (text.empty() || text.size() > kMaxEndpointBytes ||
          !IsPrintable(text)) {
        return absl::InvalidArgumentError(
            "an endpoint or log_vkey is not 1 to 300 printable characters");
      }
    }
  }
  member.endpoints_.assign(message.endpoints().begin(),
                           message.endpoints().end());
  member.log_vkeys_.assign(message.log_vkeys().begin(),
                           message.log_vkeys().end());
  return absl::OkStatus();
}

bool DirectoryReader::IsNewKey(const std::string& spki_sha256) {
  return key_ids_.insert(spki_sha256).second;
}

}  // namespace homeward::auth
