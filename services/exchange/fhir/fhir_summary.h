#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SUMMARY_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SUMMARY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/exchange/fhir/fhir_types.h"

// What an International Patient Summary says (HL7 FHIR R4, IPS implementation
// guide), under the names of FHIR. Empty text and empty lists: not said.
namespace homeward::exchange {

enum class FhirGender { kUnset, kMale, kFemale, kOther, kUnknown };

// A person or organisation that is named by a summary.
struct FhirParty {
  std::string reference;  // As written.
  std::string display;
  std::string resource_type;  // Empty if the bundle lacks it.
  std::vector<FhirIdentifier> identifiers;
  std::string active;  // "true", "false" or not said.
  std::vector<FhirName> names;
  std::vector<FhirContactPoint> telecoms;
  std::vector<FhirAddress> addresses;
  std::vector<FhirConcept> qualifications;
};

// Somebody to turn to about the patient: a parent, a guardian.
struct FhirContact {
  std::vector<FhirConcept> relationships;
  FhirName name;
  std::vector<FhirContactPoint> telecoms;
  FhirAddress address;
  std::string gender;
};

struct FhirPatient {
  std::string full_url;
  std::string id;
  std::string active;
  std::vector<FhirIdentifier> identifiers;
  std::vector<FhirName> names;  // At least one.
  std::vector<FhirContactPoint> telecoms;
  FhirGender gender = FhirGender::kUnset;
  std::optional<PartialDate> birth_date;
  std::string deceased;  // "true", "false", a date, or not said.
  std::vector<FhirAddress> addresses;
  std::vector<FhirContact> contacts;
  std::vector<FhirConcept> languages;
  std::vector<FhirParty> practitioners;
};

struct FhirReaction {
  FhirConcept substance;
  std::vector<FhirConcept> manifestations;
  std::string severity;
  std::string onset;
  std::string description;
};

struct FhirDosage {
  std::string text;
  std::string timing;  // Such as "count=1 periodUnit=d".
  FhirConcept route;
  std::vector<FhirQuantity> doses;
};

// One part of a measurement: itself, or a component.
struct FhirMeasurement {
  FhirConcept code;
  FhirQuantity quantity;
  FhirConcept coded;
  std::string text;  // Any other kind of value.
  FhirConcept absent_reason;
  std::vector<FhirConcept> interpretations;
};

// Whether an entry says that there is nothing, or nothing known.
enum class FhirAbsence {
  kPresent,      // The entry is a thing.
  kKnownAbsent,  // Somebody asked, and there is none.
  kUnknown,      // Nobody knows: never read as none.
};

// An entry of a section: a problem, an allergy, a medication, a result, ...
struct FhirItem {
  std::string resource_type;
  std::string full_url;
  std::string id;
  std::vector<FhirIdentifier> identifiers;
  FhirAbsence absence = FhirAbsence::kPresent;
  std::string status;
  FhirConcept clinical_status;
  FhirConcept verification_status;
  std::vector<FhirConcept> types;
  std::vector<FhirConcept> categories;
  std::string criticality;
  FhirConcept severity;
  FhirConcept code;  // What it is: the problem, substance, vaccine, device.
  std::vector<FhirConcept> body_sites;
  std::string title;
  std::string description;
  FhirPeriod when;   // Onset, performance, effect: as the kind of entry has it.
  FhirPeriod until;  // Abatement.
  std::string recorded;
  std::vector<FhirReaction> reactions;
  std::vector<FhirDosage> dosages;
  std::vector<FhirConcept> reasons;
  std::vector<FhirMeasurement> measurements;  // Its value first.
  std::vector<std::string> notes;
};

// The sections of a summary, by LOINC code.
enum class FhirSectionKind {
  kOther,
  kProblems,
  kAllergies,
  kMedications,
  kImmunizations,
  kResults,
  kProcedures,
  kDevices,
  kAdvanceDirectives,
  kAlerts,
  kFunctionalStatus,
  kPastProblems,
  kPregnancy,
  kPatientStory,
  kPlanOfCare,
  kSocialHistory,
  kVitalSigns,
};

// Why a section has no entries.
enum class FhirEmpty {
  kNotEmpty,
  kKnownAbsent,  // nilknown
  kNotAsked,     // notasked
  kWithheld,     // withheld
  kUnknown,      // unavailable, notstarted, closed, or no reason given.
};

struct FhirSection {
  FhirSectionKind kind = FhirSectionKind::kOther;
  std::string title;
  FhirConcept code;
  std::vector<FhirItem> items;
  FhirEmpty empty = FhirEmpty::kNotEmpty;
  // An entry is named that the file lacks: the list is not the whole list.
  bool incomplete = false;
};

struct FhirAttester {
  std::string mode;
  std::string time;
  FhirParty party;
};

struct FhirRelatedDocument {
  std::string code;
  FhirIdentifier identifier;
};

struct FhirDocumentEvent {
  std::vector<FhirConcept> codes;
  FhirPeriod period;
};

// One summary of one patient. A section that is not here is unknown.
struct PatientSummary {
  std::string bundle_id;
  FhirIdentifier identifier;  // The same for the same summary.
  std::optional<absl::Time> timestamp;
  std::string composition_url;
  std::string composition_id;
  std::string status;
  std::string title;
  std::string date;
  std::string confidentiality;
  FhirConcept type;
  std::vector<FhirParty> authors;
  std::vector<FhirAttester> attesters;
  FhirParty custodian;
  std::vector<FhirRelatedDocument> related;
  std::vector<FhirDocumentEvent> events;
  FhirPatient patient;
  std::vector<FhirSection> sections;
};

// The first section of `kind`, or null.
const FhirSection* FindSection(const PatientSummary& summary,
                               FhirSectionKind kind);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SUMMARY_H_
