#ifndef HOMEWARD_SERVICES_POLICY_TESTING_MOU_SIGNERS_H_
#define HOMEWARD_SERVICES_POLICY_TESTING_MOU_SIGNERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"

namespace homeward::policy::testing {

// Keys for MOUs of the agencies of a test federation, and documents signed
// with them.
class MouSigners {
 public:
  explicit MouSigners(const auth::testing::Federation& federation);

  // The federation's directory of `version` with these keys.
  v1::Directory Directory(int64_t version = 1) const;
  v1::Envelope SignedDirectory(int64_t version = 1) const;

  // A document between north and south that CheckMou() accepts, in force for
  // ten days around the federation's now.
  v1::Mou Mou(const std::string& mou_id) const;
  v1::Envelope Sign(const v1::Mou& mou,
                    const std::vector<std::string>& agency_ids) const;

  // A statement that `agency_id` signed.
  v1::Envelope State(const std::string& agency_id, const std::string& mou_id,
                     int64_t number, v1::MouStatementKind kind) const;

 private:
  const auth::testing::Federation& federation_;
  std::map<std::string, auth::SigningKey> keys_;
};

}  // namespace homeward::policy::testing

#endif  // HOMEWARD_SERVICES_POLICY_TESTING_MOU_SIGNERS_H_
