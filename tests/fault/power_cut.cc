#include "tests/fault/power_cut.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace homeward::testing {
namespace {

// A number from 0 to `most`.
size_t Draw(size_t most, std::mt19937_64& random) {
  return std::uniform_int_distribution<size_t>(0, most)(random);
}

}  // namespace

void FileOnDisk::Truncate(size_t size) {
  std::string all = synced_;
  for (const std::string& write : unsynced_) all += write;
  if (size >= all.size()) return;  // Ends of blocks set aside but not used.
  all.resize(size);
  synced_.resize(std::min(size, synced_.size()));
  unsynced_ = {all.substr(synced_.size())};
}

void FileOnDisk::Sync() {
  for (const std::string& write : unsynced_) synced_ += write;
  unsynced_.clear();
}

std::string FileOnDisk::After(PowerCut cut, std::mt19937_64& random) const {
  std::string bytes = synced_;
  if (cut == PowerCut::kTornWrite && !unsynced_.empty()) {
    const size_t last = Draw(unsynced_.size() - 1, random);
    for (size_t i = 0; i < last; ++i) bytes += unsynced_[i];
    bytes += unsynced_[last].substr(0, Draw(unsynced_[last].size(), random));
  }
  if (cut == PowerCut::kReordered) {
    size_t offset = synced_.size();
    for (const std::string& write : unsynced_) {
      if (Draw(1, random) == 1) {
        bytes.resize(offset, '\0');
        bytes += write;
      }
      offset += write.size();
    }
  }
  return bytes;
}

void FolderOnDisk::Apply(const Step& step, Names& names) {
  for (const Change& change : step) {
    if (change.file == nullptr) {
      names.erase(change.path);
    } else {
      names[change.path] = change.file;
    }
  }
}

void FolderOnDisk::Do(Step step) {
  Apply(step, now_);
  unsynced_.push_back(std::move(step));
}

std::shared_ptr<FileOnDisk> FolderOnDisk::Create(const std::string& path) {
  auto file = std::make_shared<FileOnDisk>();
  Do({{path, file}});
  return file;
}

void FolderOnDisk::Delete(const std::string& path) { Do({{path, nullptr}}); }

void FolderOnDisk::Rename(const std::string& from, const std::string& to) {
  Do({{to, now_[from]}, {from, nullptr}});
}

void FolderOnDisk::Sync() {
  synced_ = now_;
  unsynced_.clear();
}

std::map<std::string, std::string> FolderOnDisk::Cut(PowerCut cut,
                                                     std::mt19937_64& random) {
  Names left = synced_;
  const size_t steps =
      cut == PowerCut::kSyncedOnly ? 0 : Draw(unsynced_.size(), random);
  for (size_t i = 0; i < steps; ++i) Apply(unsynced_[i], left);
  std::map<std::string, std::string> bytes;
  now_.clear();
  for (const auto& [path, file] : left) {
    bytes[path] = file->After(cut, random);
    now_[path] = std::make_shared<FileOnDisk>(bytes[path]);
  }
  Sync();
  return bytes;
}

}  // namespace homeward::testing
