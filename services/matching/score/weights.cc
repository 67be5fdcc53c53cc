#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

using TextLevels = std::array<LevelWeight, kTextLevels>;

// Missing, exact, close, other script, elsewhere, part, different.
constexpr LevelWeight kNoEvidence = {1, 1};

// Of values in two scripts, of which those that don't sound alike are missing.
// A reviewed default, not fitted: at most what a typing error leaves.
constexpr LevelWeight kOtherScript = {0.5, 0.01};

// `exact_u` is the share of a value that is seen for the first time.
constexpr TextLevels Words(double exact_u) {
  return {{kNoEvidence,
           {0.76, exact_u},
           {0.11, 0.002},
           kOtherScript,
           {0.02, 0.0005},
           {0.02, 0.01},
           {0.09, 0.985}}};
}

// Of documents: a number that differs says less than one that agrees, since
// people have several.
constexpr TextLevels Number(double exact_u, double close_u,
                            double different_m) {
  return {{kNoEvidence,
           {0.95 - different_m, exact_u},
           {0.05, close_u},
           {0.0001, 0.0001},
           {0.0001, 0.0001},
           {0.0001, 0.0001},
           {different_m, 0.99}}};
}

constexpr std::array<TextLevels, kTextFields> TextWeights() {
  return {{
      // Nationality: others are written for it, and several are had.
      {{kNoEvidence,
        {0.93, 0.02},
        {0.02, 0.02},
        {0.5, 0.1},
        {0.0001, 0.0001},
        {0.01, 0.01},
        {0.04, 0.94}}},
      Words(0.0005),  // Place.
      // Street number: one digit more or less is another house as often.
      {{kNoEvidence,
        {0.84, 0.005},
        {0.08, 0.12},
        {0.0001, 0.0001},
        {0.0001, 0.0001},
        {0.0001, 0.0001},
        {0.08, 0.87}}},
      Words(0.0002),  // Street.
      Words(0.0005),  // Locality.
      Words(0.0005),  // Suburb.
      // State: few, and short ones are one letter apart.
      {{kNoEvidence,
        {0.95, 0.05},
        {0.03, 0.08},
        {0.5, 0.1},
        {0.0001, 0.0001},
        {0.001, 0.005},
        {0.02, 0.87}}},
      // Postcode.
      {{kNoEvidence,
        {0.82, 0.0005},
        {0.11, 0.015},
        {0.0001, 0.0001},
        {0.0001, 0.0001},
        {0.0001, 0.0001},
        {0.07, 0.985}}},
      Number(1e-6, 2e-5, 0.25),  // Phone: people change it.
      Number(1e-7, 1e-5, 0.06),  // National number.
      Number(1e-7, 1e-5, 0.10),  // Passport.
      Number(1e-7, 1e-5, 0.10),  // Registration.
      Number(1e-6, 1e-5, 0.40),  // Other number.
  }};
}

constexpr std::array<LevelWeight, kBirthLevels> BirthWeights() {
  return {{
      kNoEvidence,
      {0.87, 1},    // Exact.
      {0.012, 1},   // Day and month changed places.
      {0.040, 45},  // One digit.
      {0.012, 2},   // Year off.
      {0.030, 30},  // Month, of those of which one is a first.
      {0.005, 60},  // Two parts.
      {0.35, 365},  // Heaped, of those of which one is.
      {0.86, 1},    // Overlap: days are those of the wider interval.
      // Next year, of births of which one is no day: there who has the age of a
      // child has two years to choose from, and one in five counts from it.
      {0.10, 730},
      {0.008, 365},    // Same year.
      {0.010, 730},    // Year near.
      {0.005, 730},    // Two years.
      {0.030, 30000},  // Different: nearly all days.
  }};
}

constexpr Weights kDefault = {
    BirthWeights(), {0.98, 0.5}, {0.02, 0.5}, TextWeights()};

}  // namespace

const Weights& DefaultWeights() { return kDefault; }

}  // namespace homeward::matching
