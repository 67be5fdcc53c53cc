#ifndef HOMEWARD_SERVICES_CLI_MOU_TRIAL_DECIDE_LINES_H_
#define HOMEWARD_SERVICES_CLI_MOU_TRIAL_DECIDE_LINES_H_

#include <istream>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "homeward/v1/decide.pb.h"
#include "services/cli/mou/file/mou_documents.h"

namespace homeward::cli {

// Reads the next line of `in`, without its end. Returns whether there was one.
// Of a line that is too long for ReadQuestion() it keeps no more than shows
// that.
bool ReadQuestionLine(std::istream& in, std::string& line);

// Reads the JSON of a DecideRequest, which is one line.
//
// Errors:
//   INVALID_ARGUMENT  It is none; the text says where it doesn't fit and quotes
//                     nothing of it.
absl::StatusOr<v1::DecideRequest> ReadQuestion(const std::string& line);

// Decides each line of `in`, the JSON of a homeward.v1.DecideRequest, by the
// set of `documents`, and writes the JSON of its DecideResponse as the same
// line of `out`. A line that is none gets an error in its place. Returns the
// number of those.
//
// Errors:
//   INTERNAL  A response can't be written as JSON.
absl::StatusOr<int> DecideLines(const MouDocuments& documents, std::istream& in,
                                std::ostream& out);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_TRIAL_DECIDE_LINES_H_
