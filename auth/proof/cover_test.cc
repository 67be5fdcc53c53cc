#include "auth/proof/cover.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

constexpr int kAgencies = 3;
constexpr int kPurposes = 3;
constexpr int kData = 3;
constexpr int kAges = 4;
constexpr int kTimes = 3;

// One question in six dimensions; the others are the same everywhere.
struct Point {
  int owner;
  int requester;
  int purpose;
  int datum;
  int age;
  int time;
};

absl::Time At(int time) { return absl::FromUnixSeconds(time); }

std::vector<Point> AllPoints() {
  std::vector<Point> points;
  for (int n = 0;
       n < kAgencies * kAgencies * kPurposes * kData * kAges * kTimes; ++n) {
    int rest = n;
    const auto digit = [&rest](int base) {
      const int value = rest % base;
      rest /= base;
      return value;
    };
    points.push_back({digit(kAgencies), digit(kAgencies), digit(kPurposes),
                      digit(kData), digit(kAges), digit(kTimes)});
  }
  return points;
}

bool Holds(const Box& box, const Point& point) {
  const auto has = [&box](Dimension dimension, int value) {
    return (box.sets[dimension] >> value & 1) != 0;
  };
  return has(kOwner, point.owner) && has(kRequester, point.requester) &&
         has(kPurpose, point.purpose) && box.data.test(point.datum) &&
         box.age.begin <= point.age && point.age < box.age.end &&
         box.time.begin <= At(point.time) && At(point.time) < box.time.end &&
         !(box.apart && point.owner == point.requester);
}

// Boxes by chance: a fixed seed gives the same ones everywhere.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  Box Next(bool may_be_apart) {
    Box box = Box::Everything();
    box.sets[kOwner] = Bits(kAgencies);
    box.sets[kRequester] = Bits(kAgencies);
    box.sets[kPurpose] = Bits(kPurposes);
    box.data = FieldSet(Bits(kData));
    const int youngest = Below(kAges);
    box.age = {youngest, youngest + Below(kAges - youngest + 1)};
    const int earliest = Below(kTimes);
    box.time = {At(earliest), At(earliest + Below(kTimes - earliest + 1))};
    box.apart = may_be_apart && Below(2) == 0;
    return box;
  }

 private:
  // Most often all of them, so that a few cuts can cover a box.
  uint64_t Bits(int count) {
    const uint64_t all = (uint64_t{1} << count) - 1;
    return Below(2) == 0 ? all : random_() & all;
  }

  std::mt19937 random_;
};

TEST(BoxTest, EmptyIsWhatHoldsNoPoint) {
  Generator generator(1);
  int empty = 0;
  for (int i = 0; i < 2000; ++i) {
    const Box box = generator.Next(true);
    bool holds_any = false;
    for (const Point& point : AllPoints()) holds_any |= Holds(box, point);
    ASSERT_EQ(box.empty(), !holds_any);
    empty += box.empty();
  }
  EXPECT_GT(empty, 100);
  EXPECT_LT(empty, 1900);
}

TEST(BoxTest, OutsideSplitsWhatIsLeftWithoutOverlap) {
  Generator generator(2);
  for (int i = 0; i < 500; ++i) {
    const Box box = generator.Next(true);
    const Box cut = generator.Next(false);
    const std::vector<Box> parts =
        box.empty() ? std::vector<Box>() : Outside(box, cut);
    for (const Point& point : AllPoints()) {
      int times = 0;
      for (const Box& part : parts) times += Holds(part, point);
      ASSERT_EQ(times, Holds(box, point) && !Holds(cut, point) ? 1 : 0);
    }
  }
}

TEST(BoxTest, BothIsTheIntersection) {
  Generator generator(3);
  for (int i = 0; i < 500; ++i) {
    const Box a = generator.Next(true);
    const Box b = generator.Next(true);
    const Box both = a & b;
    for (const Point& point : AllPoints()) {
      ASSERT_EQ(Holds(both, point), Holds(a, point) && Holds(b, point));
    }
  }
}

TEST(CoverSearchTest, FindsAGapWheneverThereIsOne) {
  Generator generator(4);
  int covered = 0;
  constexpr int kRounds = 2000;
  for (int i = 0; i < kRounds; ++i) {
    const Box box = generator.Next(true);
    std::vector<Cut> cuts;
    for (int j = generator.Below(8); j >= 0; --j) {
      cuts.push_back({generator.Next(false), j});
    }
    std::vector<const Cut*> pointers;
    for (const Cut& cut : cuts) pointers.push_back(&cut);
    Steps steps(100000);
    CoverSearch search(&steps);
    const std::optional<Box> gap = search.FindUncovered(box, pointers);
    ASSERT_FALSE(steps.over());

    bool has_gap = false;
    for (const Point& point : AllPoints()) {
      bool taken = !Holds(box, point);
      for (const Cut& cut : cuts) taken |= Holds(cut.box, point);
      has_gap |= !taken;
      // All of what is found is in the box and in no cut.
      if (gap.has_value() && Holds(*gap, point)) ASSERT_FALSE(taken);
    }
    ASSERT_EQ(gap.has_value(), has_gap);
    if (gap.has_value()) ASSERT_FALSE(gap->empty());
    covered += !has_gap;
  }
  EXPECT_GT(covered, kRounds / 20);
  EXPECT_LT(covered, kRounds * 19 / 20);
}

TEST(CoverSearchTest, TheNamedSourcesAloneCoverToo) {
  Generator generator(5);
  for (int i = 0; i < 1000; ++i) {
    const Box box = generator.Next(false);
    std::vector<Cut> cuts;
    for (int j = 0; j < 10; ++j) cuts.push_back({generator.Next(false), j});
    std::vector<const Cut*> all;
    for (const Cut& cut : cuts) all.push_back(&cut);
    Steps steps(100000);
    CoverSearch search(&steps);
    if (search.FindUncovered(box, all).has_value()) continue;
    std::vector<const Cut*> named;
    for (const int source : search.sources()) named.push_back(&cuts[source]);
    ASSERT_FALSE(search.FindUncovered(box, named).has_value());
  }
}

TEST(CoverSearchTest, SaysSoWhenItsStepsAreOver) {
  Box box = Box::Everything();
  box.sets[kPurpose] = 7;
  Cut first = {box, 0};
  first.box.sets[kPurpose] = 1;
  Cut second = {box, 1};
  second.box.sets[kPurpose] = 6;
  Steps few(1);
  CoverSearch search(&few);
  EXPECT_FALSE(search.FindUncovered(box, {&first, &second}).has_value());
  EXPECT_TRUE(few.over());
  Steps enough(10);
  CoverSearch longer(&enough);
  EXPECT_FALSE(longer.FindUncovered(box, {&first, &second}).has_value());
  EXPECT_FALSE(enough.over());
}

}  // namespace
}  // namespace homeward::auth::proof
