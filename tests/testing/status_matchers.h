#ifndef HOMEWARD_TESTS_TESTING_STATUS_MATCHERS_H_
#define HOMEWARD_TESTS_TESTING_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// GoogleTest matchers for absl::Status and absl::StatusOr, which Debian's
// Abseil does not ship.
namespace homeward::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// Matches a Status or StatusOr that is OK.
MATCHER(IsOk, "is OK") {
  if (StatusOf(arg).ok()) return true;
  *result_listener << StatusOf(arg);
  return false;
}

// Matches a Status or StatusOr with the code `code`.
MATCHER_P(StatusIs, code, "has the code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

// The same, where `text` matches the message too.
MATCHER_P2(StatusIs, code, text,
           "has the code " + absl::StatusCodeToString(code) +
               " and a message that " +
               ::testing::DescribeMatcher<std::string>(text, negation)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(
             text, std::string(StatusOf(arg).message()), result_listener);
}

// Matches an OK StatusOr whose value matches `inner`.
MATCHER_P(IsOkAndHolds, inner, "is OK and holds what is expected") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  return ::testing::ExplainMatchResult(inner, *arg, result_listener);
}

}  // namespace homeward::testing

#define ASSERT_OK(expression) \
  ASSERT_THAT(expression, ::homeward::testing::IsOk())
#define EXPECT_OK(expression) \
  EXPECT_THAT(expression, ::homeward::testing::IsOk())

// Runs `expression`, a StatusOr, stops the test unless it is OK, and assigns
// its value to `left`.
#define ASSERT_OK_AND_ASSIGN(left, expression) \
  HOMEWARD_ASSIGN_(HOMEWARD_CONCAT_(result_, __LINE__), left, expression)
#define HOMEWARD_CONCAT_INNER_(a, b) a##b
#define HOMEWARD_CONCAT_(a, b) HOMEWARD_CONCAT_INNER_(a, b)
#define HOMEWARD_ASSIGN_(result, left, expression)  \
  auto result = (expression);                       \
  ASSERT_THAT(result, ::homeward::testing::IsOk()); \
  left = *std::move(result)

#endif  // HOMEWARD_TESTS_TESTING_STATUS_MATCHERS_H_
