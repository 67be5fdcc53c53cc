#include "services/exchange/fhir/fhir_reader.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::exchange {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Json = nlohmann::json;

FhirOptions Options() { return {absl::FromUnixSeconds(1790000000)}; }

// A small summary of an invented child that obeys every rule.
Json Summary() {
  return Json::parse(R"({
    "resourceType": "Bundle", "type": "document",
    "identifier": {"value": "b1"}, "timestamp": "2026-02-03T04:05:06Z",
    "entry": [
      {"fullUrl": "http://c.example/Composition/1", "resource": {
        "resourceType": "Composition", "id": "1",
        "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5"}]},
        "subject": {"reference": "Patient/p"},
        "section": [
          {"code": {"coding": [{"system": "http://loinc.org",
                                "code": "48765-2"}]},
           "entry": [{"reference": "AllergyIntolerance/a"}]},
          {"code": {"coding": [{"system": "http://loinc.org",
                                "code": "11450-4"}]},
           "emptyReason": {"coding": [{"code": "nilknown"}]}},
          {"code": {"coding": [{"system": "http://loinc.org",
                                "code": "10160-0"}]},
           "emptyReason": {"coding": [{"code": "unavailable"}]}}]}},
      {"fullUrl": "http://c.example/Patient/p", "resource": {
        "resourceType": "Patient", "id": "p", "gender": "female",
        "birthDate": "2014", "name": [{"text": "secret"}]}},
      {"fullUrl": "http://c.example/AllergyIntolerance/a", "resource": {
        "resourceType": "AllergyIntolerance", "id": "a",
        "patient": {"reference": "Patient/p"},
        "code": {"text": "peanut"}}}]})");
}

Json& Resource(Json* bundle, int entry) {
  return (*bundle)["entry"][entry]["resource"];
}

absl::StatusOr<FhirBundle> Read(const Json& json) {
  return ReadFhirBundle(json.dump(), Options());
}

TEST(ReadFhirBundleTest, KeepsAbsentAndUnknownApart) {
  const auto bundle = Read(Summary());
  ASSERT_THAT(bundle, IsOk());
  const PatientSummary& summary = bundle->summary;
  EXPECT_EQ(FindSection(summary, FhirSectionKind::kProblems)->empty,
            FhirEmpty::kKnownAbsent);
  EXPECT_EQ(FindSection(summary, FhirSectionKind::kMedications)->empty,
            FhirEmpty::kUnknown);
  EXPECT_EQ(FindSection(summary, FhirSectionKind::kAllergies)->empty,
            FhirEmpty::kNotEmpty);
  EXPECT_EQ(FindSection(summary, FhirSectionKind::kImmunizations), nullptr);
  EXPECT_THAT(bundle->remarks, IsEmpty());
}

TEST(ReadFhirBundleTest, RefusesWhatIsNotASummary) {
  const struct {
    const char* patch;
    const char* pointer;
  } cases[] = {
      {R"([{"op":"replace","path":"/resourceType","value":"Patient"}])",
       "/resourceType"},
      {R"([{"op":"replace","path":"/type","value":"batch"}])", "/type"},
      {R"([{"op":"replace","path":"/timestamp","value":"2030-01-01T00:00:00Z"}])",
       "/timestamp"},
      {R"([{"op":"replace","path":"/timestamp","value":"secret"}])",
       "/timestamp"},
      {R"([{"op":"remove","path":"/entry"}])", "/entry"},
      {R"([{"op":"remove","path":"/entry/0"}])", "/entry"},
      {R"([{"op":"copy","from":"/entry/0","path":"/entry/2"}])",
       "/entry/2/resource"},
      {R"([{"op":"remove","path":"/entry/0/resource/type"}])",
       "/entry/0/resource/type"},
      {R"([{"op":"remove","path":"/entry/1"}])", "/entry/0/resource/subject"},
      {R"([{"op":"remove","path":"/entry/1/resource/name"}])",
       "/entry/1/resource/name"},
      {R"([{"op":"replace","path":"/entry/1/resource/birthDate",
            "value":"2014-02-31"}])",
       "/entry/1/resource/birthDate"},
      {R"([{"op":"replace","path":"/entry/1/resource/gender",
            "value":"secret"}])",
       "/entry/1/resource/gender"},
      {R"([{"op":"replace","path":"/entry/2/resource/patient/reference",
            "value":"Patient/q"}])",
       "/entry/2/resource/patient"},
  };
  for (const auto& [patch, pointer] : cases) {
    EXPECT_THAT(Read(Summary().patch(Json::parse(patch))),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(absl::StrCat(pointer, ":")),
                               Not(HasSubstr("secret")))))
        << patch;
  }
}

