#include "services/exchange/fhir/fhir_resources.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace homeward::exchange {
namespace {

// "https://server/base" of "https://server/base/Type/id"; empty otherwise.
absl::string_view ServerOf(absl::string_view full_url) {
  if (!absl::StartsWith(full_url, "http")) return "";
  for (int parts = 0; parts < 2; ++parts) {
    const size_t slash = full_url.rfind('/');
    if (slash == absl::string_view::npos) return "";
    full_url = full_url.substr(0, slash);
  }
  return full_url;
}

}  // namespace

FhirResources::FhirResources(const JsonCursor& bundle) {
  for (const JsonCursor& entry : bundle["entry"].Items()) {
    const JsonCursor json = entry["resource"];
    FhirResource resource{entry["fullUrl"].Text(), json["resourceType"].Text(),
                          json["id"].Text(), json};
    const size_t at = all_.size();
    if (resource.full_url.empty()) {
      entry.Remark("has no fullUrl");
    } else if (!by_url_.emplace(resource.full_url, at).second) {
      entry.Remark("has the fullUrl of an entry before it");
    }
    by_type_and_id_.emplace(absl::StrCat(resource.type, "/", resource.id), at);
    all_.push_back(std::move(resource));
  }
}

const FhirResource* FhirResources::Find(const FhirResource& from,
                                        const JsonCursor& reference) const {
  std::string name = reference["reference"].Text();
  const size_t version = name.find("/_history/");
  if (version != std::string::npos) name.resize(version);
  const absl::string_view server = ServerOf(from.full_url);
  for (const std::string& url : {name, absl::StrCat(server, "/", name)}) {
    const auto found = by_url_.find(url);
    if (found != by_url_.end()) return &all_[found->second];
  }
  const auto found = by_type_and_id_.find(name);
  return found == by_type_and_id_.end() ? nullptr : &all_[found->second];
}

}  // namespace homeward::exchange
