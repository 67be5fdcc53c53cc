#include "auth/certificate/certificate.h"

#include <openssl/pem.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxDerBytes = 64 * 1024;
constexpr size_t kMaxPemBytes = 1024 * 1024;
constexpr size_t kMaxCertificates = 64;

using UniqueNames =
    std::unique_ptr<GENERAL_NAMES, OpenSslFree<GENERAL_NAMES_free>>;
using UniqueNumber = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;

absl::Status Refuse(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat("the certificate ", what));
}

absl::string_view Text(const ASN1_STRING* text) {
  return absl::string_view(
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
      ASN1_STRING_length(text));
}

std::string AddressText(absl::string_view raw) {
  if (raw.size() == 4) {
    return absl::StrFormat("%d.%d.%d.%d", static_cast<unsigned char>(raw[0]),
                           static_cast<unsigned char>(raw[1]),
                           static_cast<unsigned char>(raw[2]),
                           static_cast<unsigned char>(raw[3]));
  }
  std::string text;
  for (size_t i = 0; i + 1 < raw.size(); i += 2) {
    absl::StrAppend(&text, i == 0 ? "" : ":",
                    absl::Hex(static_cast<unsigned char>(raw[i]) << 8 |
                              static_cast<unsigned char>(raw[i + 1])));
  }
  return text;
}

// The names of the one subjectAltName extension; none when there is none.
SubjectNames ReadNames(const X509* x509) {
  SubjectNames names;
  int state = 0;
  UniqueNames general(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(x509, NID_subject_alt_name, &state, nullptr)));
  if (general == nullptr) {
    // -1: there is none. Else it is malformed, or there are two.
    names.readable = state == -1;
    ERR_clear_error();
    return names;
  }
  for (int i = 0; i < sk_GENERAL_NAME_num(general.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(general.get(), i);
    if (name->type == GEN_URI) {
      names.uris.emplace_back(Text(name->d.uniformResourceIdentifier));
    } else if (name->type == GEN_DNS) {
      names.dns_names.emplace_back(Text(name->d.dNSName));
    } else if (name->type == GEN_IPADD) {
      names.ip_addresses.push_back(AddressText(Text(name->d.iPAddress)));
    }
  }
  return names;
}

// RFC 5280 section 4.1.2.5: UTCTime YYMMDDHHMMSSZ for 1950 to 2049,
// GeneralizedTime YYYYMMDDHHMMSSZ for other years, nothing else.
std::optional<absl::Time> ReadTime(const ASN1_TIME* time) {
  std::string text(Text(time));
  if (ASN1_STRING_type(time) == V_ASN1_UTCTIME && text.size() == 13) {
    text.insert(0, text[0] < '5' ? "20" : "19");
  } else if (ASN1_STRING_type(time) != V_ASN1_GENERALIZEDTIME ||
             text.size() != 15 ||
             (text.substr(0, 4) >= "1950" && text.substr(0, 4) < "2050")) {
    return std::nullopt;
  }
  if (text.back() != 'Z' ||
      !std::all_of(text.begin(), text.end() - 1, absl::ascii_isdigit)) {
    return std::nullopt;
  }
  const auto number = [&](int at, int size) {
    int value = 0;
    return absl::SimpleAtoi(text.substr(at, size), &value) ? value : -1;
  };
  const absl::CivilSecond second(number(0, 4), number(4, 2), number(6, 2),
                                 number(8, 2), number(10, 2), number(12, 2));
  // CivilSecond carries the 31st of February over: such a date is none.
  if (absl::FormatCivilTime(second) !=
      absl::StrCat(text.substr(0, 4), "-", text.substr(4, 2), "-",
                   text.substr(6, 2), "T", text.substr(8, 2), ":",
                   text.substr(10, 2), ":", text.substr(12, 2))) {
    return std::nullopt;
  }
  return absl::FromCivil(second, absl::UTCTimeZone());
}

