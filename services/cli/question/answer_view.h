#ifndef HOMEWARD_SERVICES_CLI_QUESTION_ANSWER_VIEW_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_ANSWER_VIEW_H_

#include <string>
#include <vector>

#include "homeward/v1/query_service.pb.h"

// Answers as people read them, one fact a line, within 80 columns where the
// facts allow. Pure.
namespace homeward::cli {

// What one node answered, with the evidence of each match.
std::vector<std::string> AnswerText(const v1::NodeAnswer& answer);

// All answers together: where she is, newest first, how she is, what possible
// matches say (apart, each with its record), contradictions, and every node
// with its outcome.
std::vector<std::string> SummaryText(const v1::Summary& summary);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_ANSWER_VIEW_H_
