#ifndef HOMEWARD_SERVICES_EXCHANGE_CLAIM_PARTS_H_
#define HOMEWARD_SERVICES_EXCHANGE_CLAIM_PARTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "homeward/v1/values.pb.h"
#include "services/exchange/age.h"
#include "services/exchange/date.h"

// Parts of claims that every format has. Pure, thread-safe.
namespace homeward::exchange {

google::protobuf::Timestamp StampOf(absl::Time time);

v1::PartialDate DateOf(const PartialDate& date);

v1::AgeRange AgeRangeOf(const AgeRange& age, bool estimated);

// Where facts of an imported file come from: at `time`, basis IMPORTED.
v1::ClaimSource ImportedAt(absl::Time time);

// `text` as a country code when it is two letters; else into the address.
void SetCountry(absl::string_view text, v1::Place* place);

// Adds `line` to `text`, on a line of its own, unless it is empty.
void AppendLine(absl::string_view line, std::string* text);

// Whether a node takes `text` as a telephone number, and somebody can be found
// by it. Files may hold anything there, such as "her aunt's, ask at the desk":
// a child is not refused for it.
bool IsTelephone(absl::string_view text);

// Sets the request id to a digest of everything else in the request: the same
// content, the same id (64 hexadecimal digits).
void SetContentId(v1::RegisterChildRequest* request);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_CLAIM_PARTS_H_
