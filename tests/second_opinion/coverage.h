#ifndef HOMEWARD_TESTS_SECOND_OPINION_COVERAGE_H_
#define HOMEWARD_TESTS_SECOND_OPINION_COVERAGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "homeward/v1/decide.pb.h"
#include "tests/second_opinion/branches.h"
#include "tests/second_opinion/second_opinion.h"

namespace homeward::second_opinion {

// How often questions came by each thing that a decision may depend on or
// come to: a comparison that never saw one says nothing of it.
class Coverage {
 public:
  void Add(const v1::DecideRequest& question, const Opinion& opinion,
           const Branches& seen);

  // Everything that can be come by, with its count.
  std::map<std::string, int64_t> Counts() const;

 private:
  // What is counted, one row each.
  enum Row {
    kReasons,
    kOutcomes,
    kCoarsenings,
    kMasks,
    kDuties,
    kRules,
    kBranchesSeen,
    kRoles,
    kPurposes,
    kActions,
    kKinds,
    kCategories,
    kFacts,
    kRows,
  };
  static constexpr int kColumns = 64;

  int64_t counts_[kRows][kColumns] = {};
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_COVERAGE_H_
