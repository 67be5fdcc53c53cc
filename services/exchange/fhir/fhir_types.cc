#include "services/exchange/fhir/fhir_types.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace homeward::exchange {
namespace {

constexpr char kTranslation[] =
    "http://hl7.org/fhir/StructureDefinition/translation";

// The translations of a text, in the extensions of the element beside it.
std::vector<FhirTranslation> ReadTranslations(const JsonCursor& at) {
  std::vector<FhirTranslation> translations;
  for (const JsonCursor& extension : at["extension"].Items()) {
    if (extension["url"].Text() != kTranslation) continue;
    FhirTranslation translation;
    for (const JsonCursor& part : extension["extension"].Items()) {
      const std::string url = part["url"].Text();
      if (url == "lang") translation.language = part["valueCode"].Text();
      if (url == "content") translation.text = part["valueString"].Text();
    }
    translations.push_back(translation);
  }
  return translations;
}

FhirCoding ReadCoding(const JsonCursor& at) {
  return {at["system"].Text(), at["version"].Text(), at["code"].Text(),
          at["display"].Text(), ReadTranslations(at["_display"])};
}

std::string QuantityText(const FhirQuantity& quantity) {
  if (quantity.value.empty()) return "";
  return absl::StrCat(quantity.comparator, quantity.value, " ",
                      quantity.unit.empty() ? quantity.code : quantity.unit);
}

template <typename T>
std::vector<T> ReadAll(const JsonCursor& at, T (*read)(const JsonCursor&)) {
  std::vector<T> all;
  for (const JsonCursor& item : at.Items()) all.push_back(read(item));
  return all;
}

FhirContactPoint ReadContactPoint(const JsonCursor& at) {
  return {at["system"].Text(), at["value"].Text(), at["use"].Text()};
}

}  // namespace

std::vector<std::string> ReadTexts(const JsonCursor& at) {
  std::vector<std::string> texts;
  for (const JsonCursor& item : at.Items()) texts.push_back(item.Text());
  return texts;
}

FhirConcept ReadConcept(const JsonCursor& at) {
  FhirConcept result;
  if (!at) return result;
  if (at.IsValue()) {
    result.text = at.Text();
    return result;
  }
  if (at["code"] || at["display"]) {
    result.codings.push_back(ReadCoding(at));
    return result;
  }
  result.codings = ReadAll(at["coding"], &ReadCoding);
  result.text = at["text"].Text();
  return result;
}

std::vector<FhirConcept> ReadConcepts(const JsonCursor& at) {
  return ReadAll(at, &ReadConcept);
}

FhirIdentifier ReadIdentifier(const JsonCursor& at) {
  return {at["use"].Text(), ReadConcept(at["type"]), at["system"].Text(),
          at["value"].Text(), at["assigner"]["display"].Text()};
}
std::vector<FhirIdentifier> ReadIdentifiers(const JsonCursor& at) {
  return ReadAll(at, &ReadIdentifier);
}

FhirName ReadName(const JsonCursor& at) {
  FhirName name;
  if (at.IsValue()) {  // An organisation's.
    name.text = at.Text();
    return name;
  }
  name.use = at["use"].Text();
  name.text = at["text"].Text();
  name.family = at["family"].Text();
  name.given = ReadTexts(at["given"]);
  name.prefixes = ReadTexts(at["prefix"]);
  name.suffixes = ReadTexts(at["suffix"]);
  return name;
}

std::vector<FhirContactPoint> ReadContactPoints(const JsonCursor& at) {
  return ReadAll(at, &ReadContactPoint);
}

FhirAddress ReadAddress(const JsonCursor& at) {
  FhirAddress address;
  address.use = at["use"].Text();
  address.type = at["type"].Text();
  address.text = at["text"].Text();
  address.lines = ReadTexts(at["line"]);
  address.city = at["city"].Text();
  address.district = at["district"].Text();
  address.state = at["state"].Text();
  address.postal_code = at["postalCode"].Text();
  address.country = at["country"].Text();
  return address;
}
std::vector<FhirAddress> ReadAddresses(const JsonCursor& at) {
  return ReadAll(at, &ReadAddress);
}

FhirQuantity ReadQuantity(const JsonCursor& at) {
  return {at["value"].Text(), at["comparator"].Text(), at["unit"].Text(),
          at["system"].Text(), at["code"].Text()};
}

FhirPeriod ReadPeriod(const JsonCursor& at) {
  return {at["start"].Text(), at["end"].Text()};
}

FhirPeriod ReadWhen(const JsonCursor& parent, const std::string& name) {
  for (const char* type : {"DateTime", "Date", "String", "Instant"}) {
    const JsonCursor at = parent[absl::StrCat(name, type)];
    if (at) return {at.Text(), ""};
  }
  const JsonCursor age = parent[absl::StrCat(name, "Age")];
  if (age) return {QuantityText(ReadQuantity(age)), ""};
  const JsonCursor range = parent[absl::StrCat(name, "Range")];
  if (range) {
    return {QuantityText(ReadQuantity(range["low"])),
            QuantityText(ReadQuantity(range["high"]))};
  }
  return ReadPeriod(parent[absl::StrCat(name, "Period")]);
}

bool HasCode(const FhirConcept& value, absl::string_view system,
             absl::string_view code) {
  return absl::c_any_of(value.codings, [&](const FhirCoding& coding) {
    return coding.system == system && coding.code == code;
  });
}

}  // namespace homeward::exchange
