#ifndef HOMEWARD_SERVICES_CLI_FINGERPRINT_H_
#define HOMEWARD_SERVICES_CLI_FINGERPRINT_H_

#include <string>

#include "absl/strings/string_view.h"

// Fingerprints that two people compare, by eye or over the telephone.
namespace homeward::cli {

// `bytes` as pronounceable words of five letters, one for each 16 bits, joined
// by hyphens: "lusab-babad". `bytes` has an even size.
//
// Source: "A Proposal for Proquints", arXiv:0901.4016.
std::string FingerprintWords(absl::string_view bytes);

// `bytes` as hexadecimal digits in groups of four.
std::string FingerprintHex(absl::string_view bytes);

// Whether `text`, words or hexadecimal digits in any case, with any spaces,
// colons and hyphens, is `bytes`. All of it must be there.
bool SameFingerprint(absl::string_view text, absl::string_view bytes);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FINGERPRINT_H_
