#ifndef HOMEWARD_SERVICES_NODE_CONFIG_RED_LINE_FILES_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_RED_LINE_FILES_H_

#include <string>

#include "services/policy/red_lines.h"

namespace homeward::node {

// Reads the files of red lines beside `directory_file`, the federation's and
// the own agency's. One that is not there says nothing; one that can't be read,
// or is over 2 MiB, may say anything: then `problem` is set. Blocks.
policy::RedLineTexts ReadRedLineFiles(const std::string& directory_file);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_RED_LINE_FILES_H_
