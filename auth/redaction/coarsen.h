#ifndef HOMEWARD_AUTH_REDACTION_COARSEN_H_
#define HOMEWARD_AUTH_REDACTION_COARSEN_H_

#include <optional>

#include "absl/time/time.h"
#include "auth/mou/treatment.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/values.pb.h"

// Makes values less exact: the outcome COARSEN. Pure.
// Source: docs/mou.md, "Outcomes".
namespace homeward::auth {

// Each leaves of its value what `treatment` says, and returns whether
// something is left: not of a value that is none, nor when the treatment is
// none for its form.
bool Coarsen(Treatment treatment, v1::PartialDate& date);
bool Coarsen(Treatment treatment, google::protobuf::Timestamp& time);
bool Coarsen(Treatment treatment, v1::AgeRange& age);
bool Coarsen(Treatment treatment, v1::Place& place);

// The age band at `time` of who was born on `birth`, or nothing.
std::optional<v1::AgeRange> BandOfBirth(const v1::PartialDate& birth,
                                        absl::Time time);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_COARSEN_H_
