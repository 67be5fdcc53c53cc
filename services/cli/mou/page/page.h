#ifndef HOMEWARD_SERVICES_CLI_MOU_PAGE_PAGE_H_
#define HOMEWARD_SERVICES_CLI_MOU_PAGE_PAGE_H_

#include <string>
#include <variant>
#include <vector>

namespace homeward::cli {

// A page for people: what it says, apart from how it is written down.
struct Page {
  struct Heading {
    int level;  // From 2: 1 is the title.
    std::string text;
  };
  struct Paragraph {
    std::string text;
  };
  struct List {
    std::vector<std::string> items;
  };
  // The first cell of a row is its heading.
  struct Table {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
  };
  using Part = std::variant<Heading, Paragraph, List, Table>;

  std::string title;
  std::vector<Part> parts;
};

// `page` as one HTML file that needs no other: what it says is escaped, there
// is no script, and headings, lists and tables are marked as such, so that it
// can be listened to. Pure.
std::string ToHtml(const Page& page);

// `page` as text, in lines of 80 columns where words allow. A control
// character becomes a space. Pure.
std::string ToPlainText(const Page& page);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_PAGE_PAGE_H_
