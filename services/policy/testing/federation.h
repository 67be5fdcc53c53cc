#ifndef HOMEWARD_SERVICES_POLICY_TESTING_FEDERATION_H_
#define HOMEWARD_SERVICES_POLICY_TESTING_FEDERATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"

// The small federation with keys for MOUs, a charter and the MOUs that the
// project ships as templates, between "north" (as police), "south" (as the
// clinic) and "west" (as the child protection agency). Everything here ends
// the test when it fails.
namespace homeward::policy::testing {

class Federation {
 public:
  Federation();

  const auth::testing::Federation& base() const { return base_; }
  absl::Time now() const { return base_.now; }

  // The message of version 1, to change and sign anew.
  const v1::Directory& message() const { return message_; }
  v1::Envelope Sign(const v1::Directory& message) const {
    return base_.Sign(message);
  }
  // `message` of the given version, signed.
  v1::Envelope Directory(int64_t version = 1) const;

  const auth::SigningKey& mou_key(const std::string& agency_id) const {
    return mou_keys_.at(agency_id);
  }

  // The template deploy/mou_templates/`name`.textproto for these agencies.
  v1::Mou Template(const std::string& name) const;
  // The same as the version after `before`.
  static v1::Mou After(const v1::Mou& before);
  // `mou` with the signatures of `agency_ids`, in that order.
  v1::Envelope SignMou(const v1::Mou& mou,
                       const std::vector<std::string>& agency_ids) const;
  // `mou` with every party's signature.
  v1::Envelope SignMou(const v1::Mou& mou) const;

  // A statement, issued now unless `issued` says when.
  v1::Envelope State(const std::string& mou_id, const std::string& agency_id,
                     int64_t number, v1::MouStatementKind kind,
                     std::optional<absl::Time> issued = std::nullopt) const;

 private:
  const auth::testing::Federation base_;
  std::map<std::string, auth::SigningKey> mou_keys_;
  v1::Directory message_;
};

}  // namespace homeward::policy::testing

#endif  // HOMEWARD_SERVICES_POLICY_TESTING_FEDERATION_H_
