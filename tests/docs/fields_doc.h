#ifndef HOMEWARD_TESTS_DOCS_FIELDS_DOC_H_
#define HOMEWARD_TESTS_DOCS_FIELDS_DOC_H_

#include <string>

namespace homeward::docs {

// The text of docs/fields.md: every leaf of Claim with its category, the
// outcomes that fit it and its comment, by fact. Made from the protos of this
// build.
std::string FieldsDoc();

}  // namespace homeward::docs

#endif  // HOMEWARD_TESTS_DOCS_FIELDS_DOC_H_
