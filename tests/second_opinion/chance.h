#ifndef HOMEWARD_TESTS_SECOND_OPINION_CHANCE_H_
#define HOMEWARD_TESTS_SECOND_OPINION_CHANCE_H_

#include <iterator>
#include <random>
#include <utility>

namespace homeward::second_opinion {

// Chance that is the same everywhere for the same seed.
class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}

  // In [0, limit).
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  bool OneIn(int count) { return Below(count) == 0; }
  // One of `list`, which is not empty.
  template <typename List>
  auto Of(const List& list) {
    return list[Below(static_cast<int>(std::size(list)))];
  }
  // Any value of a protobuf enum, of which `size` is X_ARRAYSIZE, but
  // "unspecified".
  template <typename E>
  E AnyOf(int size) {
    return static_cast<E>(1 + Below(size - 1));
  }
  template <typename List>
  void Shuffle(List& list) {
    for (int i = static_cast<int>(list.size()) - 1; i > 0; --i) {
      std::swap(list[i], list[Below(i + 1)]);
    }
  }

 private:
  std::mt19937 random_;
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_CHANCE_H_
