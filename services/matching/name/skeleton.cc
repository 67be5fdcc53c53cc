#include "services/matching/name/skeleton.h"

#include <array>

namespace homeward::matching {
namespace {

constexpr int kMaxClasses = 16;
constexpr char kNames[] = "-BKSTDFMNLRJ";

// The class of each letter, 0 for those that are dropped.
constexpr std::array<uint8_t, 26> MakeClasses() {
  std::array<uint8_t, 26> classes{};
  const char* letters[] = {"bp", "kqgx", "szc", "t", "d", "fv",
                           "m",  "n",    "l",   "r", "j"};
  uint8_t number = 1;
  for (const char* members : letters) {
    for (const char* c = members; *c != 0; ++c) classes[*c - 'a'] = number;
    ++number;
  }
  return classes;
}
constexpr std::array<uint8_t, 26> kClasses = MakeClasses();
constexpr uint8_t kGuttural = 2;
constexpr uint8_t kSibilant = 3;
constexpr uint8_t kLabial = 6;

bool IsFront(char c) { return c == 'e' || c == 'i' || c == 'y'; }

// The class of the letter at `*i`, which is moved past what belongs to it.
uint8_t ClassAt(absl::string_view letters, size_t* i) {
  const char c = letters[*i];
  const char next = *i + 1 < letters.size() ? letters[*i + 1] : '\0';
  if (c < 'a' || c > 'z') return 0;
  if (next == 'h' && c == 'p') {
    ++*i;
    return kLabial;
  }
  if (c == 'c' && next == 'h') {
    ++*i;
    return kSibilant;
  }
  if (c == 't' && (next == 's' || next == 'z')) {
    ++*i;
    return kSibilant;
  }
  if (c == 'c') return IsFront(next) || next == 'z' ? kSibilant : kGuttural;
  return kClasses[c - 'a'];
}

int SizeOf(uint64_t bits) {
  int size = 0;
  for (; bits != 0; bits >>= 4) ++size;
  return size;
}

// `bits` without the class at `place`.
uint64_t Without(uint64_t bits, int place) {
  const uint64_t below = (uint64_t{1} << (4 * place)) - 1;
  return (bits & below) | ((bits >> 4) & ~below);
}

}  // namespace

Skeleton Skeleton::Of(absl::string_view letters) {
  uint64_t bits = 0;
  int size = 0;
  uint8_t last = 0;
  for (size_t i = 0; i < letters.size() && size < kMaxClasses; ++i) {
    const uint8_t here = ClassAt(letters, &i);
    if (here != 0 && here != last) bits |= uint64_t{here} << (4 * size++);
    last = here;
  }
  return Skeleton(bits);
}

int Skeleton::size() const { return SizeOf(bits_); }

uint16_t Skeleton::classes() const {
  uint16_t classes = 0;
  for (uint64_t bits = bits_; bits != 0; bits >>= 4) {
    classes |= static_cast<uint16_t>(1U << (bits & 15));
  }
  return classes;
}

std::string Skeleton::ToString() const {
  std::string text;
  for (uint64_t bits = bits_; bits != 0; bits >>= 4) {
    text.push_back(kNames[bits & 15]);
  }
  return text;
}

bool OneEditApart(Skeleton left, Skeleton right) {
  uint64_t shorter = left.bits();
  uint64_t longer = right.bits();
  int size = SizeOf(longer);
  const int difference = size - SizeOf(shorter);
  if (difference < 0) {
    std::swap(shorter, longer);
    size -= difference;
  }
  if (difference < -1 || difference > 1 || shorter == longer) return false;
  // What is equal at the start does not count: the edit is at the first
  // difference.
  const int place = __builtin_ctzll(shorter ^ longer) / 4;
  if (difference != 0) return Without(longer, place) == shorter;
  const uint64_t changed = shorter ^ longer;
  const uint64_t rest =
      place + 1 < kMaxClasses ? changed >> (4 * (place + 1)) : 0;
  if (rest == 0) return true;
  const auto at = [](uint64_t bits, int i) { return bits >> (4 * i) & 15; };
  return (rest >> 4) == 0 && at(shorter, place) == at(longer, place + 1) &&
         at(shorter, place + 1) == at(longer, place);
}

}  // namespace homeward::matching
