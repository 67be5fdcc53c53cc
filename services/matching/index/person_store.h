#ifndef HOMEWARD_SERVICES_MATCHING_INDEX_PERSON_STORE_H_
#define HOMEWARD_SERVICES_MATCHING_INDEX_PERSON_STORE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/matching/name/name.h"
#include "services/matching/record/person.h"

namespace homeward::matching {

// Persons in memory, packed: words of names that come again are kept once.
// Const methods are thread-safe while nobody adds.
class PersonStore {
 public:
  // A person's birth and sex, and the numbers of the words of her name.
  struct Sketch {
    std::optional<Birth> birth;
    Sex sex = Sex::kUnknown;
    int word_count = 0;
    std::array<uint32_t, kMaxNameWords> words;
  };

  // What of a word can be seen at a glance, without its letters in order.
  struct Glance {
    uint64_t letters = 0;  // A bit for each that occurs; some share one.
    uint8_t size = 0;      // Of `folded`, in bytes; 0 if not all are ASCII.
    Script script = Script::kOther;
    bool initial = false;
  };
  static Glance GlanceAt(const Word& word);

  PersonStore() = default;
  PersonStore(PersonStore&&) = default;
  PersonStore& operator=(PersonStore&&) = default;

  // Returns the number of the record, counted from 0. `id` is cut to 255
  // bytes. Keeps no reference.
  uint32_t Add(absl::string_view id, const Person& person);

  uint32_t size() const { return static_cast<uint32_t>(starts_.size()); }
  // The person as added, but for titles and particles. `record` must be below
  // size(). Its words are valid as long as the store.
  Person Get(uint32_t record) const;
  // Only the birth: cheap.
  std::optional<Birth> BirthOf(uint32_t record) const;
  // What ranking needs: cheap.
  Sketch SketchOf(uint32_t record) const;
  // Asks for the record's memory ahead of time.
  void Prefetch(uint32_t record) const { __builtin_prefetch(At(record)); }
  // Valid as long as the store.
  absl::string_view IdOf(uint32_t record) const;

  // The words of all names, each once: their numbers are below words().
  size_t words() const { return words_.size(); }
  const Word& word(uint32_t number) const { return *words_[number]; }
  // As GlanceAt(word(number)), without a look at it.
  const Glance& glance(uint32_t number) const { return glances_[number]; }
  size_t memory_bytes() const;

 private:
  uint32_t WordNumber(const WordPtr& word);
  const char* At(uint32_t record) const;

  // Records do not cross the end of a chunk.
  std::vector<std::unique_ptr<char[]>> chunks_;
  size_t used_ = 0;  // Of the last chunk.
  // Where a record starts, in units of four bytes.
  std::vector<uint32_t> starts_;
  std::vector<WordPtr> words_;
  std::vector<Glance> glances_;  // Of each of `words_`.
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_INDEX_PERSON_STORE_H_
