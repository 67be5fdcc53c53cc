#include "auth/identity/directory.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "auth/identity/directory_reader.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"

namespace homeward::auth {

std::string Governance::Fingerprint() const {
  std::vector<std::string> key_ids;
  for (const PublicKey& key : keys) key_ids.push_back(key.key_id());
  std::sort(key_ids.begin(), key_ids.end());
  std::string all = absl::StrCat("homeward governance v1\n", threshold, "\n");
  for (const std::string& key_id : key_ids) absl::StrAppend(&all, key_id);
  return Sha256(all);
}

std::vector<PublicKey> Member::Keys(v1::KeyUsage usage, absl::Time now,
                                    absl::string_view holder_subject) const {
  std::vector<PublicKey> keys;
  if (usage == v1::KEY_USAGE_UNSPECIFIED) return keys;
  for (const Key& key : keys_) {
    if (key.usage == usage && key.holder_subject == holder_subject &&
        key.valid_from <= now && now < key.valid_until) {
      keys.push_back(key.key);
    }
  }
  return keys;
}

absl::StatusOr<const Member*> Directory::Find(absl::string_view agency_id,
                                              absl::Time now) const {
  if (now >= expiry_time_) {
    return absl::FailedPreconditionError(
        absl::StrCat("the directory of version ", version_, " expired at ",
                     absl::FormatTime(expiry_time_, absl::UTCTimeZone()),
                     "; get a newer one from governance or from a peer"));
  }
  auto found = index_.find(agency_id);
  if (found == index_.end()) {
    return absl::NotFoundError("no such agency in the directory");
  }
  return &members_[found->second];
}

absl::StatusOr<std::shared_ptr<const Directory>> VerifyDirectory(
    const v1::Envelope& envelope, const Governance& trusted, absl::Time now) {
  auto payload =
      VerifyEnvelope(envelope, kDirectoryType, trusted.keys, trusted.threshold);
  if (!payload.ok()) return payload.status();
  auto directory = DirectoryReader::Read(envelope, *payload);
  if (!directory.ok()) return directory.status();
  if ((*directory)->issued_time() > now + kMaxClockSkew) {
    return absl::FailedPreconditionError(
        "the directory is issued in the future; check this node's clock");
  }
  return directory;
}

absl::StatusOr<std::shared_ptr<const Directory>> VerifyNextDirectory(
    const Directory& current, const v1::Envelope& envelope, absl::Time now) {
  auto next = VerifyDirectory(envelope, current.governance(), now);
  if (!next.ok()) return next.status();
  const Directory& offered = **next;
  if (offered.digest() == current.digest()) {
    return absl::AlreadyExistsError("this directory is the current one");
  }
  if (offered.federation() != current.federation()) {
    return absl::FailedPreconditionError(
        "the directory is of another federation");
  }
  if (offered.version() < current.version()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the directory's version ", offered.version(),
                     " is lower than the current ", current.version()));
  }
  if (offered.version() == current.version()) {
    return absl::FailedPreconditionError(
        absl::StrCat("governance signed two different directories of version ",
                     offered.version(), "; tell the federation's governance"));
  }
  if (offered.expiry_time() <= now) {
    return absl::FailedPreconditionError("the directory has expired");
  }
  return next;
}

}  // namespace homeward::auth
