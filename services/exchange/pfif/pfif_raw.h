#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RAW_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RAW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/exchange/pfif/pfif_record.h"

// PFIF records as text: what the file says before anybody judged it, and the
// way back to XML. Pure, thread-safe.
namespace homeward::exchange {

// One element with text.
struct PfifRawField {
  std::string name;
  std::string text;  // As written, spaces included.
  int64_t line = 0;
};

// A person or a note.
struct PfifRawRecord {
  std::vector<PfifRawField> fields;
  std::vector<PfifRawRecord> notes;  // A note has none.
  int64_t line = 0;
};

// The version of an XML namespace; none if it is not one of PFIF 1.1 to 1.4.
std::optional<PfifVersion> VersionOf(absl::string_view xml_namespace);

// The file around records of `version`: header, records in any number, footer.
std::string PfifHeader(PfifVersion version);
std::string PfifFooter();

// A record as well-formed XML, to be put between header and footer. Fields
// come in the order of `record`, notes last.
std::string PersonXml(const PfifRawRecord& record);
std::string NoteXml(const PfifRawRecord& record);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_PFIF_RAW_H_
