#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/cli/mou/page/page.h"

namespace homeward::cli {
namespace {

constexpr size_t kColumns = 80;

// `text` in lines, the first after `first` and the others after `rest`.
std::string Wrapped(absl::string_view text, const std::string& first,
                    const std::string& rest) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  std::string all;
  std::string line = first;
  bool empty = true;
  for (const absl::string_view word :
       absl::StrSplit(clean, ' ', absl::SkipEmpty())) {
    if (!empty && line.size() + 1 + word.size() > kColumns) {
      absl::StrAppend(&all, line, "\n");
      line = rest;
      empty = true;
    }
    absl::StrAppend(&line, empty ? "" : " ", word);
    empty = false;
  }
  return absl::StrCat(all, absl::StripTrailingAsciiWhitespace(line), "\n");
}

struct Writer {
  void operator()(const Page::Heading& heading) {
    const char line = heading.level == 2 ? '=' : '-';
    absl::StrAppend(&text, "\n", Wrapped(heading.text, "", ""),
                    std::string(std::min(heading.text.size(), kColumns), line),
                    "\n");
  }
  void operator()(const Page::Paragraph& paragraph) {
    absl::StrAppend(&text, "\n", Wrapped(paragraph.text, "", ""));
  }
  void operator()(const Page::List& list) {
    for (const std::string& item : list.items) {
      absl::StrAppend(&text, Wrapped(item, "- ", "  "));
    }
  }
  // A row is its heading, then what the columns say of it.
  void operator()(const Page::Table& table) {
    absl::StrAppend(&text, "\n", Wrapped(table.caption + ":", "", ""));
    for (const std::vector<std::string>& row : table.rows) {
      absl::StrAppend(&text, Wrapped(row[0], "- ", "  "));
      for (size_t i = 1; i < row.size(); ++i) {
        absl::StrAppend(
            &text, Wrapped(absl::StrCat(table.columns[i], ": ", row[i]), "    ",
                           "      "));
      }
    }
  }

  std::string text;
};

}  // namespace

std::string ToPlainText(const Page& page) {
  Writer writer;
  writer.text = Wrapped(page.title, "", "");
  for (const Page::Part& part : page.parts) std::visit(writer, part);
  return writer.text;
}

}  // namespace homeward::cli
