#ifndef HOMEWARD_SERVICES_MATCHING_NAME_SOUND_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_SOUND_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// How a word in the letters a to z sounds, in letters of our own, so that what
// romanisations write differently becomes one: "Shcherbak", "Schtscherbak" and
// "Chtcherbak". Every letter is in 64 to 127, and its low six bits are its
// code. Pure.
//
//   a e i o u   vowels; y and the consonant before vowels are i too
//   E           the first Ethiopic vowel: written e or a
//   @           a vowel that is hardly heard, and often not written
//   S Z C J     sh, zh, ch, and j as in John
//   X           kh, as in Khalid
//   c           ts
//   b d f g h k l m n p r s t v w z   as in English; q is k
std::string SoundOf(absl::string_view letters);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_SOUND_H_
