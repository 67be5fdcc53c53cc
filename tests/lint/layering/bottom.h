#ifndef HOMEWARD_TESTS_LINT_LAYERING_BOTTOM_H_
#define HOMEWARD_TESTS_LINT_LAYERING_BOTTOM_H_

// The lower library, which the wrong target includes without declaring it.
inline constexpr int kBottom = 1;

#endif  // HOMEWARD_TESTS_LINT_LAYERING_BOTTOM_H_
