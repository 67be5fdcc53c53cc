#include "services/matching/index/person_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace homeward::matching {
namespace {

constexpr size_t kUnit = 4;
constexpr size_t kChunkBytes = size_t{1} << 22;
constexpr size_t kMaxBytes = 255;

// A record is: flags, the birth if there is one, the number of words, each
// word's number and tag, the id, the suffixes, a mask of texts, each text.
// Texts are their length and their bytes.
constexpr uint8_t kHasBirth = 4;  // Beside the sex, in two bits.

template <typename T>
void Put(T value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void PutText(absl::string_view text, std::string* bytes) {
  text = text.substr(0, kMaxBytes);
  Put(static_cast<uint8_t>(text.size()), bytes);
  bytes->append(text.data(), text.size());
}

// Reads what Put() wrote.
class Reader {
 public:
  explicit Reader(const char* at) : at_(at) {}

  template <typename T>
  T Take() {
    T value;
    std::memcpy(&value, at_, sizeof(value));
    at_ += sizeof(value);
    return value;
  }
  absl::string_view TakeText() {
    const auto size = Take<uint8_t>();
    const absl::string_view text(at_, size);
    at_ += size;
    return text;
  }
  void Skip(size_t bytes) { at_ += bytes; }

 private:
  const char* at_;
};

void PutBirth(const Birth& birth, std::string* bytes) {
  Put(birth.first, bytes);
  Put(birth.last, bytes);
  Put(birth.year, bytes);
  Put(birth.month, bytes);
  Put(birth.day, bytes);
  Put(static_cast<uint8_t>((static_cast<int>(birth.calendar) << 1) |
                           (birth.impossible ? 1 : 0)),
      bytes);
}
constexpr size_t kBirthBytes = 13;

Birth TakeBirth(Reader* reader) {
  Birth birth;
  birth.first = reader->Take<int32_t>();
  birth.last = reader->Take<int32_t>();
  birth.year = reader->Take<uint16_t>();
  birth.month = reader->Take<uint8_t>();
  birth.day = reader->Take<uint8_t>();
  const auto how = reader->Take<uint8_t>();
  birth.calendar = static_cast<BirthCalendar>(how >> 1);
  birth.impossible = (how & 1) != 0;
  return birth;
}

void PutTexts(const Person& person, std::string* bytes) {
  uint16_t mask = 0;
  for (int field = 0; field < kTextFields; ++field) {
    if (!person.texts[field].empty()) mask |= 1 << field;
  }
  Put(mask, bytes);
  for (const std::string& text : person.texts) {
    if (!text.empty()) PutText(text, bytes);
  }
}

}  // namespace

PersonStore::Glance PersonStore::GlanceAt(const Word& word) {
  Glance glance;
  glance.size = static_cast<uint8_t>(std::min(word.folded.size(), kMaxBytes));
  for (const char c : word.folded) {
    glance.letters |= uint64_t{1} << (c & 63);
    if ((static_cast<unsigned char>(c) & 0x80) != 0) glance.size = 0;
  }
  glance.script = word.script;
  glance.initial = word.initial;
  return glance;
}

uint32_t PersonStore::WordNumber(const WordPtr& word) {
  const auto [found, added] = numbers_.try_emplace(
      absl::StrCat(word->written, "\n", word->folded), words_.size());
  if (added) {
    words_.push_back(word);
    glances_.push_back(GlanceAt(*word));
  }
  return found->second;
}

uint32_t PersonStore::Add(absl::string_view id, const Person& person) {
  std::string bytes;
  Put(static_cast<uint8_t>(static_cast<int>(person.sex) |
                           (person.birth.has_value() ? kHasBirth : 0)),
      &bytes);
  if (person.birth.has_value()) PutBirth(*person.birth, &bytes);
  Put(static_cast<uint8_t>(person.name.words.size()), &bytes);
  for (const NameWord& word : person.name.words) {
    Put((WordNumber(word.word) << 2) | static_cast<uint32_t>(word.tag), &bytes);
  }
  PutText(id, &bytes);
  PutText(absl::StrJoin(person.name.suffixes, " "), &bytes);
  PutTexts(person, &bytes);
  const size_t size = (bytes.size() + kUnit - 1) / kUnit * kUnit;
  if (chunks_.empty() || used_ + size > kChunkBytes) {
    chunks_.push_back(std::make_unique<char[]>(kChunkBytes));
    used_ = 0;
  }
  std::memcpy(chunks_.back().get() + used_, bytes.data(), bytes.size());
  starts_.push_back(static_cast<uint32_t>(
      ((chunks_.size() - 1) * kChunkBytes + used_) / kUnit));
  used_ += size;
  return size_t{starts_.size()} - 1;
}

const char* PersonStore::At(uint32_t record) const {
  const size_t start = size_t{starts_[record]} * kUnit;
  return chunks_[start / kChunkBytes].get() + start % kChunkBytes;
}

Person PersonStore::Get(uint32_t record) const {
  Reader reader(At(record));
  Person person;
  const auto flags = reader.Take<uint8_t>();
  person.sex = static_cast<Sex>(flags & 3);
  if ((flags & kHasBirth) != 0) person.birth = TakeBirth(&reader);
  const auto words = reader.Take<uint8_t>();
  for (int i = 0; i < words; ++i) {
    const auto word = reader.Take<uint32_t>();
    // Without a count of references, which threads would fight over.
    person.name.words.push_back(
        NameWord{WordPtr(WordPtr(), words_[word >> 2].get()),
                 static_cast<NameTag>(word & 3)});
  }
  reader.TakeText();  // The id.
  const absl::string_view suffixes = reader.TakeText();
  if (!suffixes.empty()) person.name.suffixes = absl::StrSplit(suffixes, ' ');
  const auto mask = reader.Take<uint16_t>();
  for (int field = 0; field < kTextFields; ++field) {
    if ((mask >> field & 1) != 0) {
      person.texts[field] = std::string(reader.TakeText());
    }
  }
  return person;
}

std::optional<Birth> PersonStore::BirthOf(uint32_t record) const {
  Reader reader(At(record));
  if ((reader.Take<uint8_t>() & kHasBirth) == 0) return std::nullopt;
  return TakeBirth(&reader);
}

PersonStore::Sketch PersonStore::SketchOf(uint32_t record) const {
  Reader reader(At(record));
  Sketch sketch;
  const auto flags = reader.Take<uint8_t>();
  sketch.sex = static_cast<Sex>(flags & 3);
  if ((flags & kHasBirth) != 0) sketch.birth = TakeBirth(&reader);
  sketch.word_count = std::min<int>(reader.Take<uint8_t>(), kMaxNameWords);
  for (int i = 0; i < sketch.word_count; ++i) {
    sketch.words[i] = reader.Take<uint32_t>() >> 2;
  }
  return sketch;
}

absl::string_view PersonStore::IdOf(uint32_t record) const {
  Reader reader(At(record));
  if ((reader.Take<uint8_t>() & kHasBirth) != 0) reader.Skip(kBirthBytes);
  const auto words = reader.Take<uint8_t>();
  reader.Skip(words * sizeof(uint32_t));
  return reader.TakeText();
}

size_t PersonStore::memory_bytes() const {
  return chunks_.size() * kChunkBytes + starts_.capacity() * sizeof(uint32_t) +
         words_.capacity() * sizeof(WordPtr) +
         glances_.capacity() * sizeof(Glance) +
         numbers_.capacity() * (sizeof(std::string) + sizeof(uint32_t) + 1);
}

}  // namespace homeward::matching
