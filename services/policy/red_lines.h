#ifndef HOMEWARD_SERVICES_POLICY_RED_LINES_H_
#define HOMEWARD_SERVICES_POLICY_RED_LINES_H_

#include <functional>
#include <string>
#include <vector>

#include "homeward/v1/mou.pb.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::policy {

// The files of red lines at a node, as text protobuf; empty when there is none.
struct RedLineTexts {
  // Those of the federation, which the charter names by their hash.
  std::string federation;
  // Those that the own agency adds.
  std::string own;
  // Why they are not known: a file is there and can't be read. Else empty.
  std::string problem = {};
};

// Reads the files. May block. Thread-safe.
using RedLineReader = std::function<RedLineTexts()>;

// By what a node judges MOUs before one is active. Nobody can take one of the
// federation's away: their hash is in the charter, which governance signs.
struct RedLineLists {
  // Each is proven by itself, so that ids need not differ between them. None
  // is empty.
  std::vector<v1::RedLines> lists;
  // SHA-256 over them. Empty when there is none.
  std::string sha256;
  // Why no MOU may be active: the federation's are not here, or some can't be
  // read or proven. Empty when nothing is wrong.
  std::string problem;

  // Whether MOUs must be proven.
  bool apply() const { return !lists.empty() || !problem.empty(); }
};

// Those that hold under `charter`. Pure.
RedLineLists ReadRedLines(const v1::Mou& charter, const RedLineTexts& texts);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_RED_LINES_H_
