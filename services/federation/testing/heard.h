#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_HEARD_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_HEARD_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/asking/inquiry.h"

namespace homeward::federation::testing {

// What a listener heard.
struct Heard {
  std::vector<std::string> asked;
  std::map<std::string, v1::NodeAnswer> answers;
  // In the order in which they came.
  std::vector<std::string> order;
  absl::Status status;
  v1::Summary summary;
  std::string query_id;

  // How many updates there were, the last one included.
  int updates = 0;

  void Take(Update update);
  v1::Outcome OutcomeOf(const std::string& agency_id) const;
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_HEARD_H_
