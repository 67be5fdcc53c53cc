#include "services/exchange/pfif/xml_stream.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace homeward::exchange {
namespace {

// Between a namespace and a name. No character of XML, so neither holds it.
constexpr char kSeparator = '\x1f';

// How much expat gets at a time: small, so that the limits act soon.
constexpr size_t kPieceBytes = 16 << 10;

}  // namespace

// Expat calls back into this class through plain functions.
class XmlStream::Impl {
 public:
  Impl(const XmlLimits& limits, XmlEvents* events)
      : limits_(limits), events_(events) {
    parser_ = XML_ParserCreateNS(nullptr, kSeparator);
    if (parser_ == nullptr) {
      status_ = absl::ResourceExhaustedError("no memory for an XML parser");
      return;
    }
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &Impl::Start, &Impl::End);
    XML_SetCharacterDataHandler(parser_, &Impl::Text);
    XML_SetXmlDeclHandler(parser_, &Impl::Declaration);
    XML_SetStartDoctypeDeclHandler(parser_, &Impl::Doctype);
    XML_SetParamEntityParsing(parser_, XML_PARAM_ENTITY_PARSING_NEVER);
  }
  ~Impl() {
    if (parser_ != nullptr) XML_ParserFree(parser_);
  }

  absl::Status Feed(absl::string_view bytes) {
    while (status_.ok() && !bytes.empty()) {
      const absl::string_view piece = bytes.substr(0, kPieceBytes);
      bytes.remove_prefix(piece.size());
      Parse(piece, /*last=*/false);
    }
    return status_;
  }

  absl::Status Finish() {
    if (status_.ok()) Parse("", /*last=*/true);
    return status_;
  }

 private:
  static Impl* Self(void* data) { return static_cast<Impl*>(data); }

  static void XMLCALL Start(void* data, const XML_Char* name,
                            const XML_Char**) {
    Impl* self = Self(data);
    if (++self->depth_ > self->limits_.max_depth) {
      return self->Stop(absl::InvalidArgumentError(absl::StrCat(
          "line ", self->Line(), ": elements are nested more than ",
          self->limits_.max_depth, " deep")));
    }
    const absl::string_view full = name;
    const size_t at = full.rfind(kSeparator);
    const bool qualified = at != absl::string_view::npos;
    self->Check(self->events_->OnStart(qualified ? full.substr(0, at) : "",
                                       qualified ? full.substr(at + 1) : full,
                                       self->Line()));
  }

  static void XMLCALL End(void* data, const XML_Char*) {
    --Self(data)->depth_;
    Self(data)->Check(Self(data)->events_->OnEnd(Self(data)->Line()));
  }

  static void XMLCALL Text(void* data, const XML_Char* text, int length) {
    Self(data)->Check(Self(data)->events_->OnText(
        absl::string_view(text, static_cast<size_t>(length))));
  }

  static void XMLCALL Declaration(void* data, const XML_Char*,
                                  const XML_Char* encoding, int) {
    if (encoding == nullptr) return;
    for (const char* known : {"UTF-8", "UTF-16", "US-ASCII"}) {
      if (absl::EqualsIgnoreCase(encoding, known)) return;
    }
    Self(data)->Stop(absl::InvalidArgumentError(
        "line 1: the encoding is neither UTF-8 nor UTF-16: save the file as "
        "UTF-8"));
  }

  static void XMLCALL Doctype(void* data, const XML_Char*, const XML_Char*,
                              const XML_Char*, int) {
    Self(data)->Stop(absl::InvalidArgumentError(
        absl::StrCat("line ", Self(data)->Line(),
                     ": a DOCTYPE is refused, because it can declare entities "
                     "that expand or reach out: remove it")));
  }

  void Parse(absl::string_view piece, bool last) {
    fed_bytes_ += static_cast<int64_t>(piece.size());
    if (fed_bytes_ > limits_.max_bytes) {
      status_ = absl::ResourceExhaustedError(
          absl::StrCat("line ", Line(), ": the file is longer than ",
                       limits_.max_bytes, " bytes: split it"));
      return;
    }
    const XML_Status result =
        XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), last);
    if (!status_.ok()) return;  // Stopped by a handler, with a better reason.
    if (result == XML_STATUS_ERROR) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat("line ", Line(), ": not well-formed XML: ",
                       XML_ErrorString(XML_GetErrorCode(parser_))));
      return;
    }
    CheckToken();
  }

  // Expat keeps a token until its end has come. Bound that.
  void CheckToken() {
    const int64_t done = std::max<int64_t>(0, XML_GetCurrentByteIndex(parser_));
    if (fed_bytes_ - done > limits_.max_token_bytes) {
      status_ = absl::ResourceExhaustedError(
          absl::StrCat("line ", Line(), ": a tag or comment is longer than ",
                       limits_.max_token_bytes, " bytes"));
    }
  }

  void Check(absl::Status status) {
    if (!status.ok()) Stop(std::move(status));
  }

  // Keeps the first error: expat may still call after it was told to stop.
  void Stop(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
    XML_StopParser(parser_, XML_FALSE);
  }

  int64_t Line() const {
    return static_cast<int64_t>(XML_GetCurrentLineNumber(parser_));
  }

  const XmlLimits limits_;
  XmlEvents* const events_;
  XML_Parser parser_ = nullptr;
  int depth_ = 0;
  int64_t fed_bytes_ = 0;
  absl::Status status_;
};

XmlStream::XmlStream(const XmlLimits& limits, XmlEvents* events)
    : impl_(std::make_unique<Impl>(limits, events)) {}
XmlStream::~XmlStream() = default;

absl::Status XmlStream::Feed(absl::string_view bytes) {
  return impl_->Feed(bytes);
}
absl::Status XmlStream::Finish() { return impl_->Finish(); }

}  // namespace homeward::exchange
