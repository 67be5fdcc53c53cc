#include "auth/testing/signed_mous.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "auth/proto_time.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"

namespace homeward::auth::testing {
namespace {

template <typename T>
T ValueOrDie(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.status().ToString().c_str());
  std::abort();
}

// One key signs for everybody: who signed what is tested elsewhere.
const SigningKey& Key() {
  static const SigningKey* const key =
      new SigningKey(ValueOrDie(SigningKey::Generate()));
  return *key;
}

v1::Envelope Envelope(const v1::Mou& mou, absl::string_view type) {
  return ValueOrDie(SignEnvelope(type, mou.SerializeAsString(), Key()));
}

}  // namespace

v1::Mou Document(const std::string& id, absl::Time start, absl::Time end) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(1);
  *mou.mutable_effective_time() = ToTimestamp(start);
  *mou.mutable_expiry_time() = ToTimestamp(end);
  mou.set_legal_authority("an agreement");
  mou.set_schema_version(1);
  v1::Clause* clause = mou.add_clauses();
  clause->set_clause_id("all");
  clause->set_effect(v1::EFFECT_PROHIBIT);
  v1::Match* match = clause->mutable_match();
  match->mutable_owner()->set_any(true);
  match->mutable_requester()->set_any(true);
  match->mutable_roles()->set_any(true);
  match->mutable_purposes()->set_any(true);
  match->mutable_actions()->set_any(true);
  match->mutable_categories()->add_categories(v1::CATEGORY_AUDIT);
  return mou;
}

v1::Mou NoIncidents(absl::Time end) {
  v1::Mou charter = Document("charter", absl::FromUnixSeconds(1), end);
  charter.set_legal_authority("the federation's statute");
  v1::Clause* clause = charter.mutable_clauses(0);
  clause->set_clause_id("no-incidents");
  clause->mutable_match()->mutable_categories()->set_categories(
      0, v1::CATEGORY_INCIDENT);
  return charter;
}

v1::Mou Permitting(v1::Mou document, const std::vector<std::string>& paths) {
  v1::Clause* clause = document.mutable_clauses(0);
  clause->set_effect(v1::EFFECT_PERMIT);
  v1::CategorySet* categories = clause->mutable_match()->mutable_categories();
  categories->Clear();
  categories->set_any(true);
  for (const std::string& path : paths) {
    v1::FieldRule* rule = clause->add_fields();
    rule->set_field_path(path);
    rule->set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  return document;
}

SignedMou SignedByAll(const v1::Mou& mou) {
  return ValueOrDie(
      VerifyMou(Envelope(mou, kMouPayloadType), [](absl::string_view) {
        return std::vector<PublicKey>{Key().public_key()};
      }));
}

SignedMou SignedByNobody(const v1::Mou& mou) {
  return ValueOrDie(
      VerifyMou(Envelope(mou, kMouPayloadType),
                [](absl::string_view) { return std::vector<PublicKey>(); }));
}

SignedMou AsCharter(const v1::Mou& charter) {
  return ValueOrDie(ReadCharter(ValueOrDie(
      VerifyEnvelope(Envelope(charter, kCharterPayloadType),
                     kCharterPayloadType, {Key().public_key()}, 1))));
}

}  // namespace homeward::auth::testing
