#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_RESOURCES_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_RESOURCES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/exchange/fhir/json_cursor.h"

namespace homeward::exchange {

// An entry of a bundle.
struct FhirResource {
  std::string full_url;
  std::string type;
  std::string id;
  JsonCursor json;
};

// The entries of one bundle, and how they refer to each other.
class FhirResources {
 public:
  // Reads the frame of each entry. Remarks on one without a fullUrl.
  explicit FhirResources(const JsonCursor& bundle);

  const std::vector<FhirResource>& all() const { return all_; }

  // Finds what the Reference at `reference` names in the bundle: by fullUrl, or
  // where it is relative, on the server of `from`, or by type and id. Null if
  // it is not there. Ignores the version of a versioned reference.
  // Source: FHIR R4 section 2.36.4, "Resolving references in Bundles".
  const FhirResource* Find(const FhirResource& from,
                           const JsonCursor& reference) const;

 private:
  std::vector<FhirResource> all_;
  absl::flat_hash_map<std::string, size_t> by_url_;
  absl::flat_hash_map<std::string, size_t> by_type_and_id_;
};

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_RESOURCES_H_
