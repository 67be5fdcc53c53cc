#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/cli/mou/page/page.h"

namespace homeward::cli {
namespace {

constexpr char kStyle[] =
    "body{font:1em/1.5 sans-serif;max-width:50em;margin:2em auto;"
    "padding:0 1em;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:1em 0}"
    "caption{text-align:left;font-weight:bold}"
    "th,td{border:1px solid #666;padding:.3em .6em;text-align:left;"
    "vertical-align:top}"
    "@media print{body{margin:0;max-width:none}}";

std::string Escaped(absl::string_view text) {
  std::string escaped = absl::StrReplaceAll(text, {{"&", "&amp;"},
                                                   {"<", "&lt;"},
                                                   {">", "&gt;"},
                                                   {"\"", "&quot;"},
                                                   {"'", "&#39;"}});
  for (char& c : escaped) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return escaped;
}

// The parts of a page, one after the other.
struct Writer {
  void operator()(const Page::Heading& heading) {
    absl::StrAppend(&html, "<h", heading.level, ">", Escaped(heading.text),
                    "</h", heading.level, ">\n");
  }
  void operator()(const Page::Paragraph& paragraph) {
    absl::StrAppend(&html, "<p>", Escaped(paragraph.text), "</p>\n");
  }
  void operator()(const Page::List& list) {
    absl::StrAppend(&html, "<ul>\n");
    for (const std::string& item : list.items) {
      absl::StrAppend(&html, "<li>", Escaped(item), "</li>\n");
    }
    absl::StrAppend(&html, "</ul>\n");
  }
  void operator()(const Page::Table& table) {
    absl::StrAppend(&html, "<table>\n<caption>", Escaped(table.caption),
                    "</caption>\n<thead>\n<tr>");
    for (const std::string& column : table.columns) {
      absl::StrAppend(&html, "<th scope=\"col\">", Escaped(column), "</th>");
    }
    absl::StrAppend(&html, "</tr>\n</thead>\n<tbody>\n");
    for (const std::vector<std::string>& row : table.rows) {
      absl::StrAppend(&html, "<tr>");
      for (size_t i = 0; i < row.size(); ++i) {
        absl::StrAppend(&html, i == 0 ? "<th scope=\"row\">" : "<td>",
                        Escaped(row[i]), i == 0 ? "</th>" : "</td>");
      }
      absl::StrAppend(&html, "</tr>\n");
    }
    absl::StrAppend(&html, "</tbody>\n</table>\n");
  }

  std::string html;
};

}  // namespace

std::string ToHtml(const Page& page) {
  const std::string title = Escaped(page.title);
  Writer writer;
  for (const Page::Part& part : page.parts) std::visit(writer, part);
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>", title,
      "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n<main>\n<h1>",
      title, "</h1>\n", writer.html, "</main>\n</body>\n</html>\n");
}

}  // namespace homeward::cli
