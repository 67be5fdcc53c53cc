#include "services/exchange/pfif/pfif_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/exchange/pfif/pfif_raw.h"
#include "services/exchange/pfif/xml_stream.h"

namespace homeward::exchange {
namespace {

// What a field or a note costs beside its text, so that empty ones count.
constexpr int64_t kElementBytes = 128;

constexpr int kMaxDepth = 16;

// No field has a name this long.
constexpr size_t kMaxNameBytes = 64;

}  // namespace

// Follows the elements: pfif > person > (field | note > field).
class PfifReader::Impl : public XmlEvents {
 public:
  Impl(PfifOptions options, PfifSink sink)
      : options_(std::move(options)),
        sink_(std::move(sink)),
        stream_(XmlLimits{kMaxDepth, options_.max_file_bytes,
                          /*max_token_bytes=*/256 << 10},
                this) {
    rules_.now = options_.now;
    rules_.max_clock_skew = options_.max_clock_skew;
    rules_.domain = options_.domain;
  }

  absl::Status OnStart(absl::string_view xml_namespace, absl::string_view name,
                       int64_t line) override {
    const bool is_pfif = VersionOf(xml_namespace) == root_version_;
    switch (++depth_) {
      case 1:
        return StartRoot(xml_namespace, name, line);
      case 2:
        return StartRecord(is_pfif ? name : "", line);
      default:
        StartInRecord(is_pfif ? name : "", line);
        return absl::OkStatus();
    }
  }

  absl::Status OnText(absl::string_view utf8) override {
    if (field_ == nullptr || over_limit_.has_value()) return absl::OkStatus();
    field_->text.append(utf8.data(), utf8.size());
    const bool long_field =
        static_cast<int64_t>(field_->text.size()) > options_.max_field_bytes;
    if (long_field) {
      return Drop({field_->line, field_->name,
                   absl::StrCat("is longer than ", options_.max_field_bytes,
                                " bytes")});
    }
    Charge(static_cast<int64_t>(utf8.size()));
    return absl::OkStatus();
  }

  absl::Status OnEnd(int64_t) override {
    const int depth = depth_--;
    if (depth == field_depth_) {
      field_ = nullptr;
      field_depth_ = 0;
    }
    if (depth == 3 && in_note_) in_note_ = false;
    return depth == 2 ? EndRecord() : absl::OkStatus();
  }

  XmlStream* stream() { return &stream_; }
  const PfifTotals& totals() const { return totals_; }
  PfifVersion version() const { return rules_.version; }

