#ifndef HOMEWARD_AUTH_REDACTION_ALTER_H_
#define HOMEWARD_AUTH_REDACTION_ALTER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "auth/mou/treatment.h"
#include "auth/redaction/field_hash.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

// Carries out the outcomes MASK, COARSEN and HASH. Pure.
// Source: docs/mou.md, "Outcomes".
namespace homeward::auth {

// What stands for the hidden part of a text.
inline constexpr absl::string_view kMask = "***";

// How many characters UTF-8 text has, without a look at what they are.
int CountCharacters(absl::string_view text);

// What is done to the values of one leaf.
struct Alteration {
  Treatment treatment = Treatment::kDrop;
  // The leaf's path, for hashes.
  absl::string_view path;
  // Makes the hashes. Null unless `treatment` is kHash.
  const AskerHash* hash = nullptr;
};

// Changes the values of the leaf `field` of `message` as `alteration` says.
// Values of which nothing is left go, and all of a form that it doesn't fit.
void Alter(const Alteration& alteration,
           const google::protobuf::FieldDescriptor* field,
           google::protobuf::Message& message);

// `text` with a part hidden: `treatment` is one of those of MASK.
std::string Masked(absl::string_view text, Treatment treatment);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_ALTER_H_
