#include "services/cli/record/content_type.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace homeward::cli {
namespace {

// What stands at `position`; nothing or less where the file ends before.
absl::string_view At(absl::string_view bytes, size_t position, size_t length) {
  return bytes.size() < position ? "" : bytes.substr(position, length);
}

// A RIFF file says behind its length what it holds.
bool IsRiff(absl::string_view bytes, absl::string_view form) {
  return absl::StartsWith(bytes, "RIFF") && At(bytes, 8, 4) == form &&
         bytes.size() > 12;
}

// A tag, or the header of a frame of layer III (ISO 11172-3, 2.4.1.3).
bool IsMp3(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "ID3")) return true;
  return bytes.size() >= 2 && bytes[0] == '\xff' && (bytes[1] & 0xe6) == 0xe2 &&
         (bytes[1] & 0x18) != 0x08;
}

// Its brand stands behind `ftyp`: pictures of telephones have others. Whether
// it holds sound or film is not looked at.
bool IsMp4(absl::string_view bytes) {
  constexpr absl::string_view kBrands[] = {"M4A ", "M4B ", "mp41", "mp42",
                                           "isom", "iso2", "iso5", "dash"};
  return At(bytes, 4, 4) == "ftyp" &&
         absl::c_linear_search(kBrands, At(bytes, 8, 4));
}

}  // namespace

absl::string_view ImageType(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xff\xd8\xff")) return "image/jpeg";
  if (absl::StartsWith(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  return IsRiff(bytes, "WEBP") ? "image/webp" : "";
}

absl::string_view AudioType(absl::string_view bytes) {
  if (IsRiff(bytes, "WAVE")) return "audio/wav";
  if (absl::StartsWith(bytes, "OggS")) return "audio/ogg";
  if (IsMp3(bytes)) return "audio/mpeg";
  return IsMp4(bytes) ? "audio/mp4" : "";
}

}  // namespace homeward::cli