 private:
  absl::Status StartRoot(absl::string_view xml_namespace,
                         absl::string_view name, int64_t line) {
    root_version_ = VersionOf(xml_namespace);
    if (!root_version_.has_value() || name != "pfif") {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", line,
          ": not PFIF: the first element must be pfif in the namespace "
          "http://zesty.ca/pfif/1.1, 1.2, 1.3 or 1.4"));
    }
    rules_.version = *root_version_;
    return absl::OkStatus();
  }

  absl::Status StartRecord(absl::string_view name, int64_t line) {
    record_ = PfifRawRecord();
    record_.line = line;
    record_bytes_ = 0;
    over_limit_.reset();
    misplaced_.clear();
    kind_ = name == "person" ? RefusedRecord::Kind::kPerson
            : name == "note" ? RefusedRecord::Kind::kNote
                             : RefusedRecord::Kind::kUnknown;
    return absl::OkStatus();
  }

  // A field, a note of a person, or something that has no place there. `name`
  // is empty if it is of another namespace.
  void StartInRecord(absl::string_view name, int64_t line) {
    if (kind_ == RefusedRecord::Kind::kUnknown || over_limit_.has_value()) {
      return;
    }
    Charge(kElementBytes);
    if (over_limit_.has_value()) return;
    if (field_ != nullptr) {
      misplaced_.push_back({line, field_->name, "holds an element, not text"});
      return;
    }
    if (depth_ == 3 && kind_ == RefusedRecord::Kind::kPerson &&
        name == "note") {
      record_.notes.emplace_back().line = line;
      in_note_ = true;
      return;
    }
    if (depth_ != (in_note_ ? 4 : 3)) return;  // Inside what was left out.
    if (name.empty() || name.size() > kMaxNameBytes || name == "person" ||
        name == "note") {
      Remark({line, "element", "has no place in a record, and was left out"});
      return;
    }
    PfifRawRecord& target = in_note_ ? record_.notes.back() : record_;
    field_ = &target.fields.emplace_back();
    field_->name = std::string(name);
    field_->line = line;
    field_depth_ = depth_;
  }

  absl::Status EndRecord() {
    const PfifRawRecord record = std::exchange(record_, PfifRawRecord());
    if (kind_ == RefusedRecord::Kind::kUnknown) {
      return Refuse(kind_, record.line, "",
                    {{record.line, "element",
                      "is neither a person nor a note of this version"}});
    }
    if (over_limit_.has_value()) {
      return Refuse(kind_, record.line, "", {*over_limit_});
    }
    return kind_ == RefusedRecord::Kind::kPerson ? EndPerson(record)
                                                 : EndNote(record);
  }

  absl::Status EndPerson(const PfifRawRecord& raw) {
    PfifJudged<PfifPerson> judged = JudgePerson(raw, rules_);
    AddMisplaced(&judged.problems);
    if (!judged.problems.empty()) {
      return Refuse(kind_, raw.line, PersonXml(raw),
                    std::move(judged.problems));
    }
    for (const PfifProblem& remark : judged.remarks) Remark(remark);
    for (const PfifRawRecord& raw_note : raw.notes) {
      absl::StatusOr<std::optional<PfifNote>> note =
          TakeNote(raw_note, judged.record.person_record_id);
      if (!note.ok()) return note.status();
      if (note->has_value()) judged.record.notes.push_back(**std::move(note));
    }
    ++totals_.persons;
    judged.record.xml = PersonXml(raw);
    return sink_.person ? sink_.person(judged.record) : absl::OkStatus();
  }

  absl::Status EndNote(const PfifRawRecord& raw) {
    absl::StatusOr<std::optional<PfifNote>> note = TakeNote(raw, "");
    if (!note.ok()) return note.status();
    if (note->has_value()) (*note)->xml = NoteXml(raw);
    return note->has_value() && sink_.note ? sink_.note(**note)
                                           : absl::OkStatus();
  }

  // The note, or none if it was refused.
  absl::StatusOr<std::optional<PfifNote>> TakeNote(
      const PfifRawRecord& raw, const std::string& person_record_id) {
    PfifJudged<PfifNote> judged = JudgeNote(raw, person_record_id, rules_);
    if (person_record_id.empty()) AddMisplaced(&judged.problems);
    if (!judged.problems.empty()) {
      absl::Status status = Refuse(RefusedRecord::Kind::kNote, raw.line,
                                   NoteXml(Standing(raw, person_record_id)),
                                   std::move(judged.problems));
      if (!status.ok()) return status;
      return std::nullopt;
    }
    for (const PfifProblem& remark : judged.remarks) Remark(remark);
    ++totals_.notes;
    return std::move(judged.record);
  }

  // The note as it can stand alone: with the id of its person.
  static PfifRawRecord Standing(PfifRawRecord note,
                                const std::string& person_record_id) {
    for (const PfifRawField& field : note.fields) {
      if (field.name == "person_record_id") return note;
    }
    if (!person_record_id.empty()) {
      note.fields.push_back({"person_record_id", person_record_id, note.line});
    }
    return note;
  }

  absl::Status Refuse(RefusedRecord::Kind kind, int64_t line, std::string xml,
                      std::vector<PfifProblem> problems) {
    ++totals_.refused;
    if (!sink_.refused) return absl::OkStatus();
    return sink_.refused(
        {kind, rules_.version, line, std::move(problems), std::move(xml)});
  }

  void Remark(const PfifProblem& problem) {
    ++totals_.remarks;
    if (sink_.remark) sink_.remark(problem);
  }

  void AddMisplaced(std::vector<PfifProblem>* problems) {
    problems->insert(problems->end(), misplaced_.begin(), misplaced_.end());
  }

  void Charge(int64_t bytes) {
    record_bytes_ += bytes;
    if (record_bytes_ <= options_.max_record_bytes) return;
    Drop({record_.line, in_note_ ? "note" : "record",
          absl::StrCat("is longer than ", options_.max_record_bytes, " bytes")})
        .IgnoreError();
  }

  // Gives up on the record, and frees it.
  absl::Status Drop(PfifProblem problem) {
    over_limit_ = std::move(problem);
    const int64_t line = record_.line;
    record_ = PfifRawRecord();
    record_.line = line;
    misplaced_.clear();
    field_ = nullptr;
    return absl::OkStatus();
  }

  const PfifOptions options_;
  const PfifSink sink_;
  PfifRules rules_;
  PfifTotals totals_;
  std::optional<PfifVersion> root_version_;
  int depth_ = 0;
  // The record being read.
  RefusedRecord::Kind kind_ = RefusedRecord::Kind::kUnknown;
  PfifRawRecord record_;
  int64_t record_bytes_ = 0;
  bool in_note_ = false;
  PfifRawField* field_ = nullptr;  // In record_, while its text comes.
  int field_depth_ = 0;
  std::optional<PfifProblem> over_limit_;
  std::vector<PfifProblem> misplaced_;
  XmlStream stream_;
};

PfifReader::PfifReader(PfifOptions options, PfifSink sink)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(sink))) {}
PfifReader::~PfifReader() = default;

absl::Status PfifReader::Feed(absl::string_view bytes) {
  return impl_->stream()->Feed(bytes);
}
absl::Status PfifReader::Finish() { return impl_->stream()->Finish(); }
const PfifTotals& PfifReader::totals() const { return impl_->totals(); }
PfifVersion PfifReader::version() const { return impl_->version(); }

}  // namespace homeward::exchange
