#include "auth/testing/federation.h"

#include <utility>

#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"

namespace homeward::auth::testing {
namespace {

constexpr char kFederation[] = "fed.example";

void AddKey(v1::Member& member, v1::KeyUsage usage, const SigningKey& key) {
  v1::MemberKey* added = member.add_keys();
  added->set_usage(usage);
  added->set_public_key(key.public_key().spki_der());
}

}  // namespace

Federation::Federation(
    absl::Time now,
    const std::vector<std::pair<std::string, v1::AgencyKind>>& more)
    : now(now) {
  message_.set_federation(kFederation);
  message_.set_version(1);
  *message_.mutable_issued_time() = ToTimestamp(now - absl::Hours(1));
  *message_.mutable_expiry_time() = ToTimestamp(now + absl::Hours(7 * 24));
  for (int i = 0; i < 3; ++i) {
    governance_keys_.push_back(*SigningKey::Generate());
    message_.mutable_governance()->add_public_keys(
        governance_keys_.back().public_key().spki_der());
  }
  message_.mutable_governance()->set_threshold(2);
  Add("north", v1::AGENCY_KIND_POLICE);
  Add("south", v1::AGENCY_KIND_HEALTH);
  Add("west", v1::AGENCY_KIND_JUDICIARY);
  for (const auto& [id, kind] : more) Add(id, kind);
}

void Federation::Add(const std::string& id, v1::AgencyKind kind) {
  SigningKey root_key = *SigningKey::Generate();
  SigningKey node_key = *SigningKey::Generate();
  Certificate root = *MakeAgencyRoot(root_key, *SpiffeId::Make(kFederation, id),
                                     now - absl::Hours(24));
  Certificate leaf =
      *IssueNodeCertificate(root_key, root, node_key.public_key(),
                            {*SpiffeId::Make(kFederation, id, "1"),
                             {"localhost"},
                             {"127.0.0.1"},
                             now - absl::Hours(1),
                             now + absl::Hours(6 * 24)});
  const auto added = agencies_.emplace(
      id, TestAgency{std::move(root_key), std::move(root), std::move(node_key),
                     std::move(leaf), *SigningKey::Generate(),
                     *SigningKey::Generate(), *SigningKey::Generate(),
                     *SigningKey::Generate()});
  const TestAgency& agency = added.first->second;
  v1::Member* member = message_.add_members();
  member->set_agency_id(id);
  member->set_kind(kind);
  member->add_root_certificates(agency.root.der());
  member->add_endpoints("localhost:1");
  AddKey(*member, v1::KEY_USAGE_ASSERTION, agency.assertion_key);
  AddKey(*member, v1::KEY_USAGE_CASE, agency.case_key);
  AddKey(*member, v1::KEY_USAGE_REVOCATION, agency.revocation_key);
  AddKey(*member, v1::KEY_USAGE_CASE, agency.boss_key);
  member->mutable_keys()->rbegin()->set_holder_subject("boss-1");
}

Governance Federation::governance() const {
  Governance governance;
  for (const SigningKey& key : governance_keys_) {
    governance.keys.push_back(key.public_key());
  }
  governance.threshold = 2;
  return governance;
}

v1::Envelope Federation::Sign(const v1::Directory& message,
                              const std::vector<int>& keys) const {
  return SignAs(kDirectoryType, message, keys);
}

v1::Envelope Federation::SignAs(absl::string_view type,
                                const google::protobuf::Message& message,
                                const std::vector<int>& keys) const {
  v1::Envelope envelope =
      *SignDocument(type, message, governance_keys_.at(keys.at(0)));
  for (size_t i = 1; i < keys.size(); ++i) {
    envelope = *AddSignature(envelope, governance_keys_.at(keys[i]));
  }
  return envelope;
}

std::shared_ptr<const Directory> Federation::Verified(
    const v1::Directory& message) const {
  return *VerifyDirectory(Sign(message), governance(), now);
}

v1::Envelope Federation::SignedList(const std::string& agency_id,
                                    int64_t number,
                                    const std::vector<std::string>& serials,
                                    absl::Time issued) const {
  v1::RevocationList list;
  list.set_agency_id(agency_id);
  list.set_number(number);
  *list.mutable_issued_time() = ToTimestamp(issued);
  for (const std::string& serial : serials) list.add_serials(serial);
  return *SignDocument(kRevocationListType, list,
                       agency(agency_id).revocation_key);
}

std::shared_ptr<const RevocationSet> Federation::revocations() const {
  const auto verified = directory();
  auto set = std::make_shared<const RevocationSet>();
  for (const Member& member : verified->members()) {
    set = *set->With(*VerifyRevocationList(
        SignedList(member.agency_id(), 1, {}, now), member, now));
  }
  return set;
}

PeerIdentity Federation::Peer(const std::string& agency_id) const {
  return *VerifyPeer(agency(agency_id).leaf, {}, *directory(), now);
}

v1::StaffAssertion Federation::Assertion(const std::string& agency_id,
                                         v1::Role role) const {
  v1::StaffAssertion assertion;
  assertion.set_assertion_id(std::string(16, 'i'));
  assertion.set_issuer_agency_id(agency_id);
  assertion.set_subject("s-1");
  assertion.add_roles(role);
  *assertion.mutable_issued_time() = ToTimestamp(now);
  *assertion.mutable_expiry_time() = ToTimestamp(now + absl::Minutes(15));
  assertion.set_node_certificate_sha256(agency(agency_id).leaf.thumbprint());
  return assertion;
}

v1::Envelope Federation::SignAssertion(
    const v1::StaffAssertion& assertion) const {
  return *SignDocument(kStaffAssertionType, assertion,
                       agency(assertion.issuer_agency_id()).assertion_key);
}

Caller Federation::CallerOf(const std::string& agency_id, v1::Role role) const {
  const PeerIdentity peer = Peer(agency_id);
  const auto verified = directory();
  Staff staff =
      *VerifyStaffAssertion(SignAssertion(Assertion(agency_id, role)),
                            agency_id, peer.thumbprint(), *verified, now);
  return *WithStaff(*CallerFrom(peer, *verified, *revocations(), now),
                    std::move(staff));
}

}  // namespace homeward::auth::testing