TEST(ReadFhirBundleTest, TakesWhatRealFilesLeaveOutAndSaysSo) {
  const char* const pointers[] = {"/identifier",
                                  "/timestamp",
                                  "/entry/2/fullUrl",
                                  "/entry/1/resource/birthDate",
                                  "/entry/1/resource/gender",
                                  "/entry/0/resource/section/1/emptyReason",
                                  "/entry/0/resource/section/2"};
  for (const char* pointer : pointers) {
    const auto bundle = Read(
        Summary().patch(Json::array({{{"op", "remove"}, {"path", pointer}}})));
    EXPECT_THAT(bundle, IsOk()) << pointer;
    EXPECT_THAT(bundle->remarks, SizeIs(1)) << pointer;
  }
}

TEST(ReadFhirBundleTest, AnEntryThatTheBundleLacksMakesASectionIncomplete) {
  Json json = Summary();
  json["entry"].erase(2);
  const auto bundle = Read(json);
  ASSERT_THAT(bundle, IsOk());
  const FhirSection* section =
      FindSection(bundle->summary, FhirSectionKind::kAllergies);
  EXPECT_TRUE(section->incomplete);
  EXPECT_EQ(section->empty, FhirEmpty::kNotEmpty);
  EXPECT_THAT(bundle->remarks,
              Contains(Field(&JsonRemark::pointer,
                             "/entry/0/resource/section/0/entry/0")));
}

TEST(ReadFhirBundleTest, WhatIsRefutedOrMistakenIsLeftOutWithItsReason) {
  const struct {
    const char* field;
    Json value;
    const char* reason;
  } cases[] = {
      {"verificationStatus", Json{{"coding", {{{"code", "refuted"}}}}},
       "is refuted"},
      {"verificationStatus", Json{{"text", "refuted"}}, "is refuted"},
      {"verificationStatus", Json{{"coding", {{{"code", "entered-in-error"}}}}},
       "entered in error"},
      {"status", "entered-in-error", "entered in error"}};
  for (const auto& [field, value, reason] : cases) {
    Json json = Summary();
    Resource(&json, 2)[field] = value;
    const auto bundle = Read(json);
    ASSERT_THAT(bundle, IsOk());
    const FhirSection* section =
        FindSection(bundle->summary, FhirSectionKind::kAllergies);
    EXPECT_THAT(section->items, IsEmpty());
    // Not that she has none.
    EXPECT_EQ(section->empty, FhirEmpty::kUnknown);
    ASSERT_THAT(bundle->remarks, SizeIs(1));
    EXPECT_EQ(bundle->remarks[0].pointer,
              "/entry/0/resource/section/0/entry/0");
    EXPECT_THAT(bundle->remarks[0].reason, HasSubstr(reason));
  }
}

TEST(ReadFhirBundleTest, WhatIsOnlyUnconfirmedIsKept) {
  Json json = Summary();
  Resource(&json, 2)["verificationStatus"]["coding"][0]["code"] = "unconfirmed";
  const auto bundle = Read(json);
  ASSERT_THAT(bundle, IsOk());
  EXPECT_THAT(FindSection(bundle->summary, FhirSectionKind::kAllergies)->items,
              SizeIs(1));
  EXPECT_THAT(bundle->remarks, IsEmpty());
}

TEST(ReadFhirBundleTest, CodesForAbsenceAreNotThings) {
  Json json = Summary();
  Json& coding = Resource(&json, 2)["code"]["coding"][0];
  coding["system"] =
      "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
  coding["code"] = "no-allergy-info";
  const auto bundle = Read(json);
  ASSERT_THAT(bundle, IsOk());
  EXPECT_EQ(bundle->summary.sections[0].items[0].absence,
            FhirAbsence::kUnknown);
}

