#include "services/registration/validate/validate_script.h"

#include <cstdint>

#include "absl/strings/string_view.h"
#include "unicode/uchar.h"
#include "unicode/uscript.h"
#include "unicode/utf8.h"

namespace homeward::registration {
namespace {

constexpr UChar32 kNonJoiner = 0x200c;
constexpr UChar32 kJoiner = 0x200d;

bool IsOfKind(UChar32 character, uint32_t mask) {
  return (U_MASK(u_charType(character)) & mask) != 0;
}

// The script that a word must keep to; USCRIPT_COMMON when any will do.
UScriptCode ScriptOf(UChar32 character) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(character, &error);
  if (U_FAILURE(error)) return USCRIPT_COMMON;
  switch (script) {
    case USCRIPT_INHERITED:
      return USCRIPT_COMMON;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
      return USCRIPT_HAN;
    default:
      return script;
  }
}

}  // namespace

absl::string_view WritingFault(absl::string_view name) {
  UScriptCode script = USCRIPT_COMMON;  // Of the word so far.
  bool carries = false;                 // A mark or joiner may follow.
  const auto* bytes = reinterpret_cast<const uint8_t*>(name.data());
  const auto size = static_cast<int32_t>(name.size());
  for (int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);
    if (character < 0 || u_charType(character) == U_UNASSIGNED) {
      return "has a character that Unicode does not know; type it again";
    }
    const bool mark = IsOfKind(character, U_GC_M_MASK);
    const bool joiner = character == kJoiner || character == kNonJoiner;
    if (mark || joiner) {
      if (carries) continue;
      return mark ? "has an accent or vowel sign without its letter; type it "
                    "again"
                  : "has a joiner that can't be seen and joins nothing; type "
                    "it again";
    }
    if (u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
      return "has a character that can't be seen; type it again";
    }
    carries = IsOfKind(character, U_GC_L_MASK | U_GC_N_MASK);
    if (!carries) {
      script = USCRIPT_COMMON;
      continue;
    }
    const UScriptCode own = ScriptOf(character);
    if (own == USCRIPT_COMMON) continue;
    if (script != USCRIPT_COMMON && script != own) {
      return "mixes letters of two scripts in one word; type it again with "
             "one keyboard";
    }
    script = own;
  }
  return "";
}

int DigitCount(absl::string_view text) {
  int digits = 0;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);
    if (character >= 0 && u_isdigit(character)) ++digits;
  }
  return digits;
}

}  // namespace homeward::registration
