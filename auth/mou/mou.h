#ifndef HOMEWARD_AUTH_MOU_MOU_H_
#define HOMEWARD_AUTH_MOU_MOU_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "homeward/v1/mou.pb.h"

// Whether a memorandum of understanding is one that this node can enforce to
// the last word. Pure. Source: docs/mou.md, "The document".
namespace homeward::auth {

// What is signed as an MOU, and as a charter.
inline constexpr absl::string_view kMouPayloadType =
    "application/vnd.homeward.mou.v1+protobuf";
inline constexpr absl::string_view kCharterPayloadType =
    "application/vnd.homeward.charter.v1+protobuf";

enum class MouKind {
  // Between its parties.
  kMou,
  // Of the whole federation: prohibitions only, and no parties of its own.
  kCharter,
  // What a red line speaks of, as a charter that prohibits it: it alone may ask
  // whether the glass is broken.
  kRedLine,
};

// One thing that is wrong, for the person who writes the document.
struct Finding {
  // Where, such as `clauses[2].match.roles`.
  std::string path;
  // What is wrong.
  std::string reason;
  // What to do about it.
  std::string next_step;
};

// Everything that is wrong with `mou`, in the order of the document; empty
// when a node may act on it. Checks the document alone, not its signatures,
// nor whether an earlier version or its parties exist. Refuses whatever this
// node could not enforce: unknown fields, enum values, features and field
// paths, and outcomes that don't fit their field. Thread-safe.
std::vector<Finding> CheckMou(const v1::Mou& mou, MouKind kind);

// `findings` as lines "path: reason; next step".
std::string FindingsText(const std::vector<Finding>& findings);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_MOU_H_
