#include "services/matching/name/name_groups.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "services/matching/name/name_group_list.h"
#include "services/matching/name/sound.h"
#include "services/matching/name/word.h"

namespace homeward::matching {
namespace {

using Index = absl::flat_hash_map<std::string, std::vector<uint16_t>>;

Index MakeIndex() {
  Index index;
  uint16_t number = 0;
  for (const absl::string_view line :
       absl::StrSplit(kNameGroups, '\n', absl::SkipWhitespace())) {
    for (const absl::string_view name :
         absl::StrSplit(line, ' ', absl::SkipEmpty())) {
      std::vector<uint16_t>& groups = index[name];
      if (groups.empty() || groups.back() != number) groups.push_back(number);
    }
    ++number;
  }
  return index;
}

void Add(const Index& index, const std::string& name,
         std::vector<uint16_t>* groups) {
  const auto at = index.find(name);
  if (at == index.end()) return;
  groups->insert(groups->end(), at->second.begin(), at->second.end());
}

}  // namespace

std::vector<uint16_t> GroupsOf(const Word& word) {
  static const Index& index = *new Index(MakeIndex());
  std::vector<uint16_t> groups;
  Add(index, word.folded, &groups);
  for (const Reading& reading : word.readings) {
    if (word.vowels_missing) break;
    Add(index, reading.letters, &groups);
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

}  // namespace homeward::matching
