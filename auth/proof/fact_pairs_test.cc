#include "auth/proof/fact_pairs.h"

#include <set>

#include "auth/decision/fact_table.h"
#include "auth/mou/enum_set.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

// Any category but EXIST.
constexpr v1::Category kData = v1::CATEGORY_PHOTO;
constexpr Tri kTruths[] = {Tri::kUnknown, Tri::kFalse, Tri::kTrue};

// What the decision's own table says of a fact at a category.
Tri TruthAt(const FactTable& table, v1::Fact fact, v1::Category category) {
  const FactCondition is_true[] = {{fact, true}};
  const FactCondition is_false[] = {{fact, false}};
  if (table.Surely(is_true).Contains(category)) return Tri::kTrue;
  if (table.Surely(is_false).Contains(category)) return Tri::kFalse;
  return Tri::kUnknown;
}

// Every table that the facts of some question may become.
template <typename Visitor>
void ForEachTable(bool trusted, Visitor visit) {
  const CategorySet sets[] = {
      {}, {v1::CATEGORY_EXIST}, {kData}, {v1::CATEGORY_EXIST, kData}};
  for (const Tri open : kTruths) {
    for (const Tri other : kTruths) {
      for (const CategorySet first : sets) {
        for (const CategorySet second : sets) {
          CaseFacts case_facts = {"court", open, other,  first,
                                  second,  open, second, {}};
          RecordFacts facts;
          facts.consented = first;
          facts.refused = second;
          facts.custody_relation = other;
          facts.care_relation = other;
          facts.location_protected = other;
          facts.adoption_hold = other;
          const std::string issuers[] = {"court"};
          FactTable table = TableOf(
              case_facts, absl::MakeSpan(issuers).subspan(0, trusted ? 1 : 0));
          AddTo(table, facts);
          visit(table);
        }
      }
    }
  }
}

TEST(FactPairsTest, ThePossiblePairsAreThoseOfTheDecision) {
  for (int number = 1; number < v1::Fact_ARRAYSIZE; ++number) {
    const v1::Fact fact = static_cast<v1::Fact>(number);
    for (const bool trusted : {false, true}) {
      for (const bool of_exist : {false, true}) {
        uint64_t seen = 0;
        ForEachTable(trusted, [&](const FactTable& table) {
          const Tri at_exist = TruthAt(table, fact, v1::CATEGORY_EXIST);
          const Tri at_data = of_exist ? at_exist : TruthAt(table, fact, kData);
          seen |= uint64_t{1} << BitOf({at_data, at_exist});
        });
        EXPECT_EQ(PossiblePairs(fact, of_exist, trusted), seen)
            << v1::Fact_Name(fact) << " trusted " << trusted << " of EXIST "
            << of_exist;
      }
    }
  }
}

TEST(FactPairsTest, ConditionsKeepWhatTheDecisionKeeps) {
  for (int number = 1; number < v1::Fact_ARRAYSIZE; ++number) {
    const v1::Fact fact = static_cast<v1::Fact>(number);
    for (const bool expected : {false, true}) {
      const FactCondition conditions[] = {{fact, expected}};
      Box sure = Box::Everything();
      KeepSure(conditions, sure);
      Box at_data = Box::Everything();
      KeepPossible(conditions, Where::kData, at_data);
      Box at_exist = Box::Everything();
      KeepPossible(conditions, Where::kExist, at_exist);
      ForEachTable(true, [&](const FactTable& table) {
        const int bit = BitOf({TruthAt(table, fact, kData),
                               TruthAt(table, fact, v1::CATEGORY_EXIST)});
        const auto kept = [bit, number](const Box& box) {
          return (box.sets[kFacts + number] >> bit & 1) != 0;
        };
        EXPECT_EQ(kept(sure), table.Surely(conditions).Contains(kData));
        EXPECT_EQ(kept(at_data), table.Maybe(conditions).Contains(kData));
        EXPECT_EQ(kept(at_exist),
                  table.Maybe(conditions).Contains(v1::CATEGORY_EXIST));
      });
    }
  }
}

TEST(FactPairsTest, ABitIsItsPair) {
  for (int bit = 0; bit < 9; ++bit) EXPECT_EQ(BitOf(PairOf(bit)), bit);
}

}  // namespace
}  // namespace homeward::auth::proof
