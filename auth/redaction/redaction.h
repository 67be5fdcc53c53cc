#ifndef HOMEWARD_AUTH_REDACTION_REDACTION_H_
#define HOMEWARD_AUTH_REDACTION_REDACTION_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/field_hash.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/claim.pb.h"

// The walk of Redact() through claims.
namespace homeward::auth {

// Redacts the claims of one record. Not thread-safe.
class Redaction {
 public:
  // Both must outlive it.
  Redaction(const Grant& grant, const FieldHasher& hasher)
      : grant_(grant), hasher_(hasher) {}

  // Clears whatever is set in `claim` and not granted: the list says what
  // stays, so a field that nobody thought of goes, and one that is unknown
  // here. Alters what stays, as the grant says.
  void Redact(v1::Claim& claim);

  // What was done to fields that stayed and are not as they were.
  const FieldTreatments& done() const { return done_; }

 private:
  using Nodes = std::vector<FieldCatalog::Node>;

  bool IsAllowed(const FieldCatalog::Node& node) const;
  // Each tells whether something of the message, or the field, is left.
  bool KeepOnly(const Nodes& nodes, google::protobuf::Message& message);
  bool KeepBelow(const FieldCatalog::Node& node,
                 google::protobuf::Message& message);
  bool KeepOnlyInEach(const FieldCatalog::Node& node,
                      google::protobuf::Message& message);
  // Puts a leaf into the form in which it is sent. False: it may be gone.
  bool KeepLeaf(const Nodes& siblings, const FieldCatalog::Node& node,
                google::protobuf::Message& message);
  void PutAgeBeside(const Nodes& siblings,
                    const google::protobuf::FieldDescriptor& birth,
                    google::protobuf::Message& message);
  const AskerHash* Hash();

  const Grant& grant_;
  const FieldHasher& hasher_;
  std::optional<AskerHash> hash_;
  // Of the claim: ages are those at this time.
  std::optional<absl::Time> source_time_;
  FieldTreatments done_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_REDACTION_H_
