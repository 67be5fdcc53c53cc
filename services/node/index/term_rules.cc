#include "services/node/index/term_rules.h"

#include <string>

#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"

namespace homeward::node {

storage::TermRules PresentTermRules() {
  storage::TermRules rules;
  rules.version = matching::kIndexVersion;
  rules.kind = std::string(matching::kTermKind);
  rules.older_kinds = {std::string(matching::kOlderTermKind)};
  rules.categories = {v1::CATEGORY_ID_MIN, v1::CATEGORY_ID_FULL,
                      v1::CATEGORY_FAMILY, v1::CATEGORY_ADULTS,
                      v1::CATEGORY_TIP};
  rules.terms = [](const internal::v1::StoredRecord& record) {
    return matching::IndexTerms(matching::DescribeClaims(record.claims()));
  };
  return rules;
}

}  // namespace homeward::node
