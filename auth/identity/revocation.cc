#include "auth/identity/revocation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/directory.pb.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxSerialBytes = 20;
constexpr size_t kMostSerialsTold = 5;

// A serial number that no certificate of ours can have is a mistake in the
// list: the certificate that was meant would stay good.
bool IsSerial(absl::string_view serial) {
  return !serial.empty() && serial.size() <= kMaxSerialBytes &&
         serial[0] != '\0';
}

absl::Status CheckFields(const v1::RevocationList& message,
                         const Member& member) {
  if (message.agency_id() != member.agency_id()) {
    return absl::InvalidArgumentError(
        "the revocation list is of another agency");
  }
  if (message.number() < 1 || !message.has_issued_time()) {
    return absl::InvalidArgumentError(
        "the revocation list has no number of 1 or more, or no issued_time");
  }
  for (const std::string& serial : message.serials()) {
    if (!IsSerial(serial)) {
      return absl::InvalidArgumentError(
          "the revocation list has a serial that is not 1 to 20 bytes without "
          "leading zeros");
    }
  }
  return absl::OkStatus();
}

// The first of `serials`, in order, and how many more there are.
std::string InFewWords(std::vector<std::string> serials) {
  std::sort(serials.begin(), serials.end());
  const size_t more =
      serials.size() - std::min(serials.size(), kMostSerialsTold);
  serials.resize(serials.size() - more);
  return absl::StrCat(absl::StrJoin(serials, ", "),
                      more > 0 ? absl::StrCat(" and ", more, " more") : "");
}

}  // namespace

int64_t NextRevocationNumber(int64_t number, absl::Time now) {
  return std::max(number + 1, absl::ToUnixSeconds(now));
}

absl::StatusOr<RevocationList> VerifyRevocationList(
    const v1::Envelope& envelope, const Member& member, absl::Time now) {
  auto payload = VerifyEnvelope(envelope, kRevocationListType,
                                member.Keys(v1::KEY_USAGE_REVOCATION, now), 1);
  if (!payload.ok()) return payload.status();
  v1::RevocationList message;
  absl::Status parsed = ParseStrictly(payload->payload(), message);
  if (!parsed.ok()) return parsed;
  absl::Status fields = CheckFields(message, member);
  if (!fields.ok()) return fields;
  auto issued = ToTime(message.issued_time(), "issued_time");
  if (!issued.ok()) return issued.status();
  if (*issued > now + kMaxClockSkew) {
    return absl::FailedPreconditionError(
        "the revocation list is issued in the future; check both clocks");
  }
  RevocationList list;
  list.agency_id_ = message.agency_id();
  list.number_ = message.number();
  list.issued_time_ = *issued;
  list.digest_ = Sha256(payload->payload());
  list.serials_.insert(message.serials().begin(), message.serials().end());
  return list;
}

absl::Status RevocationSet::CheckFollows(const RevocationList& present,
                                         const RevocationList& list) {
  if (list.digest_ == present.digest_) {
    return absl::AlreadyExistsError("this revocation list is known");
  }
  if (list.number() < present.number()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the revocation list of ", list.agency_id(), " has the number ",
        list.number(), ", lower than the known ", present.number()));
  }
  if (list.number() == present.number()) {
    return absl::FailedPreconditionError(absl::StrCat(
        list.agency_id(), " signed two revocation lists of the number ",
        list.number(), "; it must count up"));
  }
  if (list.issued_time() < present.issued_time()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the revocation list of ", list.agency_id(),
                     " is issued before the known one of a lower number"));
  }
  std::vector<std::string> lacking;
  for (const std::string& serial : present.serials_) {
    if (!list.Lists(serial)) lacking.push_back(absl::BytesToHexString(serial));
  }
  if (lacking.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the revocation list ", list.number(), " of ", list.agency_id(),
      " lacks certificates that the known list ", present.number(),
      " takes back; add them with --serial: ", InFewWords(std::move(lacking))));
}

absl::StatusOr<std::shared_ptr<const RevocationSet>> RevocationSet::With(
    RevocationList list) const {
  const RevocationList* present = Find(list.agency_id());
  absl::Status follows =
      present == nullptr ? absl::OkStatus() : CheckFollows(*present, list);
  if (!follows.ok()) return follows;
  auto next = std::make_shared<RevocationSet>(*this);
  const std::string agency_id = list.agency_id();
  next->lists_[agency_id] =
      std::make_shared<const RevocationList>(std::move(list));
  return std::shared_ptr<const RevocationSet>(std::move(next));
}

bool RevocationSet::IsFresh(absl::string_view agency_id, absl::Time now) const {
  const RevocationList* list = Find(agency_id);
  return list != nullptr &&
         now - list->issued_time() <= kMaxRevocationListAge &&
         list->issued_time() <= now + kMaxClockSkew;
}

RevocationStatus RevocationSet::StatusOf(absl::string_view agency_id,
                                         absl::string_view serial,
                                         absl::Time now) const {
  const RevocationList* list = Find(agency_id);
  if (list != nullptr && list->Lists(serial)) return RevocationStatus::kRevoked;
  return IsFresh(agency_id, now) ? RevocationStatus::kGood
                                 : RevocationStatus::kUnknown;
}

const RevocationList* RevocationSet::Find(absl::string_view agency_id) const {
  auto found = lists_.find(agency_id);
  return found == lists_.end() ? nullptr : found->second.get();
}

}  // namespace homeward::auth
