#ifndef HOMEWARD_SERVICES_MATCHING_EXPLAIN_TEST_KIT_H_
#define HOMEWARD_SERVICES_MATCHING_EXPLAIN_TEST_KIT_H_

#include <cstdint>

#include "gtest/gtest.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/description.h"
#include "services/matching/explain.h"
#include "services/matching/match.h"

namespace homeward::matching {

inline constexpr double kPersons = 10000;

// What is told of `whole` to who asks for `asked` and sees `shown` of it.
inline v1::RecordMatch Told(const Description& asked,
                            const v1::ChildRecord& whole,
                            const v1::ChildRecord& shown) {
  const Match match = Compare(asked, DescribeClaims(whole.claims()), kPersons);
  v1::RecordMatch told;
  *told.mutable_record() = shown;
  Explain(match, told);
  int64_t sum = 0;
  for (const v1::MatchEvidence& evidence : told.evidence()) {
    sum += evidence.weight_millibits();
  }
  EXPECT_EQ(sum, told.score_millibits());
  EXPECT_EQ(told.probability(), match.score.probability);
  return told;
}

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_EXPLAIN_TEST_KIT_H_