TEST(ReadFhirBundleTest, ReadsMeasurements) {
  Json json = Summary();
  json["entry"].push_back(Json::parse(R"({
    "fullUrl": "urn:uuid:1", "resource": {"resourceType": "Observation",
      "subject": {"reference": "Patient/p"}, "status": "final",
      "code": {"text": "pressure"}, "effectiveDateTime": "2026-01-01",
      "component": [{"code": {"text": "systolic"}, "valueQuantity":
        {"value": 101.5, "unit": "mmHg"}}]}})"));
  Resource(&json, 0)["section"].push_back(Json::parse(R"({
    "code": {"coding": [{"system": "http://loinc.org", "code": "8716-3"}]},
    "entry": [{"reference": "urn:uuid:1"}]})"));
  const auto bundle = Read(json);
  ASSERT_THAT(bundle, IsOk());
  const FhirItem& item =
      FindSection(bundle->summary, FhirSectionKind::kVitalSigns)->items[0];
  EXPECT_EQ(item.when.start, "2026-01-01");
  ASSERT_THAT(item.measurements, SizeIs(2));
  EXPECT_EQ(item.measurements[1].quantity.value, "101.5");
  EXPECT_THAT(bundle->unread, IsEmpty());
}

TEST(ReadFhirBundleTest, BoundsWhatReferencesMultiply) {
  Json json = Summary();
  Json& coding = Resource(&json, 2)["code"]["coding"];
  for (int i = 0; i < 5000; ++i) coding.push_back({{"code", "c"}});
  Json& entries = Resource(&json, 0)["section"][0]["entry"];
  for (int i = 0; i < 5000; ++i) entries.push_back(entries[0]);
  EXPECT_THAT(Read(json), StatusIs(absl::StatusCode::kResourceExhausted,
                                   HasSubstr("too often")));
}

TEST(ReadFhirBundleTest, OddTypesAreLeftOutNotFatal) {
  Json json = Summary();
  Resource(&json, 2)["code"] = Json::parse(R"([[{"a": 1}], "x"])");
  Resource(&json, 2)["reaction"] = "x";
  Resource(&json, 1)["contact"] = Json::parse(R"({"name": [1, 2]})");
  EXPECT_THAT(Read(json), IsOk());
}

struct FileRead {
  std::vector<int64_t> bundles;
  std::vector<RefusedBundle> refused;
};

FileRead ReadFile(const std::string& file, size_t piece) {
  FileRead read;
  FhirSink sink;
  sink.bundle = [&](const FhirBundle&, int64_t line) {
    read.bundles.push_back(line);
    return absl::OkStatus();
  };
  sink.refused = [&](const RefusedBundle& refused) {
    read.refused.push_back(refused);
    return absl::OkStatus();
  };
  FhirReader reader(Options(), sink);
  for (size_t at = 0; at < file.size(); at += piece) {
    EXPECT_THAT(reader.Feed(absl::string_view(file).substr(at, piece)), IsOk());
  }
  EXPECT_THAT(reader.Finish(), IsOk());
  return read;
}

TEST(FhirReaderTest, ReadsOneBundleOrOneInEachLine) {
  for (size_t piece : {1, 7, 100000}) {
    EXPECT_THAT(ReadFile(Summary().dump(2), piece).bundles,
                ::testing::ElementsAre(1));
    const std::string line = Summary().dump();
    const FileRead read =
        ReadFile(absl::StrCat(line, "\n{\"resourceType\":1}\n",
                              line.substr(0, 90), "\n\n", line),
                 piece);
    EXPECT_THAT(read.bundles, ::testing::ElementsAre(1, 5));
    ASSERT_THAT(read.refused, SizeIs(2));
    EXPECT_EQ(read.refused[0].line, 2);
    EXPECT_EQ(read.refused[0].json, "{\"resourceType\":1}");
    EXPECT_EQ(read.refused[1].line, 3);
  }
}

}  // namespace
}  // namespace homeward::exchange
