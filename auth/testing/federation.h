#ifndef HOMEWARD_AUTH_TESTING_FEDERATION_H_
#define HOMEWARD_AUTH_TESTING_FEDERATION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/revocation.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/signing_key.h"
#include "google/protobuf/message.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/staff.pb.h"

// A small federation with real keys and certificates: agencies "north"
// (police), "south" (a clinic) and "west" (a court), governed by 2 of 3 keys.
// Everything here ends the test when it fails.
namespace homeward::auth::testing {

// One agency with everything it holds.
struct TestAgency {
  SigningKey root_key;
  Certificate root;
  SigningKey node_key;
  // Of node 1, good for 6 days from an hour before Federation::now.
  Certificate leaf;
  SigningKey assertion_key;
  SigningKey case_key;
  // For cases too, but held by its person "boss-1" alone.
  SigningKey boss_key;
  SigningKey revocation_key;
};

class Federation {
 public:
  // With `more` agencies besides.
  explicit Federation(
      absl::Time now = absl::FromUnixSeconds(1800000000),
      const std::vector<std::pair<std::string, v1::AgencyKind>>& more = {});

  const TestAgency& agency(const std::string& id) const {
    return agencies_.at(id);
  }
  // The message of version 1, to change and sign anew.
  const v1::Directory& message() const { return message_; }
  Governance governance() const;
  // `message`, signed by the governance keys with these indexes.
  v1::Envelope Sign(const v1::Directory& message,
                    const std::vector<int>& keys = {0, 1}) const;
  // `message` as a document of `type`, such as the charter, signed likewise.
  v1::Envelope SignAs(absl::string_view type,
                      const google::protobuf::Message& message,
                      const std::vector<int>& keys = {0, 1}) const;
  // The verified directory of `message`.
  std::shared_ptr<const Directory> Verified(const v1::Directory& message) const;
  std::shared_ptr<const Directory> directory() const {
    return Verified(message_);
  }

  // `agency_id`'s list, signed with its key for revocations.
  v1::Envelope SignedList(const std::string& agency_id, int64_t number,
                          const std::vector<std::string>& serials,
                          absl::Time issued) const;
  // The fresh and empty lists of all agencies.
  std::shared_ptr<const RevocationSet> revocations() const;

  PeerIdentity Peer(const std::string& agency_id) const;
  // A good assertion of `agency_id` for the staff member "s-1", for its node.
  v1::StaffAssertion Assertion(const std::string& agency_id,
                               v1::Role role) const;
  v1::Envelope SignAssertion(const v1::StaffAssertion& assertion) const;
  // A caller of `agency_id`, with staff.
  Caller CallerOf(const std::string& agency_id, v1::Role role) const;

  const absl::Time now;

 private:
  void Add(const std::string& id, v1::AgencyKind kind);

  std::vector<SigningKey> governance_keys_;
  std::map<std::string, TestAgency> agencies_;
  v1::Directory message_;
};

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_FEDERATION_H_
