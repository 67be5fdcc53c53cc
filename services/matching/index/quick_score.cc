#include "services/matching/index/quick_score.h"

#include <algorithm>
#include <cstdlib>

#include "services/matching/record/typing_errors.h"
#include "services/matching/score/name_weight.h"

namespace homeward::matching {
namespace {

using Grid = std::array<std::array<float, kMaxNameWords>, kMaxNameWords>;

using Glance = PersonStore::Glance;

// Whether two words may be two typing errors apart. An edit changes two letters
// at most. Quick, since nearly all that are seen are not.
bool MayBeMistyped(const Glance& asked, const Glance& word) {
  constexpr int kErrors = 2;
  return asked.size != 0 && word.size != 0 &&
         std::abs(asked.size - word.size) <= kErrors &&
         __builtin_popcountll(asked.letters ^ word.letters) <= 2 * kErrors;
}

// Words that may be alike though they share no key of SimilarWords.
bool IsWorthAGuess(const Glance& asked, const Glance& word) {
  return asked.initial || word.initial || asked.script != word.script ||
         MayBeMistyped(asked, word);
}

// Whether what IsWorthAGuess() is indeed alike, or needs a full comparison.
bool IsWorthComparing(const Word& asked, const Word& word) {
  return asked.initial || word.initial || asked.script != word.script ||
         TypingErrorsBetween(asked, word).count > 0;
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

float WordMemory::Bits(int place, const AskedWord& asked, uint32_t number,
                       const PersonStore& store, const Statistics& statistics) {
  auto found = bits_.find(KeyOf(place, number));
  if (found == bits_.end()) {
    if (!IsWorthAGuess(asked.glance, store.glance(number))) {
      return DifferentWordBits();
    }
    found = bits_.try_emplace(KeyOf(place, number)).first;
    if (!IsWorthComparing(*asked.word, store.word(number))) {
      found->second = {true, DifferentWordBits()};
    }
  }
  Known& known = found->second;
  if (!known.compared) {
    const Word& word = store.word(number);
    const WordComparison words = CompareRecordWords(*asked.word, word);
    known.bits = static_cast<float>(
        WeighPair(*asked.word, word, words, statistics).bits);
    known.compared = true;
  }
  return known.bits;
}

QuickScore::QuickScore(const Person& asked, const PersonStore& store,
                       const Scorer& scorer, WordMemory* memory)
    : asked_(asked), store_(store), scorer_(scorer), memory_(memory) {
  for (const NameWord& word : asked.name.words) {
    words_.push_back({word.word.get(), PersonStore::GlanceAt(*word.word)});
  }
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
      grid[i][j] = memory_->Bits(i, words_[i], sketch.words[j], store_,
                                 scorer_.statistics());
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
