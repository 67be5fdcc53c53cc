#ifndef HOMEWARD_TESTS_SECOND_OPINION_DOCUMENTS_H_
#define HOMEWARD_TESTS_SECOND_OPINION_DOCUMENTS_H_

#include <set>
#include <string>
#include <vector>

#include "homeward/v1/mou.pb.h"

namespace homeward::second_opinion {

// What a node decides by, as it was written.
struct Documents {
  v1::Mou charter;
  // Signed by every party; several versions of one MOU in any order.
  std::vector<v1::Mou> mous;
  // Those that nobody has signed yet.
  std::vector<v1::Mou> unsigned_mous;
  // Ids of MOUs that a party has suspended.
  std::set<std::string> suspended;
};

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_DOCUMENTS_H_
