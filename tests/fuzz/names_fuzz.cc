// Whatever the bytes of two names are: a score is a probability and the sum of
// its evidence, a name is found again by its own terms, and an identifier is
// itself.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/match.h"
#include "services/matching/record/birth.h"
#include "services/matching/terms.h"

namespace homeward::matching {
namespace {

Description Named(const std::string& name) {
  Description child;
  AddName({name, {}, {}, {}}, child);
  AddBirth(BirthInYears(2014, 2014), child);
  return child;
}

void CheckNames(const std::string& left, const std::string& right) {
  const Description one = Named(left);
  const Match match = Compare(one, Named(right), 1000);
  const double probability = match.score.probability;
  if (!(probability >= 0 && probability <= 1)) std::abort();
  double sum = 0;
  for (const FieldEvidence& evidence : match.score.evidence) {
    sum += evidence.bits;
  }
  if (!(std::abs(sum - match.score.bits) < 1e-6)) std::abort();
  const std::vector<std::string> stored = IndexTerms(one);
  const std::vector<LookupTerm> asked = LookupTerms(one);
  if (stored.size() > kMaxTerms || asked.size() > kMaxTerms) std::abort();
  const bool found =
      std::any_of(stored.begin(), stored.end(), [&](const std::string& term) {
        return std::any_of(
            asked.begin(), asked.end(),
            [&](const LookupTerm& one) { return one.text == term; });
      });
  if (found == stored.empty()) std::abort();
}

void CheckIdentifier(IdentifierKind kind, const std::string& text) {
  const absl::StatusOr<Identifier> made = MakeIdentifier(kind, text);
  if (!made.ok()) return;
  if (!SameIdentifier(*made, *made)) std::abort();
  const absl::StatusOr<Identifier> again = MakeIdentifier(kind, made->value);
  if (!again.ok() || again->value != made->value) std::abort();
}

}  // namespace
}  // namespace homeward::matching

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace matching = homeward::matching;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t half = std::min(text.find('\n'), text.size());
  matching::CheckNames(std::string(text.substr(0, half)),
                       std::string(text.substr(half)));
  matching::CheckIdentifier(matching::IdentifierKind::kPhone,
                            std::string(text));
  matching::CheckIdentifier(matching::IdentifierKind::kNational,
                            std::string(text));
  return 0;
}
