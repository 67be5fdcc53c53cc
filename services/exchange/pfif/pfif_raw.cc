#include "services/exchange/pfif/pfif_raw.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace homeward::exchange {
namespace {

constexpr absl::string_view kNamespace = "http://zesty.ca/pfif/1.";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\r", "&#13;"}});
}

void AppendFields(const PfifRawRecord& record, absl::string_view indent,
                  std::string* xml) {
  for (const PfifRawField& field : record.fields) {
    absl::StrAppend(xml, indent, "<pfif:", field.name, ">", Escaped(field.text),
                    "</pfif:", field.name, ">\n");
  }
}

void AppendNote(const PfifRawRecord& note, absl::string_view indent,
                std::string* xml) {
  absl::StrAppend(xml, indent, "<pfif:note>\n");
  AppendFields(note, absl::StrCat(indent, "  "), xml);
  absl::StrAppend(xml, indent, "</pfif:note>\n");
}

}  // namespace

std::optional<PfifVersion> VersionOf(absl::string_view xml_namespace) {
  if (!absl::ConsumePrefix(&xml_namespace, kNamespace)) return std::nullopt;
  if (xml_namespace == "1") return PfifVersion::k11;
  if (xml_namespace == "2") return PfifVersion::k12;
  if (xml_namespace == "3") return PfifVersion::k13;
  if (xml_namespace == "4") return PfifVersion::k14;
  return std::nullopt;
}

std::string PfifHeader(PfifVersion version) {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
                      "<pfif:pfif xmlns:pfif=\"", kNamespace,
                      static_cast<int>(version) + 1, "\">\n");
}

std::string PfifFooter() { return "</pfif:pfif>\n"; }

std::string PersonXml(const PfifRawRecord& record) {
  std::string xml = "  <pfif:person>\n";
  AppendFields(record, "    ", &xml);
  for (const PfifRawRecord& note : record.notes) {
    AppendNote(note, "    ", &xml);
  }
  return absl::StrCat(xml, "  </pfif:person>\n");
}

std::string NoteXml(const PfifRawRecord& record) {
  std::string xml;
  AppendNote(record, "  ", &xml);
  return xml;
}

}  // namespace homeward::exchange
