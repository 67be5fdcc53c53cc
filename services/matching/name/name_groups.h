#ifndef HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUPS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUPS_H_

#include <cstdint>
#include <vector>

namespace homeward::matching {

struct Word;

// The groups that `word` is in, sorted: names that are one name in several
// languages, and their short forms. Found by its readings, and by its folded
// form where a group lists it. Pure, thread-safe.
std::vector<uint16_t> GroupsOf(const Word& word);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_NAME_GROUPS_H_
