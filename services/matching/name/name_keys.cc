#include "services/matching/name/name_keys.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace homeward::matching {
namespace {

std::string KeyText(NameKeyKind kind, absl::string_view value) {
  return absl::StrCat(kNameKeyVersion, std::string(1, static_cast<char>(kind)),
                      value);
}

std::string PairText(Skeleton one, Skeleton other) {
  const auto [first, second] = std::minmax(one, other);
  return absl::StrCat(first.ToString(), " ", second.ToString());
}

// Adds each key once, up to the limit.
class Keys {
 public:
  void Add(NameKeyKind kind, absl::string_view value) {
    if (value.empty() || keys_.size() == kMaxNameKeys) return;
    std::string text = KeyText(kind, value);
    const auto same = [&](const NameKey& key) { return key.text == text; };
    if (absl::c_none_of(keys_, same)) keys_.push_back({kind, std::move(text)});
  }

  std::vector<NameKey> Take() { return std::move(keys_); }

 private:
  std::vector<NameKey> keys_;
};

void AddWord(const Word& word, Keys* keys) {
  if (word.initial) return;
  keys->Add(NameKeyKind::kWord, word.folded);
  for (const Reading& reading : word.readings) {
    if (!word.vowels_missing) keys->Add(NameKeyKind::kWord, reading.sound);
  }
  for (const uint16_t group : word.groups) {
    keys->Add(NameKeyKind::kWord, absl::StrCat("#", group));
  }
}

void AddPairs(const Word& one, const Word& other, Keys* keys) {
  for (const Skeleton a : one.skeletons) {
    for (const Skeleton b : other.skeletons) {
      keys->Add(NameKeyKind::kSkeletonPair, PairText(a, b));
    }
  }
}

}  // namespace

NameKey WordNameKey(const Word& word) {
  return {NameKeyKind::kWord, KeyText(NameKeyKind::kWord, word.folded)};
}

NameKey PairNameKey(Skeleton one, Skeleton other) {
  return {NameKeyKind::kSkeletonPair,
          KeyText(NameKeyKind::kSkeletonPair, PairText(one, other))};
}

std::vector<NameKey> NameKeys(const Name& name) {
  Keys keys;
  for (const NameWord& word : name.words) AddWord(*word.word, &keys);
  for (size_t i = 0; i < name.words.size(); ++i) {
    for (size_t j = i + 1; j < name.words.size(); ++j) {
      AddPairs(*name.words[i].word, *name.words[j].word, &keys);
    }
  }
  for (const NameWord& word : name.words) {
    for (const Skeleton skeleton : word.word->skeletons) {
      if (!word.word->initial) {
        keys.Add(NameKeyKind::kSkeleton, skeleton.ToString());
      }
    }
  }
  return keys.Take();
}

}  // namespace homeward::matching
