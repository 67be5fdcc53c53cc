#include "services/matching/index/words/similar_words.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "services/matching/record/hash.h"

namespace homeward::matching {
namespace {

constexpr size_t kMaxLetters = 24;
// How many letters are left of a word that is cut off, and how many are gone.
constexpr size_t kLeastFront = 3;
constexpr size_t kMostGone = 6;

using Keys = std::vector<uint32_t>;

void AddKey(uint64_t kind, uint64_t hash, Keys* keys) {
  keys->push_back(static_cast<uint32_t>(Mixed(hash ^ (kind << 56)) >> 32));
}

// Where each letter of UTF-8 starts, and the end.
std::vector<size_t> LetterStarts(absl::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      starts.push_back(i);
    }
  }
  starts.push_back(text.size());
  return starts;
}

// The word, the word without each of its letters in turn.
void AddLetters(const Word& word, Keys* keys) {
  const std::string& text = word.folded;
  const std::vector<size_t> starts = LetterStarts(text);
  AddKey(1, HashOf(text), keys);
  const size_t letters = starts.size() - 1;
  if (letters < 3 || letters > kMaxLetters) return;
  for (size_t i = 0; i < letters; ++i) {
    AddKey(1, HashOf(text.substr(0, starts[i]) + text.substr(starts[i + 1])),
           keys);
  }
}

// What is left where the end is cut off.
void AddFronts(const Word& word, Keys* keys) {
  const std::vector<size_t> starts = LetterStarts(word.folded);
  const size_t letters = starts.size() - 1;
  const size_t least =
      std::max(kLeastFront, letters > kMostGone ? letters - kMostGone : 0);
  for (size_t front = least; front <= letters; ++front) {
    AddKey(2, HashOf(absl::string_view(word.folded).substr(0, starts[front])),
           keys);
  }
}

// The consonants, and of four or more all but one.
void AddSkeletons(const Word& word, Keys* keys) {
  for (const Skeleton skeleton : word.skeletons) {
    const uint64_t bits = skeleton.bits();
    const int size = skeleton.size();
    if (size < 2) continue;
    AddKey(3, bits, keys);
    if (size < 4) continue;
    for (int i = 0; i < size; ++i) {
      const uint64_t low = bits & ((uint64_t{1} << (4 * i)) - 1);
      const uint64_t high = i == 15 ? 0 : bits >> (4 * (i + 1)) << (4 * i);
      AddKey(3, low | high, keys);
    }
  }
}

Keys KeysOf(const Word& word) {
  Keys keys;
  if (word.initial) return keys;
  for (const uint16_t group : word.groups) AddKey(4, group, &keys);
  if (!word.vowels_missing) {
    for (const Reading& reading : word.readings) {
      AddKey(5, HashOf(reading.sound), &keys);
    }
  }
  AddLetters(word, &keys);
  AddFronts(word, &keys);
  AddSkeletons(word, &keys);
  absl::c_sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

void SimilarWords::Add(const Word& word) {
  for (const uint32_t key : KeysOf(word)) entries_.push_back({key, words_});
  ++words_;
}

void SimilarWords::Seal() {
  absl::c_sort(entries_, [](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.word < b.word;
  });
  entries_.shrink_to_fit();
}

std::vector<uint32_t> SimilarWords::Find(const Word& word) const {
  std::vector<uint32_t> all;
  for (const uint32_t key : KeysOf(word)) {
    const auto first = absl::c_lower_bound(
        entries_, key, [](const Entry& e, uint32_t k) { return e.key < k; });
    for (auto at = first; at != entries_.end() && at->key == key; ++at) {
      all.push_back(at->word);
    }
  }
  absl::c_sort(all);
  // How many keys are shared, and the word.
  std::vector<std::pair<int, uint32_t>> shared;
  for (size_t i = 0; i < all.size();) {
    size_t end = i;
    while (end < all.size() && all[end] == all[i]) ++end;
    shared.emplace_back(-static_cast<int>(end - i), all[i]);
    i = end;
  }
  absl::c_sort(shared);
  std::vector<uint32_t> words;
  words.reserve(shared.size());
  for (const auto& [count, number] : shared) words.push_back(number);
  return words;
}

}  // namespace homeward::matching
