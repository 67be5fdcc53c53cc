#ifndef HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_H_
#define HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/config.pb.h"

// The configuration of a node, refused whole unless every field holds. Every
// error begins with the file, then says which field, what is wrong with it and
// what to do.
namespace homeward::node {

// Files beside that of `directory_file`, if they are there: the red lines of
// the federation, which its charter names by their hash, and those that the
// agency adds. Text protobuf of homeward.v1.RedLines.
inline constexpr char kRedLinesFile[] = "red_lines.textproto";
inline constexpr char kOwnRedLinesFile[] = "own_red_lines.textproto";

// The configuration that `text` gives, with relative paths resolved against
// the folder of `path` and every default filled in. Pure: touches no file.
//
// Errors:
//   INVALID_ARGUMENT  It can't be read (the text gives line and column), holds
//                     a field that is not known or comes twice, or a field
//                     breaks the rule written in config.proto.
absl::StatusOr<internal::v1::NodeConfig> ParseConfig(absl::string_view text,
                                                     const std::string& path);

// OK when the files that `config` names can be used: those of keys are regular
// files outside of the data folder that nobody but this user may read, the
// others are there, and nobody but its owner may write `path` (the
// configuration itself), the data folder and what the node keeps there, the
// certificate folder or the documents.
//
// Errors:
//   FAILED_PRECONDITION  One is missing, others may read a key or write any of
//                        them, or a key lies where every copy of the data
//                        holds it.
absl::Status CheckFiles(const internal::v1::NodeConfig& config,
                        const std::string& path);

// Reads the file `path`: ParseConfig(), then CheckFiles().
//
// Errors: theirs, and
//   NOT_FOUND    There is no such file.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  It can't be read, or is over 1 MiB.
absl::StatusOr<internal::v1::NodeConfig> LoadConfig(const std::string& path);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_CONFIG_CONFIG_H_
