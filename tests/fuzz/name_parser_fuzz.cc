// Whatever the bytes of two names are: parsing is bounded and always the same,
// a comparison holds each word once, a name equals itself, and a probability
// is one.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/name/compare_names.h"
#include "services/matching/name/name.h"
#include "services/matching/name/name_keys.h"
#include "services/matching/name/weigh_names.h"

namespace homeward::matching {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

Name Parse(absl::string_view text) {
  Name name = ParseName(text);
  Check(name.words.size() <= kMaxNameWords);
  for (const NameWord& word : name.words) {
    Check(!word.word->folded.empty() && !word.word->written.empty());
    Check(word.word->readings.size() <= kMaxReadings);
    for (const Skeleton skeleton : word.word->skeletons) {
      Check(!skeleton.empty());
    }
  }
  const std::vector<NameKey> keys = NameKeys(name);
  Check(keys.size() <= kMaxNameKeys);
  Check(keys == NameKeys(ParseName(text)));
  return name;
}

void Compare(const Name& left, const Name& right) {
  const NameComparison comparison = CompareNames(left, right);
  size_t left_words = 0;
  size_t right_words = 0;
  for (const AlignedWords& words : comparison.aligned) {
    left_words += words.left_count;
    right_words += words.right_count;
    Check(words.words.likeness >= 0 && words.words.likeness <= 1);
  }
  const bool evidence = !left.words.empty() && !right.words.empty();
  Check(left_words == (evidence ? left.words.size() : 0));
  Check(right_words == (evidence ? right.words.size() : 0));
  const NameWeight weight =
      WeighNames(left, right, comparison, DefaultNameFrequencies());
  Check(weight.parts.size() == comparison.aligned.size() + 1);
  Check(std::isfinite(weight.bits));
  const double probability = NameProbability(weight);
  Check(probability > 0 && probability < 1);
}

void CompareWithItself(const Name& name) {
  for (const AlignedWords& words : CompareNames(name, name).aligned) {
    Check(words.words.level == NameLevel::kExact);
  }
}

}  // namespace
}  // namespace homeward::matching

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace matching = homeward::matching;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t tab = std::min(text.find('\t'), text.size());
  const matching::Name left = matching::Parse(text.substr(0, tab));
  const matching::Name right = matching::Parse(text.substr(tab));
  matching::CompareWithItself(left);
  matching::Compare(left, right);
  matching::Compare(right, left);
  return 0;
}
