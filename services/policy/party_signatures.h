#ifndef HOMEWARD_SERVICES_POLICY_PARTY_SIGNATURES_H_
#define HOMEWARD_SERVICES_POLICY_PARTY_SIGNATURES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/identity/directory.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::policy {

// The keys with which `directory` lets an agency sign for MOUs at `when`.
std::vector<auth::PublicKey> MouKeysOf(const auth::Directory& directory,
                                       absl::string_view agency_id,
                                       absl::Time when);

// Gathers the valid signatures of the parties of one MOU: a forged or foreign
// one is left out, so that it can't stand in the way of the real one. Keeps
// references to its arguments. Thread-compatible.
class PartySignatures {
 public:
  PartySignatures(const v1::Mou& mou, const auth::Directory& directory)
      : mou_(mou), directory_(directory) {}

  // Takes those of `envelope`'s signatures that are valid as of when each came
  // in: at the time in `times`, and at `now` after its end. Returns how many
  // are here now, be it from before.
  int Add(const v1::Envelope& envelope, absl::Span<const absl::Time> times,
          absl::Time now);

  // `document` with these signatures alone.
  v1::Envelope On(const v1::Envelope& document) const;

  // The keys of the party that signed.
  std::vector<auth::PublicKey> KeysOf(absl::string_view agency_id) const;

  // When each signature came in, in their order.
  const std::vector<absl::Time>& times() const { return times_; }

 private:
  bool AddOne(const v1::Envelope& envelope, int index, absl::Time when);

  const v1::Mou& mou_;
  const auth::Directory& directory_;
  std::set<std::string> key_ids_;
  google::protobuf::RepeatedPtrField<v1::EnvelopeSignature> signatures_;
  std::vector<absl::Time> times_;
  std::map<std::string, std::vector<auth::PublicKey>, std::less<>> keys_;
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_PARTY_SIGNATURES_H_
