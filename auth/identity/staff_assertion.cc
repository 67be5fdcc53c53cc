#include "auth/identity/staff_assertion.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/staff.pb.h"

namespace homeward::auth {
namespace {

constexpr size_t kIdBytes = 16;
constexpr size_t kThumbprintBytes = 32;
constexpr size_t kTermsBytes = 32;
constexpr int kMaxRoles = 16;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the staff assertion: ", what));
}

absl::Status Reject(absl::string_view what) {
  return absl::UnauthenticatedError(absl::StrCat("the staff assertion ", what));
}

absl::Status CheckFields(const v1::StaffAssertion& message) {
  if (message.assertion_id().size() != kIdBytes) {
    return Malformed("assertion_id is not 16 bytes");
  }
  if (!IsIdentifier(message.subject())) {
    return Malformed("subject is not 1 to 63 of a-z, 0-9, '-'");
  }
  if (message.node_certificate_sha256().size() != kThumbprintBytes) {
    return Malformed("node_certificate_sha256 is not 32 bytes");
  }
  if (!message.terms_sha256().empty() &&
      message.terms_sha256().size() != kTermsBytes) {
    return Malformed("terms_sha256 is not 32 bytes");
  }
  if (message.roles_size() < 1 || message.roles_size() > kMaxRoles) {
    return Malformed("roles has not 1 to 16 entries");
  }
  for (int role : message.roles()) {
    if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role)) {
      return Malformed("roles has one that this node does not know");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTimes(const v1::StaffAssertion& message, const Period& period,
                        absl::Time now) {
  if (message.has_auth_time()) {
    auto auth_time = ToTime(message.auth_time(), "auth_time");
    if (!auth_time.ok()) return auth_time.status();
    if (*auth_time > period.issued) {
      return Malformed("auth_time is after issued_time");
    }
  }
  if (period.issued > now + kMaxClockSkew) {
    return Reject("is issued in the future; check both clocks");
  }
  if (now >= period.expiry) return Reject("has expired; sign in again");
  return absl::OkStatus();
}

std::vector<v1::Role> RolesOf(const v1::StaffAssertion& message) {
  std::vector<v1::Role> roles;
  for (int role : message.roles()) {
    const auto known = static_cast<v1::Role>(role);
    if (!absl::c_linear_search(roles, known)) roles.push_back(known);
  }
  return roles;
}

}  // namespace

bool Staff::HasRole(v1::Role role) const {
  return absl::c_linear_search(roles(), role);
}

absl::StatusOr<Staff> VerifyStaffAssertion(const v1::Envelope& envelope,
                                           absl::string_view agency_id,
                                           absl::string_view node_thumbprint,
                                           const Directory& directory,
                                           absl::Time now) {
  auto member = directory.Find(agency_id, now);
  if (!member.ok()) {
    return absl::UnauthenticatedError(member.status().message());
  }
  auto payload =
      VerifyEnvelope(envelope, kStaffAssertionType,
                     (*member)->Keys(v1::KEY_USAGE_ASSERTION, now), 1);
  if (!payload.ok()) return payload.status();
  v1::StaffAssertion message;
  absl::Status parsed = ParseStrictly(payload->payload(), message);
  if (!parsed.ok()) return parsed;
  absl::Status fields = CheckFields(message);
  if (!fields.ok()) return fields;
  if (message.issuer_agency_id() != agency_id) {
    return Reject("is of another agency than the certificate");
  }
  if (!SameBytes(message.node_certificate_sha256(), node_thumbprint)) {
    return Reject("is bound to another node's certificate");
  }
  auto period = RequiredPeriod(message, kMaxAssertionLifetime);
  if (!period.ok()) return Malformed(period.status().message());
  absl::Status timely = CheckTimes(message, *period, now);
  if (!timely.ok()) return timely;
  Staff::Said said;
  said.assertion_id = message.assertion_id();
  said.agency_id = message.issuer_agency_id();
  said.subject = message.subject();
  said.roles = RolesOf(message);
  said.expiry_time = period->expiry;
  said.digest = Sha256(payload->payload());
  said.envelope = envelope;
  said.node_thumbprint = message.node_certificate_sha256();
  said.terms_sha256 = message.terms_sha256();
  return Staff(std::move(said));
}

}  // namespace homeward::auth