std::string MagnitudeOf(const ASN1_INTEGER* integer) {
  UniqueNumber number(ASN1_INTEGER_to_BN(integer, nullptr));
  if (number == nullptr) return "";
  std::string bytes(BN_num_bytes(number.get()), '\0');
  BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

struct PemBlock {
  std::string label;
  // Empty unless it is a certificate.
  std::string der;
};

// The next PEM block of `bio`, nullopt after the last one.
absl::StatusOr<std::optional<PemBlock>> NextBlock(BIO* bio) {
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  if (PEM_read_bio(bio, &name, &header, &data, &size) != 1) {
    const bool at_end =
        ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (at_end) return std::optional<PemBlock>();
    return Refuse("file holds a broken PEM block");
  }
  std::optional<PemBlock> block(PemBlock{name, ""});
  // A file may hold a private key besides: no copy of that is kept.
  if (block->label == PEM_STRING_X509) {
    block->der.assign(reinterpret_cast<char*>(data), size);
  }
  OPENSSL_free(name);
  OPENSSL_free(header);
  OPENSSL_clear_free(data, size);
  return block;
}

}  // namespace

Certificate::Certificate(std::shared_ptr<X509> x509, absl::string_view der)
    : x509_(std::move(x509)),
      der_(der),
      thumbprint_(Sha256(der)),
      serial_(MagnitudeOf(X509_get0_serialNumber(x509_.get()))),
      serial_is_negative_(ASN1_STRING_type(X509_get0_serialNumber(
                              x509_.get())) == V_ASN1_NEG_INTEGER),
      names_(ReadNames(x509_.get())),
      not_before_(ReadTime(X509_get0_notBefore(x509_.get()))),
      not_after_(ReadTime(X509_get0_notAfter(x509_.get()))) {
  spki_sha256_ =
      Sha256(ToDer(X509_get_X509_PUBKEY(x509_.get()), i2d_X509_PUBKEY));
}

absl::StatusOr<Certificate> Certificate::FromDer(absl::string_view der) {
  if (der.size() > kMaxDerBytes) return Refuse("has over 64 KiB");
  const unsigned char* next = Bytes(der);
  std::shared_ptr<X509> x509(
      d2i_X509(nullptr, &next, static_cast<long>(der.size())),
      OpenSslFree<X509_free>());
  if (x509 == nullptr) return Refuse("is no X.509 certificate");
  if (next != Bytes(der) + der.size()) {
    return Refuse("is followed by other bytes");
  }
  if (ToDer(x509.get(), i2d_X509) != der) return Refuse("is not DER");
  // Fills OpenSSL's cache of the extensions now, while one thread has it.
  X509_get_extension_flags(x509.get());
  ERR_clear_error();
  return Certificate(std::move(x509), der);
}

absl::StatusOr<Certificate> Certificate::FromPem(absl::string_view pem) {
  auto all = ChainFromPem(pem);
  if (!all.ok()) return all.status();
  if (all->size() != 1) {
    return Refuse(absl::StrCat("file holds ", all->size(),
                               " PEM blocks \"CERTIFICATE\"; it needs one"));
  }
  return std::move(all->front());
}

absl::StatusOr<std::vector<Certificate>> Certificate::ChainFromPem(
    absl::string_view pem) {
  std::vector<Certificate> chain;
  if (pem.size() > kMaxPemBytes) return Refuse("file has over 1 MiB");
  UniqueBio bio = ReadFrom(pem);
  while (true) {
    auto block = NextBlock(bio.get());
    if (!block.ok()) return block.status();
    if (!block->has_value()) return chain;
    if ((*block)->label != PEM_STRING_X509) continue;
    if (chain.size() == kMaxCertificates) {
      return Refuse("file holds over 64 certificates");
    }
    auto certificate = FromDer((*block)->der);
    if (!certificate.ok()) return certificate.status();
    chain.push_back(*std::move(certificate));
  }
}

std::string Certificate::ToPem() const {
  UniqueBio bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_X509(bio.get(), x509_.get()) != 1) {
    ERR_clear_error();
    return "";
  }
  return std::string(WrittenTo(bio.get()));
}

}  // namespace homeward::auth
