#include "services/matching/name/compare_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/algorithm/container.h"
#include "services/matching/name/pairing.h"
#include "services/matching/name/sound_costs.h"

namespace homeward::matching {
namespace {

using Compare = absl::FunctionRef<WordComparison(const Word&, const Word&)>;

constexpr size_t kMax = kMaxNameWords;

// True if a pair says so little that its words may be parts of others.
bool IsWeak(const WordComparison& words) {
  return words.level > NameLevel::kClose;
}

// How `first` and `second` written as one word compare with `whole`.
WordComparison CompareJoined(const Word& first, const Word& second,
                             const Word& whole) {
  if (first.folded.size() + second.folded.size() == whole.folded.size() &&
      first.folded + second.folded == whole.folded) {
    return {NameLevel::kFolded, 1, 0, 0};
  }
  WordComparison result;
  if (first.readings.empty() || second.readings.empty() ||
      first.vowels_missing != second.vowels_missing ||
      first.vowels_missing != whole.vowels_missing) {
    return result;
  }
  const SoundCosts& costs =
      first.vowels_missing ? AbjadCosts() : VoweledCosts();
  constexpr double kFloor = 0.9;
  const std::string joined =
      first.readings.front().sound + second.readings.front().sound;
  for (size_t i = 0; i < whole.readings.size(); ++i) {
    const auto likeness = static_cast<float>(
        SoundLikeness(joined, whole.readings[i].sound, costs, kFloor));
    if (likeness < kFloor || likeness <= result.likeness) continue;
    result = {likeness >= 1 ? NameLevel::kSameSound : NameLevel::kClose,
              likeness, 0, static_cast<uint8_t>(i)};
  }
  return result;
}

// Aligns names whose grid of words is known.
class Aligner {
 public:
  Aligner(const Name& left, const Name& right, const WordGrid& grid)
      : left_(left.words), right_(right.words), grid_(grid) {}

  NameComparison Align() {
    left_used_.fill(false);
    right_used_.fill(false);
    choice_ = BestPairing(grid_, left_.size(), right_.size());
    JoinLeft();
    JoinRight();
    AddPairs();
    AddRest();
    absl::c_sort(result_.aligned, [](const auto& a, const auto& b) {
      return std::make_pair(a.left_count == 0 ? kMax : size_t{a.left},
                            a.right) <
             std::make_pair(b.left_count == 0 ? kMax : size_t{b.left}, b.right);
    });
    result_.reordered = Reordered();
    return std::move(result_);
  }

 private:
  using Words = absl::InlinedVector<NameWord, 4>;

  bool WeakLeft(size_t i) const {
    return !left_used_[i] && (choice_[i] < 0 || IsWeak(grid_[i][choice_[i]]));
  }
  bool WeakRight(size_t j) const {
    if (right_used_[j]) return false;
    for (size_t i = 0; i < left_.size(); ++i) {
      if (choice_[i] == static_cast<int>(j)) return IsWeak(grid_[i][j]);
    }
    return true;
  }

  void Release(size_t i, size_t j) {
    for (size_t k = 0; k < left_.size(); ++k) {
      if (k == i || choice_[k] == static_cast<int>(j)) choice_[k] = -1;
    }
  }

  // Two left words for one right word.
  void JoinLeft() {
    for (size_t i = 0; i + 1 < left_.size(); ++i) {
      for (size_t j = 0; j < right_.size(); ++j) {
        if (!WeakLeft(i) || !WeakLeft(i + 1) || !WeakRight(j)) continue;
        const WordComparison words =
            CompareJoined(*left_[i].word, *left_[i + 1].word, *right_[j].word);
        if (words.level == NameLevel::kDifferent) continue;
        Release(i, j);
        Release(i + 1, j);
        Add(i, 2, j, 1, words);
      }
    }
  }

  // Two right words for one left word.
  void JoinRight() {
    for (size_t j = 0; j + 1 < right_.size(); ++j) {
      for (size_t i = 0; i < left_.size(); ++i) {
        if (!WeakLeft(i) || !WeakRight(j) || !WeakRight(j + 1)) continue;
        WordComparison words =
            CompareJoined(*right_[j].word, *right_[j + 1].word, *left_[i].word);
        if (words.level == NameLevel::kDifferent) continue;
        std::swap(words.left_reading, words.right_reading);
        Release(i, j);
        Release(i, j + 1);
        Add(i, 1, j, 2, words);
      }
    }
  }

  void Add(size_t i, size_t left_count, size_t j, size_t right_count,
           const WordComparison& words) {
    for (size_t k = 0; k < left_count; ++k) left_used_[i + k] = true;
    for (size_t k = 0; k < right_count; ++k) right_used_[j + k] = true;
    AlignedWords aligned;
    aligned.left = static_cast<uint8_t>(i);
    aligned.left_count = static_cast<uint8_t>(left_count);
    aligned.right = static_cast<uint8_t>(j);
    aligned.right_count = static_cast<uint8_t>(right_count);
    aligned.words = words;
    result_.aligned.push_back(aligned);
  }

  void AddPairs() {
    for (size_t i = 0; i < left_.size(); ++i) {
      if (choice_[i] >= 0) Add(i, 1, choice_[i], 1, grid_[i][choice_[i]]);
    }
  }

  // Words that are left over on both sides differ; the others are missing.
  void AddRest() {
    size_t j = 0;
    for (size_t i = 0; i < left_.size(); ++i) {
      if (left_used_[i]) continue;
      while (j < right_.size() && right_used_[j]) ++j;
      if (j < right_.size()) {
        Add(i, 1, j, 1, WordComparison());
      } else {
        Add(i, 1, 0, 0, {NameLevel::kMissing, 0, 0, 0});
      }
    }
    for (j = 0; j < right_.size(); ++j) {
      if (!right_used_[j]) Add(0, 0, j, 1, {NameLevel::kMissing, 0, 0, 0});
    }
  }

  bool Reordered() const {
    int last = -1;
    for (const AlignedWords& aligned : result_.aligned) {
      if (aligned.words.level >= NameLevel::kMissing) continue;
      if (aligned.right < last) return true;
      last = aligned.right;
    }
    return false;
  }

  const Words& left_;
  const Words& right_;
  const WordGrid& grid_;
  WordChoice choice_;
  std::array<bool, kMax> left_used_;
  std::array<bool, kMax> right_used_;
  NameComparison result_;
};

}  // namespace

NameComparison CompareNames(const Name& left, const Name& right,
                            Compare compare) {
  if (left.words.empty() || right.words.empty()) return NameComparison();
  WordGrid grid;
  for (size_t i = 0; i < left.words.size(); ++i) {
    for (size_t j = 0; j < right.words.size(); ++j) {
      grid[i][j] = compare(*left.words[i].word, *right.words[j].word);
    }
  }
  NameComparison result = Aligner(left, right, grid).Align();
  result.suffixes_differ = !left.suffixes.empty() && !right.suffixes.empty() &&
                           left.suffixes != right.suffixes;
  return result;
}

NameComparison CompareNames(const Name& left, const Name& right) {
  return CompareNames(left, right, CompareWords);
}

}  // namespace homeward::matching
