#ifndef HOMEWARD_AUTH_WHAT_IF_WHAT_IF_H_
#define HOMEWARD_AUTH_WHAT_IF_WHAT_IF_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "homeward/v1/decide.pb.h"

// Questions to try MOUs on, as people write them. Pure.
// Source: docs/mou.md, "Trying it".
namespace homeward::auth {

// All that one decision is made from.
struct WhatIf {
  AccessRequest request;
  CaseFacts case_facts;
  RecordFacts facts;
  absl::Time now;
};

// Reads a message. Thread-safe.
//
// Errors, each without a value of the message:
//   INVALID_ARGUMENT  The time is missing; a category, fact or truth is not
//                     known; a fact stands twice, or has categories that it
//                     can't have; the age is no range.
absl::StatusOr<WhatIf> ReadWhatIf(const v1::DecideRequest& message);

// `what_if` as a message that ReadWhatIf() reads back as the same. Thread-safe.
v1::DecideRequest ToMessage(const WhatIf& what_if);

// Decides by Admit() and Authorize(): one function, one decision, whoever
// tries. Thread-safe.
v1::DecideResponse Decide(const std::shared_ptr<const ActiveSet>& mous,
                          const WhatIf& what_if);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_WHAT_IF_WHAT_IF_H_
