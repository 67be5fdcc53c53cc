#include "services/policy/party_signatures.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/signing/dsse.h"

namespace homeward::policy {

std::vector<auth::PublicKey> MouKeysOf(const auth::Directory& directory,
                                       absl::string_view agency_id,
                                       absl::Time when) {
  auto member = directory.Find(agency_id, when);
  if (!member.ok()) return {};
  return (*member)->Keys(v1::KEY_USAGE_MOU, when);
}

int PartySignatures::Add(const v1::Envelope& envelope,
                         absl::Span<const absl::Time> times, absl::Time now) {
  int count = 0;
  for (int i = 0; i < envelope.signatures_size(); ++i) {
    const size_t index = static_cast<size_t>(i);
    count += AddOne(envelope, i, index < times.size() ? times[index] : now);
  }
  return count;
}

v1::Envelope PartySignatures::On(const v1::Envelope& document) const {
  v1::Envelope envelope;
  envelope.set_payload_type(document.payload_type());
  envelope.set_payload(document.payload());
  *envelope.mutable_signatures() = signatures_;
  return envelope;
}

std::vector<auth::PublicKey> PartySignatures::KeysOf(
    absl::string_view agency_id) const {
  const auto found = keys_.find(agency_id);
  if (found == keys_.end()) return {};
  return found->second;
}

bool PartySignatures::AddOne(const v1::Envelope& envelope, int index,
                             absl::Time when) {
  const v1::EnvelopeSignature& signature = envelope.signatures(index);
  if (key_ids_.count(signature.key_id()) > 0) return true;
  v1::Envelope one;
  one.set_payload_type(envelope.payload_type());
  one.set_payload(envelope.payload());
  *one.add_signatures() = signature;
  for (const std::string& party : mou_.party_agency_ids()) {
    for (const auth::PublicKey& key : MouKeysOf(directory_, party, when)) {
      if (key.key_id() != signature.key_id() ||
          !auth::VerifyEnvelope(one, one.payload_type(), {key}, 1).ok()) {
        continue;
      }
      key_ids_.insert(key.key_id());
      *signatures_.Add() = signature;
      times_.push_back(when);
      keys_[party].push_back(key);
      return true;
    }
  }
  return false;
}

}  // namespace homeward::policy
