#include "services/policy/testing/federation.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "auth/mou/mou.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "google/protobuf/text_format.h"
#include "services/policy/mou_register.h"

namespace homeward::policy::testing {

Federation::Federation() : message_(base_.message()) {
  for (v1::Member& member : *message_.mutable_members()) {
    const auto made =
        mou_keys_.emplace(member.agency_id(), *auth::SigningKey::Generate());
    v1::MemberKey* key = member.add_keys();
    key->set_usage(v1::KEY_USAGE_MOU);
    key->set_public_key(made.first->second.public_key().spki_der());
  }
  *message_.mutable_charter() =
      base_.SignAs(auth::kCharterType, Template("charter"));
}

v1::Envelope Federation::Directory(int64_t version) const {
  v1::Directory message = message_;
  message.set_version(version);
  return Sign(message);
}

v1::Mou Federation::Template(const std::string& name) const {
  std::ifstream file(absl::StrCat("deploy/mou_templates/", name, ".textproto"));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  v1::Mou mou;
  if (!google::protobuf::TextFormat::ParseFromString(
          absl::StrReplaceAll(text, {{"\"police\"", "\"north\""},
                                     {"\"clinic\"", "\"south\""},
                                     {"\"ngo\"", "\"west\""}}),
          &mou)) {
    std::abort();
  }
  return mou;
}

v1::Mou Federation::After(const v1::Mou& before) {
  v1::Mou next = before;
  next.set_version(before.version() + 1);
  next.set_previous_sha256(auth::Sha256(before.SerializeAsString()));
  return next;
}

v1::Envelope Federation::SignMou(
    const v1::Mou& mou, const std::vector<std::string>& agency_ids) const {
  v1::Envelope envelope = *auth::SignDocument(auth::kMouPayloadType, mou,
                                              mou_key(agency_ids.at(0)));
  for (size_t i = 1; i < agency_ids.size(); ++i) {
    envelope = *auth::AddSignature(envelope, mou_key(agency_ids[i]));
  }
  return envelope;
}

v1::Envelope Federation::SignMou(const v1::Mou& mou) const {
  return SignMou(
      mou, {mou.party_agency_ids().begin(), mou.party_agency_ids().end()});
}

v1::Envelope Federation::State(const std::string& mou_id,
                               const std::string& agency_id, int64_t number,
                               v1::MouStatementKind kind,
                               std::optional<absl::Time> issued) const {
  v1::MouStatement statement;
  statement.set_mou_id(mou_id);
  statement.set_agency_id(agency_id);
  statement.set_number(number);
  statement.set_kind(kind);
  *statement.mutable_issued_time() = auth::ToTimestamp(issued.value_or(now()));
  return *auth::SignDocument(kMouStatementType, statement, mou_key(agency_id));
}

}  // namespace homeward::policy::testing
