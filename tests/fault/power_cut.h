#ifndef HOMEWARD_TESTS_FAULT_POWER_CUT_H_
#define HOMEWARD_TESTS_FAULT_POWER_CUT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// What is left on a disk when its machine loses power.
namespace homeward::testing {

enum class PowerCut {
  kSyncedOnly,  // Nothing that wasn't synced.
  kTornWrite,   // Of each file, unsynced writes up to one, itself cut anywhere.
  kReordered,   // Any unsynced writes of each file; zeros where one is missing.
};

// The bytes of one file: those that are safe, and the writes since the sync.
class FileOnDisk {
 public:
  explicit FileOnDisk(std::string synced = "") : synced_(std::move(synced)) {}

  void Append(absl::string_view bytes) { unsynced_.emplace_back(bytes); }
  void Truncate(size_t size);
  void Sync();

  // The bytes after a power cut.
  std::string After(PowerCut cut, std::mt19937_64& random) const;

 private:
  std::string synced_;
  std::vector<std::string> unsynced_;  // Each follows the one before.
};

// Names and files. A name survives once its folder was synced; until then, in
// the order in which they were made, changes of names may be lost.
class FolderOnDisk {
 public:
  using Names = std::map<std::string, std::shared_ptr<FileOnDisk>>;

  std::shared_ptr<FileOnDisk> Create(const std::string& path);
  void Delete(const std::string& path);
  void Rename(const std::string& from, const std::string& to);
  void Sync();

  bool Has(const std::string& path) const { return now_.count(path) > 0; }
  const Names& now() const { return now_; }

  // The files after a power cut, by path. The folder then holds just those.
  std::map<std::string, std::string> Cut(PowerCut cut, std::mt19937_64& random);

 private:
  // Gives `path` another file; none: takes it away.
  struct Change {
    std::string path;
    std::shared_ptr<FileOnDisk> file;
  };
  using Step = std::vector<Change>;  // What happens at once, such as a rename.

  static void Apply(const Step& step, Names& names);
  void Do(Step step);

  Names now_;
  Names synced_;
  std::vector<Step> unsynced_;
};

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_FAULT_POWER_CUT_H_
