#include "services/matching/index/quick_score.h"

#include <algorithm>

#include "services/matching/score/name_weight.h"

namespace homeward::matching {
namespace {

using Grid = std::array<std::array<float, kMaxNameWords>, kMaxNameWords>;

// Words that may be alike though they share no key of SimilarWords.
bool IsWorthAGuess(const Word& asked, const Word& word) {
  return asked.initial || word.initial || asked.script != word.script;
}

// The best of `grid` again and again, without its row and column, and what is
// left over.
float GreedySum(const Grid& grid, int rows, int columns) {
  unsigned used_rows = 0;
  unsigned used_columns = 0;
  float sum = 0;
  int paired = 0;
  for (const int most = std::min(rows, columns); paired < most; ++paired) {
    float best = DifferentWordBits();
    int best_row = -1;
    int best_column = -1;
    for (int i = 0; i < rows; ++i) {
      if ((used_rows >> i & 1) != 0) continue;
      for (int j = 0; j < columns; ++j) {
        if ((used_columns >> j & 1) != 0 || grid[i][j] <= best) continue;
        best = grid[i][j];
        best_row = i;
        best_column = j;
      }
    }
    if (best_row < 0) break;
    sum += best;
    used_rows |= 1U << best_row;
    used_columns |= 1U << best_column;
  }
  const int different_pairs = std::min(rows, columns) - paired;
  const int missing_words = std::max(rows, columns) - std::min(rows, columns);
  return sum + static_cast<float>(different_pairs) * DifferentWordBits() +
         static_cast<float>(missing_words) * MissingWordBits();
}

}  // namespace

void WordMemory::Clear() {
  compared_.clear();
  bits_.clear();
}

WordComparison WordMemory::Compare(const Word& left, const Word& right) {
  const auto [found, added] = compared_.try_emplace({&left, &right});
  if (added) found->second = CompareRecordWords(left, right);
  return found->second;
}

float WordMemory::Bits(int place, const Word& asked, uint32_t number,
                       const PersonStore& store, const Statistics& statistics) {
  const Word& word = store.word(number);
  auto found = bits_.find(KeyOf(place, number));
  if (found == bits_.end()) {
    if (!IsWorthAGuess(asked, word)) return DifferentWordBits();
    found = bits_.try_emplace(KeyOf(place, number)).first;
  }
  Known& known = found->second;
  if (!known.compared) {
    const WordComparison words = CompareRecordWords(asked, word);
    known.bits =
        static_cast<float>(WeighPair(asked, word, words, statistics).bits);
    known.compared = true;
  }
  return known.bits;
}

QuickScore::QuickScore(const Person& asked, const PersonStore& store,
                       const Scorer& scorer, WordMemory* memory)
    : asked_(asked), store_(store), scorer_(scorer), memory_(memory) {
  if (!asked.birth.has_value()) return;
  for (int level = 0; level < kBirthLevels; ++level) {
    birth_bits_[level] = static_cast<float>(
        scorer.TypicalBirthBits(*asked.birth, static_cast<BirthLevel>(level)));
  }
}

float QuickScore::NameBits(const PersonStore::Sketch& sketch) const {
  const int rows = static_cast<int>(asked_.name.words.size());
  const int columns = sketch.word_count;
  if (rows == 0 || columns == 0) return 0;
  Grid grid;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      grid[i][j] = memory_->Bits(i, *asked_.name.words[i].word, sketch.words[j],
                                 store_, scorer_.statistics());
    }
  }
  return GreedySum(grid, rows, columns);
}

float QuickScore::Bits(uint32_t record) const {
  const PersonStore::Sketch sketch = store_.SketchOf(record);
  float bits = NameBits(sketch);
  if (asked_.birth.has_value() && sketch.birth.has_value()) {
    bits += birth_bits_[static_cast<int>(
        CompareBirths(*asked_.birth, *sketch.birth))];
  }
  if (asked_.sex != Sex::kUnknown && sketch.sex != Sex::kUnknown) {
    bits += static_cast<float>(scorer_.SexBits(asked_.sex == sketch.sex));
  }
  return bits;
}

}  // namespace homeward::matching
