// Whatever the bytes of two names are: a score is a probability, a name is
// found again by its own terms, and an identifier is itself.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/identifiers.h"
#include "services/matching/matcher.h"

namespace homeward::matching {
namespace {

void CheckNames(const std::string& left, const std::string& right) {
  const Description one{{left}, BirthYears{2014, 2014}, {}};
  const Description other{{right}, BirthYears{2014, 2014}, {}};
  const double score = Score(one, other).score;
  if (!(score >= 0 && score <= 1)) std::abort();
  const std::vector<std::string> stored = IndexTerms(one);
  const std::vector<std::string> asked = LookupTerms(one);
  const bool found =
      std::any_of(stored.begin(), stored.end(), [&](const std::string& term) {
        return std::binary_search(asked.begin(), asked.end(), term);
      });
  if (found == stored.empty()) std::abort();
  if (found && Score(one, one).score < 0.05) std::abort();
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
