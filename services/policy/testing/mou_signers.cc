#include "services/policy/testing/mou_signers.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/testing/signed_mous.h"
#include "services/policy/mou_register.h"

namespace homeward::policy::testing {
namespace {

constexpr char kMouType[] = "application/vnd.homeward.mou.v1+protobuf";

}  // namespace

MouSigners::MouSigners(const auth::testing::Federation& federation)
    : federation_(federation) {
  for (const char* agency_id : {"north", "south", "west"}) {
    keys_.emplace(agency_id, *auth::SigningKey::Generate());
  }
}

v1::Directory MouSigners::Directory(int64_t version) const {
  v1::Directory directory = federation_.message();
  directory.set_version(version);
  for (v1::Member& member : *directory.mutable_members()) {
    v1::MemberKey* key = member.add_keys();
    key->set_usage(v1::KEY_USAGE_MOU);
    key->set_public_key(keys_.at(member.agency_id()).public_key().spki_der());
  }
  return directory;
}

v1::Envelope MouSigners::SignedDirectory(int64_t version) const {
  return federation_.Sign(Directory(version));
}

v1::Mou MouSigners::Mou(const std::string& mou_id) const {
  v1::Mou mou =
      auth::testing::Document(mou_id, federation_.now - absl::Hours(24),
                              federation_.now + absl::Hours(9 * 24));
  mou.add_party_agency_ids("north");
  mou.add_party_agency_ids("south");
  return mou;
}

v1::Envelope MouSigners::Sign(
    const v1::Mou& mou, const std::vector<std::string>& agency_ids) const {
  v1::Envelope envelope =
      *auth::SignDocument(kMouType, mou, keys_.at(agency_ids.at(0)));
  for (size_t i = 1; i < agency_ids.size(); ++i) {
    envelope = *auth::AddSignature(envelope, keys_.at(agency_ids[i]));
  }
  return envelope;
}

v1::Envelope MouSigners::State(const std::string& agency_id,
                               const std::string& mou_id, int64_t number,
                               v1::MouStatementKind kind) const {
  v1::MouStatement statement;
  statement.set_mou_id(mou_id);
  statement.set_agency_id(agency_id);
  statement.set_number(number);
  statement.set_kind(kind);
  *statement.mutable_issued_time() = auth::ToTimestamp(federation_.now);
  return *auth::SignDocument(kMouStatementType, statement, keys_.at(agency_id));
}

}  // namespace homeward::policy::testing
