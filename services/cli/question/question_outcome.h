#ifndef HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_OUTCOME_H_
#define HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_OUTCOME_H_

#include <string>

#include "homeward/v1/query_service.pb.h"
#include "services/cli/context.h"

// How a question to several nodes ended.
namespace homeward::cli {

// Denied (HW-MOU-001) when every node denied; partial when one did not answer.
Result HowItEnded(const v1::Summary& summary, const std::string& query_id);

// Shows `summary`, what is to be done about each node that gave no answer that
// holds, and how to have the question `query_id` explained.
void ShowSummary(Context& context, const v1::Summary& summary,
                 const std::string& query_id);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_QUESTION_QUESTION_OUTCOME_H_
