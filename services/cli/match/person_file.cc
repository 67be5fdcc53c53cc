#include "services/cli/match/person_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/match/parallel.h"

namespace homeward::cli {
namespace {

constexpr int64_t kMaxTold = 100;
// How many rows are read ahead, and how many births among them are enough to
// tell that the map is wrong where the file goes on.
constexpr size_t kRowsAhead = 4096;
constexpr int64_t kEnoughBirths = 100;

// `status` with the file it is about.
absl::Status Of(const std::string& path, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
}

}  // namespace

PersonFile::PersonFile(Context* context, std::string path)
    : context_(context),
      path_(std::move(path)),
      progress_(context, absl::StrCat("Reading ", path_)) {}

absl::StatusOr<std::unique_ptr<PersonFile>> PersonFile::Open(
    Context* context, const std::string& path,
    const std::optional<ColumnMap>& map) {
  std::unique_ptr<PersonFile> opened(new PersonFile(context, path));
  std::istream* in = context->in;
  if (path != "-") {
    opened->file_.open(path, std::ios::binary);
    if (!opened->file_) {
      return absl::NotFoundError(
          absl::StrCat("can't read ", path, ": ", std::strerror(errno)));
    }
    std::error_code ignored;
    opened->file_bytes_ =
        static_cast<int64_t>(std::filesystem::file_size(path, ignored));
    in = &opened->file_;
  }
  opened->reader_ = std::make_unique<CsvReader>(in);
  absl::Status right = opened->FindColumns(map);
  if (right.ok()) right = opened->LookAhead();
  if (!right.ok()) return Of(path, right);
  return opened;
}

absl::Status PersonFile::FindColumns(const std::optional<ColumnMap>& map) {
  const absl::Status header = reader_->ReadHeader();
  if (!header.ok()) return header;
  const auto used = map.has_value() ? absl::StatusOr<ColumnMap>(*map)
                                    : MapByFieldNames(reader_->header());
  if (!used.ok()) return used.status();
  auto columns = BindColumns(*used, reader_->header());
  if (!columns.ok()) return columns.status();
  columns_ = *std::move(columns);
  faults_.emplace(columns_, reader_->header());
  return absl::OkStatus();
}

absl::Status PersonFile::LookAhead() {
  const std::vector<Row> rows = ReadRows(kRowsAhead);
  ahead_ = ReadPersons(rows, /*threads=*/1);
  progress_.End();
  return faults_->CheckBirths(rows.size() < kRowsAhead ? 1 : kEnoughBirths);
}

void PersonFile::Tell(int64_t line, absl::string_view problem) {
  if (++problems_ > kMaxTold) return;
  progress_.End();
  context_->Say(absl::StrCat(path_, ":", line, ": ", problem));
}

std::vector<Row> PersonFile::ReadRows(size_t count) {
  std::vector<Row> rows;
  while (rows.size() < count) {
    const auto more = reader_->Next();
    if (!more.ok()) {
      ++left_out_;
      Tell(reader_->line(),
           absl::StrCat("row left out: ", more.status().message()));
      continue;
    }
    if (!*more) break;
    rows.push_back({reader_->line(), reader_->row()});
  }
  progress_.Show(reader_->bytes(), file_bytes_);
  return rows;
}

std::vector<PersonRow> PersonFile::ReadPersons(const std::vector<Row>& rows,
                                               int threads) {
  std::vector<PersonRow> persons(rows.size());
  ForEach(rows.size(), threads, [&](size_t i) {
    const absl::Time start = absl::Now();
    persons[i] = ReadPerson(columns_, rows[i]);
    persons[i].read_in = absl::Now() - start;
  });
  std::vector<PersonRow> kept;
  kept.reserve(persons.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& problem : persons[i].problems) {
      Tell(rows[i].line, problem);
    }
    if (!persons[i].id.empty()) {
      faults_->Add(rows[i].line, persons[i]);
      kept.push_back(std::move(persons[i]));
    } else {
      ++left_out_;
      Tell(rows[i].line, "row left out: it has no id");
    }
  }
  return kept;
}

std::vector<PersonRow> PersonFile::TakeAhead(size_t count) {
  const auto end = ahead_.begin() + std::min(count, ahead_.size());
  std::vector<PersonRow> taken(std::make_move_iterator(ahead_.begin()),
                               std::make_move_iterator(end));
  ahead_.erase(ahead_.begin(), end);
  return taken;
}

std::vector<PersonRow> PersonFile::Next(size_t count, int threads) {
  std::vector<PersonRow> next = TakeAhead(count);
  while (next.empty()) {
    const std::vector<Row> rows = ReadRows(count);
    if (rows.empty()) break;
    next = ReadPersons(rows, threads);
  }
  return next;
}

absl::Status PersonFile::Finish() {
  progress_.End();
  if (problems_ > kMaxTold) {
    context_->Say(absl::StrCat(path_, ": and ", problems_ - kMaxTold,
                               " more such lines"));
  }
  absl::Status births = Of(path_, faults_->CheckBirths(1));
  if (!births.ok()) return births;
  for (const std::string& line : faults_->ToLines()) {
    context_->Say(absl::StrCat(path_, ": ", line));
  }
  faults_.reset();
  return absl::OkStatus();
}

}  // namespace homeward::cli
