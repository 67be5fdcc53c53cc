#ifndef HOMEWARD_SERVICES_CLI_TEXT_VIEW_H_
#define HOMEWARD_SERVICES_CLI_TEXT_VIEW_H_

#include <string>
#include <vector>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/record.pb.h"

// What is shown as people read it, one fact a line. Pure.
namespace homeward::cli {

// "2026-03-01 12:00 UTC"; "time not told" when unset.
std::string TimeText(const google::protobuf::Timestamp& time);

// "3 h", "12 d": one unit, rounded down.
std::string AgeText(const google::protobuf::Duration& age);

// What a claim says in one line: kind, then what was disclosed of it.
std::string ClaimText(const v1::Claim& claim);

// "retain at most, 30 d".
std::string DutyText(const v1::Obligation& duty);

// What of `record` is not as its owner has it, and the duties that come with
// it: a line each, none when there is nothing to say.
std::vector<std::string> TermsText(const v1::ChildRecord& record);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_TEXT_VIEW_H_
