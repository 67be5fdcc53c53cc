#include "services/federation/testing/heard.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::federation::testing {

v1::Outcome Heard::OutcomeOf(const std::string& agency_id) const {
  const auto found = answers.find(agency_id);
  return found == answers.end() ? v1::OUTCOME_UNSPECIFIED
                                : found->second.outcome();
}

void Heard::Take(Update update) {
  ++updates;
  query_id = update.query_id;
  if (!update.agency_ids.empty()) {
    EXPECT_EQ(updates, 1);
    asked = update.agency_ids;
  }
  for (const v1::NodeAnswer& answer : update.answers) {
    EXPECT_EQ(answers.count(answer.agency_id()), 0);
    answers[answer.agency_id()] = answer;
    order.push_back(answer.agency_id());
  }
  if (update.summary.has_value()) summary = *update.summary;
}

}  // namespace homeward::federation::testing
