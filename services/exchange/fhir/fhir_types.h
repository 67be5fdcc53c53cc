#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_TYPES_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_TYPES_H_

#include <string>
#include <vector>

#include "services/exchange/date.h"
#include "services/exchange/fhir/json_cursor.h"

// The data types of FHIR R4 that summaries use. Source: HL7 FHIR R4 section
// 2.24. Each reader takes a place that may be empty, and marks what it reads.
namespace homeward::exchange {

struct FhirTranslation {
  std::string language;
  std::string text;
};

struct FhirCoding {
  std::string system;
  std::string version;
  std::string code;
  std::string display;
  std::vector<FhirTranslation> translations;  // Of `display`.
};

struct FhirConcept {
  std::vector<FhirCoding> codings;
  std::string text;
};

struct FhirIdentifier {
  std::string use;
  FhirConcept type;
  std::string system;
  std::string value;
  std::string assigner;
};

struct FhirName {
  std::string use;
  std::string text;
  std::string family;
  std::vector<std::string> given;
  std::vector<std::string> prefixes;
  std::vector<std::string> suffixes;
};

struct FhirContactPoint {
  std::string system;
  std::string value;
  std::string use;
};

struct FhirAddress {
  std::string use;
  std::string type;
  std::string text;
  std::vector<std::string> lines;
  std::string city;
  std::string district;
  std::string state;
  std::string postal_code;
  std::string country;
};

struct FhirQuantity {
  std::string value;  // A decimal number, or empty.
  std::string comparator;
  std::string unit;
  std::string system;
  std::string code;
};

// A time, or a span of it, as text of any precision: 2015, 2015-03, ...
struct FhirPeriod {
  std::string start;
  std::string end;
};

std::vector<std::string> ReadTexts(const JsonCursor& at);
// A CodeableConcept, a Coding alone, or a code alone.
FhirConcept ReadConcept(const JsonCursor& at);
std::vector<FhirConcept> ReadConcepts(const JsonCursor& at);
FhirIdentifier ReadIdentifier(const JsonCursor& at);
std::vector<FhirIdentifier> ReadIdentifiers(const JsonCursor& at);
FhirName ReadName(const JsonCursor& at);
std::vector<FhirContactPoint> ReadContactPoints(const JsonCursor& at);
FhirAddress ReadAddress(const JsonCursor& at);
std::vector<FhirAddress> ReadAddresses(const JsonCursor& at);
FhirQuantity ReadQuantity(const JsonCursor& at);
FhirPeriod ReadPeriod(const JsonCursor& at);

// The choice of types `name`[x] of a time in `parent`: onsetDateTime,
// onsetPeriod, onsetAge, onsetString, ...
FhirPeriod ReadWhen(const JsonCursor& parent, const std::string& name);

// True if `value` has the code `code` of `system`.
bool HasCode(const FhirConcept& value, absl::string_view system,
             absl::string_view code);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_TYPES_H_
