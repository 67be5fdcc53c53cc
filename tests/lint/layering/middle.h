#ifndef HOMEWARD_TESTS_LINT_LAYERING_MIDDLE_H_
#define HOMEWARD_TESTS_LINT_LAYERING_MIDDLE_H_

#include "tests/lint/layering/bottom.h"

// The library through which the lower one can be reached.
inline constexpr int kMiddle = kBottom + 1;

#endif  // HOMEWARD_TESTS_LINT_LAYERING_MIDDLE_H_
