#include "services/exchange/fhir/fhir_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/fhir/fhir_patient.h"
#include "services/exchange/fhir/fhir_resources.h"
#include "services/exchange/fhir/fhir_sections.h"
#include "services/exchange/fhir/json_splitter.h"
#include "services/exchange/json_strict.h"

namespace homeward::exchange {
namespace {

constexpr size_t kMaxUnread = 1000;

absl::Status Invalid(const JsonCursor& at, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(at.pointer(), ": ", reason));
}

// The frame of a document, without its entries.
absl::Status ReadFrame(const JsonCursor& bundle, const FhirOptions& options,
                       PatientSummary* summary) {
  if (bundle["resourceType"].Text() != "Bundle") {
    return Invalid(bundle["resourceType"], "is not Bundle");
  }
  if (bundle["type"].Text() != "document") {
    return Invalid(bundle["type"], "is not document");
  }
  summary->bundle_id = bundle["id"].Text();
  summary->identifier = ReadIdentifier(bundle["identifier"]);
  if (summary->identifier.value.empty()) {
    bundle["identifier"].Remark("is missing");
  }
  const JsonCursor at = bundle["timestamp"];
  if (!at) {
    at.Remark("is missing");
    return absl::OkStatus();
  }
  const absl::StatusOr<absl::Time> time = ParseInstant(at.Text());
  if (!time.ok()) return Invalid(at, time.status().message());
  if (*time > options.now + options.max_clock_skew) {
    return Invalid(at, "is in the future");
  }
  summary->timestamp = *time;
  return absl::OkStatus();
}

// The one Composition, which comes first (bdl-ips-1).
absl::StatusOr<const FhirResource*> FindComposition(
    const JsonCursor& bundle, const FhirResources& resources) {
  const std::vector<FhirResource>& all = resources.all();
  if (all.empty() || all.front().type != "Composition") {
    return Invalid(bundle["entry"], "does not start with a Composition");
  }
  for (size_t i = 1; i < all.size(); ++i) {
    if (all[i].type == "Composition") {
      return Invalid(all[i].json, "is a second Composition");
    }
  }
  const JsonCursor type = all.front().json["type"];
  if (!HasCode(ReadConcept(type), "http://loinc.org", "60591-5")) {
    return Invalid(type, "is not a patient summary, LOINC 60591-5");
  }
  return &all.front();
}

void ReadAttestation(const FhirResource& composition,
                     const FhirResources& resources, PatientSummary* summary) {
  const JsonCursor& json = composition.json;
  for (const JsonCursor& author : json["author"].Items()) {
    summary->authors.push_back(ReadParty(composition, author, resources));
  }
  for (const JsonCursor& attester : json["attester"].Items()) {
    summary->attesters.push_back(
        {attester["mode"].Text(), attester["time"].Text(),
         ReadParty(composition, attester["party"], resources)});
  }
  summary->custodian = ReadParty(composition, json["custodian"], resources);
}

void ReadComposition(const FhirResource& composition,
                     const FhirResources& resources, PatientSummary* summary) {
  const JsonCursor& json = composition.json;
  summary->composition_url = composition.full_url;
  summary->composition_id = composition.id;
  summary->status = json["status"].Text();
  summary->title = json["title"].Text();
  summary->date = json["date"].Text();
  summary->confidentiality = json["confidentiality"].Text();
  summary->type = ReadConcept(json["type"]);
  ReadAttestation(composition, resources, summary);
  for (const JsonCursor& related : json["relatesTo"].Items()) {
    summary->related.push_back(
        {related["code"].Text(), ReadIdentifier(related["targetIdentifier"])});
  }
  for (const JsonCursor& event : json["event"].Items()) {
    summary->events.push_back(
        {ReadConcepts(event["code"]), ReadPeriod(event["period"])});
  }
}

absl::StatusOr<PatientSummary> ReadSummary(const JsonCursor& bundle,
                                           const FhirOptions& options) {
  PatientSummary summary;
  absl::Status status = ReadFrame(bundle, options, &summary);
  if (!status.ok()) return status;
  const FhirResources resources(bundle);
  const absl::StatusOr<const FhirResource*> composition =
      FindComposition(bundle, resources);
  if (!composition.ok()) return composition.status();
  ReadComposition(**composition, resources, &summary);
  const JsonCursor subject = (*composition)->json["subject"];
  const FhirResource* patient = resources.Find(**composition, subject);
  if (patient == nullptr || patient->type != "Patient") {
    return Invalid(subject, "does not name a Patient in the bundle");
  }
  absl::StatusOr<FhirPatient> read = ReadPatient(*patient, resources);
  if (!read.ok()) return read.status();
  summary.patient = *std::move(read);
  absl::StatusOr<std::vector<FhirSection>> sections =
      ReadSections(**composition, *patient, resources);
  if (!sections.ok()) return sections.status();
  summary.sections = *std::move(sections);
  return summary;
}

}  // namespace

