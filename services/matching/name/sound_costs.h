#ifndef HOMEWARD_SERVICES_MATCHING_NAME_SOUND_COSTS_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_SOUND_COSTS_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace homeward::matching {

inline constexpr int kSounds = 64;

// What it costs, in hundredths of a wrong consonant, that scribes wrote one
// sound for another. Letters are indexed by their low six bits.
struct SoundCosts {
  std::array<std::array<uint8_t, kSounds>, kSounds> change;
  // Of a letter that only one side has.
  std::array<uint8_t, kSounds> left_only;
  std::array<uint8_t, kSounds> right_only;
  // How much a letter says: what its word's costs are measured against.
  std::array<uint8_t, kSounds> left_weight;
  std::array<uint8_t, kSounds> right_weight;
  // Of two neighbours that changed places.
  uint8_t swap;
  // Besides, if only one of two words ends with a vowel: "Daniel", "Daniela".
  uint8_t open_end;
  // Besides, if the words start with other letters.
  uint8_t other_start;
};

// Both sides as SoundOf() and EthiopicSound() write them.
const SoundCosts& VoweledCosts();
// Left an abjad, which leaves out short vowels; right with vowels. The signs
// are those of AbjadSigns().
const SoundCosts& AbjadToVoweledCosts();
// Both sides an abjad.
const SoundCosts& AbjadCosts();

// How alike two words sound, in [0, 1]: 1 less their costs by what their
// letters weigh. 0 if either is empty or longer than 64 letters. A result
// below `floor` may be given as 0.
double SoundLikeness(absl::string_view left, absl::string_view right,
                     const SoundCosts& costs, double floor);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_SOUND_COSTS_H_
