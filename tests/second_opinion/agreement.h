#ifndef HOMEWARD_TESTS_SECOND_OPINION_AGREEMENT_H_
#define HOMEWARD_TESTS_SECOND_OPINION_AGREEMENT_H_

#include <cstdint>
#include <string>

#include "tests/second_opinion/coverage.h"

namespace homeward::second_opinion {

// What came of asking both decisions the same.
struct Agreement {
  // The first question on which they differ, with what each says and the
  // documents. Empty when they agree on all.
  std::string difference;
  // Questions asked.
  int64_t questions = 0;
  Coverage coverage;
};

// Asks both `count` generated questions, of fresh documents every now and
// then. The same seed asks the same questions everywhere.
Agreement Compare(unsigned seed, int64_t count);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_AGREEMENT_H_
