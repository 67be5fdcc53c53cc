// Prints docs/fields.md as it should be:
//   bazel run //tests/docs:print_fields > docs/fields.md

#include <cstdio>
#include <string>

#include "tests/docs/fields_doc.h"

int main() {
  const std::string text = homeward::docs::FieldsDoc();
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
