#include "services/matching/name/weigh_names.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

class Shares : public NameFrequencies {
 public:
  explicit Shares(double common) : common_(common) {}
  double Share(const Word& word) const override {
    return word.folded == "ali" ? common_ : 1e-4;
  }

 private:
  const double common_;
};

NameWeight Weigh(const char* left, const char* right,
                 const NameFrequencies& frequencies) {
  const Name l = ParseName(left);
  const Name r = ParseName(right);
  return WeighNames(l, r, CompareNames(l, r), frequencies);
}

double Probability(const char* left, const char* right) {
  return NameProbability(Weigh(left, right, DefaultNameFrequencies()));
}

TEST(WeighNamesTest, PartsSumToTheWeight) {
  for (const char* right : {"Ana Ruiz", "Ana", "Ruiz Ana Maria", "Omar"}) {
    const NameWeight weight =
        Weigh("Ana Maria Ruiz", right, DefaultNameFrequencies());
    double sum = 0;
    for (const double part : weight.parts) sum += part;
    EXPECT_DOUBLE_EQ(sum, weight.bits) << right;
  }
}

TEST(WeighNamesTest, RareWordsWeighMore) {
  EXPECT_GT(Weigh("Ali Karzai", "Ali Karzai", Shares(1e-4)).bits,
            Weigh("Ali Karzai", "Ali Karzai", Shares(1e-1)).bits + 5);
}

TEST(WeighNamesTest, OmissionWeighsFarLessThanContradiction) {
  const Shares shares(0.01);
  const double whole =
      Weigh("Ivan Igorevich Petrov", "Ivan Igorevich Petrov", shares).bits;
  const double omitted =
      Weigh("Ivan Igorevich Petrov", "Ivan Petrov", shares).bits;
  const double other =
      Weigh("Ivan Igorevich Petrov", "Ivan Lukich Petrov", shares).bits;
  EXPECT_GT(whole, omitted);
  EXPECT_GT(omitted, other + 5);
}

TEST(NameProbabilityTest, OfNothingIsEvenOdds) {
  EXPECT_DOUBLE_EQ(Probability("", "Ana Ruiz"), 0.5);
  EXPECT_DOUBLE_EQ(Probability("", ""), 0.5);
}

TEST(NameProbabilityTest, SaysWhatPeopleWouldSay) {
  EXPECT_GT(Probability("Ana Ruiz", "Ruiz, Ana"), 0.9);
  EXPECT_GT(Probability("محمد عبد الرحمن", "Mohammed Abdulrahman"), 0.8);
  EXPECT_GT(Probability("Сергій Шевченко", "Sergey Shevchenko"), 0.8);
  EXPECT_GT(Probability("Jon Smith", "John Smith"), 0.5);
  EXPECT_LT(
      Probability("Ivan Nikolaevich Petrov", "Ivan Konstantinovich Petrov"),
      0.3);
  EXPECT_LT(Probability("Kim Jong Un", "Kim Jong Il"), 0.4);
  EXPECT_LT(Probability("John Smith Jr", "John Smith Sr"), 0.4);
  EXPECT_LT(Probability("Ana Ruiz", "Omar Haddad"), 0.01);
}

}  // namespace
}  // namespace homeward::matching
