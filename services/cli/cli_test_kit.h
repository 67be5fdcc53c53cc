#ifndef HOMEWARD_SERVICES_CLI_CLI_TEST_KIT_H_
#define HOMEWARD_SERVICES_CLI_CLI_TEST_KIT_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/cli/command.h"
#include "services/cli/context.h"

// What tests of commands share.
namespace homeward::cli {

inline absl::Time TestNow() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 1, 12, 0, 0),
                         absl::UTCTimeZone());
}

// A folder that is gone at the end of the test.
class TestFolder {
 public:
  TestFolder() {
    std::string name = absl::StrCat(std::getenv("TEST_TMPDIR"), "/cli-XXXXXX");
    path_ = mkdtemp(name.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string Path(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
    return Path(name);
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }

 private:
  std::string path_;
};

// What one command line did.
struct Ran {
  ExitCode code = ExitCode::kOk;
  std::string out;
  std::string err;
};

// Runs `arguments` with `input`, as at a terminal of 80 columns that shows
// UTF-8 when `terminal`.
inline Ran Homeward(const std::vector<std::string>& arguments,
                    const std::string& input = "", bool terminal = false,
                    absl::Time now = TestNow()) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Context context;
  context.in = &in;
  context.out = &out;
  context.err = &err;
  context.in_is_terminal = terminal;
  context.out_columns = terminal ? 80 : 0;
  context.out_shows_utf8 = terminal;
  context.now = [now] { return now; };
  const ExitCode code = RunCommandLine(arguments, &context);
  return {code, out.str(), err.str()};
}

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CLI_TEST_KIT_H_
