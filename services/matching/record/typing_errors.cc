#include "services/matching/record/typing_errors.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/matching/record/text_level.h"

namespace homeward::matching {
namespace {

// Two words with a byte for each letter, so that edits are counted in letters.
struct LetterPair {
  std::string left;
  std::string right;
};

bool IsAscii(absl::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0x80) != 0;
  });
}

// Letters are numbered as they come. Words have far fewer than 256.
LetterPair NumberLetters(absl::string_view left, absl::string_view right) {
  std::vector<absl::string_view> known;
  const auto numbered = [&](absl::string_view text) {
    std::string numbers;
    for (size_t i = 0; i < text.size();) {
      size_t end = i + 1;
      while (end < text.size() &&
             (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        ++end;
      }
      const absl::string_view letter = text.substr(i, end - i);
      const auto at = std::find(known.begin(), known.end(), letter);
      numbers.push_back(static_cast<char>(at - known.begin()));
      if (at == known.end()) known.push_back(letter);
      i = end;
    }
    return numbers;
  };
  LetterPair pair;
  pair.left = numbered(left);
  pair.right = numbered(right);
  return pair;
}

bool AreSwapped(absl::string_view left, absl::string_view right) {
  return left.size() == 2 && right.size() == 2 && left[0] == right[1] &&
         left[1] == right[0];
}

// How many typing errors two words may be apart. Of two letters one may be
// lost, or both swapped: with another letter they are another name.
int Budget(absl::string_view left, absl::string_view right) {
  const size_t shorter = std::min(left.size(), right.size());
  if (shorter >= 3) return 2;
  if (shorter < 2) return 0;
  return left.size() != right.size() || AreSwapped(left, right) ? 1 : 0;
}

// The bytes that occur, as bits: some share one.
uint64_t BytesOf(absl::string_view text) {
  uint64_t bytes = 0;
  for (const char c : text) bytes |= uint64_t{1} << (c & 63);
  return bytes;
}

// True if so many bytes are in one of them only that more than `edits` are
// needed: quicker than to try. An edit changes two at most.
bool TooFarApart(absl::string_view left, absl::string_view right, int edits) {
  return __builtin_popcountll(BytesOf(left) ^ BytesOf(right)) > 2 * edits;
}

// Whether one of them is how the other starts, cut off as by a form that is
// too narrow.
bool IsCutOff(absl::string_view left, absl::string_view right) {
  constexpr size_t kLeast = 3;
  if (left.size() > right.size()) std::swap(left, right);
  return left.size() >= kLeast && right.substr(0, left.size()) == left;
}

// Of words with a byte for each letter. What was cut off counts as one error.
TypingErrors Between(absl::string_view left, absl::string_view right) {
  const int budget = Budget(left, right);
  TypingErrors typed;
  typed.shorter = std::min(left.size(), right.size());
  if (budget == 0) return typed;
  if (IsCutOff(left, right)) {
    typed.count = 1;
  } else if (!TooFarApart(left, right, budget)) {
    const int edits = BoundedEdits(left, right, budget);
    typed.count = edits > budget ? 0 : edits;
  }
  return typed;
}

}  // namespace

TypingErrors TypingErrorsBetween(const Word& left, const Word& right) {
  if (IsAscii(left.folded) && IsAscii(right.folded)) {
    return Between(absl::string_view(left.folded), right.folded);
  }
  if (left.script != right.script) return TypingErrors();
  const LetterPair letters = NumberLetters(left.folded, right.folded);
  return Between(absl::string_view(letters.left), letters.right);
}

}  // namespace homeward::matching
