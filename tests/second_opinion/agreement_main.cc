// Exits 0 when both decisions agree on so many generated questions, 1 when
// they differ. The test of the mutants links it with a changed engine.
//
// Usage: agreement QUESTIONS
#include <cstdio>
#include <cstdlib>

#include "tests/second_opinion/agreement.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto agreement =
      homeward::second_opinion::Compare(/*seed=*/7, std::atoll(argv[1]));
  if (agreement.difference.empty()) return 0;
  std::printf("differs at question %lld\n%s",
              static_cast<long long>(agreement.questions),
              agreement.difference.c_str());
  return 1;
}
