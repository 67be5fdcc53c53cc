// Runs a fuzz target's entry point once over the empty input and each file
// named on the command line. No fuzzing: it keeps old findings found.
//
// Exits 0 when every input ran, 2 when no file was named or one can't be read.
// A finding ends the process the way the target ends it: a failed check or a
// sanitizer's report, after the name of the file.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::optional<std::string> ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return std::nullopt;
  return bytes;
}

void RunOnce(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "no corpus file named: nothing would be tested\n";
    return 2;
  }
  RunOnce("");
  for (int i = 1; i < argc; ++i) {
    std::cerr << argv[i] << std::endl;  // Flushed: the next line may crash.
    const std::optional<std::string> bytes = ReadFile(argv[i]);
    if (!bytes.has_value()) {
      std::cerr << "can't read the corpus file above\n";
      return 2;
    }
    RunOnce(*bytes);
  }
  std::cerr << argc - 1 << " corpus files replayed\n";
  return 0;
}
