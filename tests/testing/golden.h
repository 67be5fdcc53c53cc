#ifndef HOMEWARD_TESTS_TESTING_GOLDEN_H_
#define HOMEWARD_TESTS_TESTING_GOLDEN_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

// Golden files: the bytes that this project stores or signs, kept under
// tests/golden, so that no change of them goes unseen.
namespace homeward::testing {

// Compares `actual` with tests/golden/`name`, which the test must name in its
// `data`. With HOMEWARD_GOLDEN_OUT set to a folder, `actual` is written to
// `name` in it instead, and the test fails, so that a run that regenerates
// can't pass for one that compares:
//   bazel test --test_env=HOMEWARD_GOLDEN_OUT=$PWD/tests/golden \
//       --strategy=TestRunner=local TARGET
inline void ExpectGolden(const std::string& name, const std::string& actual) {
  if (const char* out = std::getenv("HOMEWARD_GOLDEN_OUT"); out != nullptr) {
    std::ofstream file(std::string(out) + "/" + name, std::ios::binary);
    file << actual;
    FAIL() << "wrote " << name << "; read the difference, then test again";
  }
  std::ifstream file("tests/golden/" + name, std::ios::binary);
  ASSERT_TRUE(file.good()) << "no golden file " << name;
  const std::string expected((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(actual, expected)
      << "the bytes of " << name
      << " changed: what is stored or signed already has the old form";
}

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_GOLDEN_H_
