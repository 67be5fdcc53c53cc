#include "services/federation/merging/inquiry_update.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/federation/merging/merge.h"
#include "services/federation/merging/node_answers.h"
#include "services/matching/match_state.h"

namespace homeward::federation {

Update NextUpdate(const InquiryPlan& plan, const std::string& own_agency_id,
                  const internal::v1::StoredMatches& decided,
                  std::vector<v1::NodeAnswer> came, absl::Time now,
                  std::vector<v1::NodeAnswer>& answers) {
  for (v1::NodeAnswer& answer : came) {
    answer.set_rejected_match_count(matching::ApplyDecisions(
        decided, plan.question.include_rejected, *answer.mutable_matches()));
  }
  Update update;
  update.query_id = plan.query_id;
  const auto agencies = AnsweringAgencies(own_agency_id, plan);
  const bool is_last = answers.size() + came.size() == agencies.size();
  if (is_last && answers.empty()) {
    // Most questions end so: nothing is copied.
    SortAnswers(agencies, came);
    update.summary = Merge(came, now);
    update.answers = std::move(came);
    return update;
  }
  update.answers = came;
  absl::c_move(came, std::back_inserter(answers));
  if (is_last) {
    SortAnswers(agencies, answers);
    update.summary = Merge(answers, now);
  }
  return update;
}

}  // namespace homeward::federation