bool IsNarrative(absl::string_view pointer) {
  return absl::EndsWith(pointer, "/text/div") ||
         absl::EndsWith(pointer, "/text/status") ||
         absl::EndsWith(pointer, "/language") ||
         absl::StrContains(pointer, "/resource/meta/") ||
         absl::StartsWith(pointer, "/meta/");
}

absl::StatusOr<FhirBundle> ReadFhirBundle(absl::string_view json,
                                          const FhirOptions& options) {
  JsonLimits limits;
  limits.max_bytes = options.max_bundle_bytes;
  const absl::StatusOr<nlohmann::json> document =
      ParseJsonStrictly(json, limits);
  if (!document.ok()) return document.status();
  JsonLog log;
  absl::StatusOr<PatientSummary> summary =
      ReadSummary(JsonCursor(&*document, "", &log), options);
  if (log.IsExhausted()) {
    return absl::ResourceExhaustedError(
        "entries refer to each other too often to be read");
  }
  if (!summary.ok()) return summary.status();
  FhirBundle bundle;
  bundle.summary = *std::move(summary);
  bundle.remarks = std::move(log.remarks);
  for (std::string& pointer : UnreadPointers(*document, log, 10 * kMaxUnread)) {
    if (bundle.unread.size() < kMaxUnread && !IsNarrative(pointer)) {
      bundle.unread.push_back(std::move(pointer));
    }
  }
  return bundle;
}

AgeEvidence AgeOf(const PatientSummary& summary) {
  AgeEvidence evidence;
  evidence.birth = summary.patient.birth_date;
  return evidence;
}

class FhirReader::Impl {
 public:
  Impl(FhirOptions options, FhirSink sink)
      : options_(options),
        sink_(std::move(sink)),
        splitter_(options.max_bundle_bytes,
                  [this](absl::string_view text, int64_t line) {
                    return Take(text, line);
                  }) {}

  JsonSplitter* splitter() { return &splitter_; }

 private:
  absl::Status Take(absl::string_view text, int64_t line) {
    absl::StatusOr<FhirBundle> bundle = ReadFhirBundle(text, options_);
    if (bundle.ok()) {
      bundle->json = std::string(text);
      return sink_.bundle ? sink_.bundle(*bundle, line) : absl::OkStatus();
    }
    if (!sink_.refused) return absl::OkStatus();
    const bool whole = text.size() <= options_.max_bundle_bytes;
    return sink_.refused(
        {line, bundle.status(), whole ? std::string(text) : ""});
  }

  const FhirOptions options_;
  const FhirSink sink_;
  JsonSplitter splitter_;
};

FhirReader::FhirReader(FhirOptions options, FhirSink sink)
    : impl_(std::make_unique<Impl>(options, std::move(sink))) {}
FhirReader::~FhirReader() = default;

absl::Status FhirReader::Feed(absl::string_view bytes) {
  return impl_->splitter()->Feed(bytes);
}
absl::Status FhirReader::Finish() { return impl_->splitter()->Finish(); }

}  // namespace homeward::exchange
