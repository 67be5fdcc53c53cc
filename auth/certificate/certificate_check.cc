#include "auth/certificate/certificate_check.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate_path.h"
#include "auth/certificate/certificate_profile.h"
#include "auth/certificate/certificate_usage.h"

namespace homeward::auth {
namespace {

CertificateAspect Good(absl::string_view found) {
  return {true, std::string(found)};
}
CertificateAspect Bad(absl::string_view why) {
  return {false, std::string(why)};
}

std::string Date(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

CertificateAspect JudgeChain(const CertificatePath& path) {
  absl::Status status = CheckPath(path);
  if (!status.ok()) return Bad(status.message());
  return Good(absl::StrCat("a path of ", path.size(),
                           " certificates leads to a root of the agency"));
}

CertificateAspect JudgeValidity(const CertificatePath& path, absl::Time now) {
  for (size_t i = 0; i < path.size(); ++i) {
    const auto not_before = path[i]->not_before();
    const auto not_after = path[i]->not_after();
    const std::string who = NameInPath(path, i);
    if (!not_before || !not_after) {
      return Bad(absl::StrCat(
          who, " does not write its validity period as RFC 5280 asks"));
    }
    if (now < *not_before) {
      return Bad(absl::StrCat(who, " is not valid before ", Date(*not_before),
                              "; it is ", Date(now)));
    }
    if (now > *not_after) {
      return Bad(absl::StrCat(who, " expired at ", Date(*not_after), "; it is ",
                              Date(now)));
    }
  }
  if (*path[0]->not_after() - *path[0]->not_before() > kMaxLeafLifetime) {
    return Bad("the leaf is valid for over 7 days; issue a shorter one");
  }
  return Good(
      absl::StrCat("valid; the leaf expires at ", Date(*path[0]->not_after())));
}

CertificateAspect JudgeKeyUsage(const CertificatePath& path) {
  for (size_t i = 0; i < path.size(); ++i) {
    absl::Status status =
        i == 0 ? CheckLeafUsage(*path[i]) : CheckCaUsage(*path[i]);
    if (!status.ok()) {
      return Bad(absl::StrCat(NameInPath(path, i), " ", status.message()));
    }
  }
  return Good("the leaf may sign, call and serve, and nothing more");
}

CertificateAspect JudgeAlgorithm(const CertificatePath& path) {
  for (size_t i = 0; i < path.size(); ++i) {
    absl::Status status = CheckAlgorithm(*path[i]);
    if (!status.ok()) {
      return Bad(absl::StrCat(NameInPath(path, i), " ", status.message()));
    }
  }
  return Good("P-256 and SHA-256 throughout");
}

// A CA may name its agency or its federation, or nothing.
bool NamesNoOther(const Certificate& ca, const SpiffeId& id) {
  if (ca.names().uris.empty()) return ca.names().readable;
  if (ca.names().uris.size() > 1) return false;
  const std::string& uri = ca.names().uris[0];
  if (uri == absl::StrCat("spiffe://", id.federation())) return true;
  auto named = SpiffeId::Parse(uri);
  return named.ok() && named->node().empty() && named->client().empty() &&
         named->federation() == id.federation() &&
         named->agency() == id.agency();
}

absl::StatusOr<SpiffeId> IdOf(const Certificate& leaf) {
  const SubjectNames& names = leaf.names();
  if (!names.readable) {
    return absl::InvalidArgumentError(
        "the leaf's subjectAltName cannot be read");
  }
  if (names.uris.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the leaf names ", names.uris.size(),
                     " URIs; it must name exactly one"));
  }
  return SpiffeId::Parse(names.uris[0]);
}

CertificateAspect JudgeIdentity(const CertificatePath& path,
                                absl::string_view federation) {
  auto id = IdOf(*path[0]);
  if (!id.ok()) return Bad(id.status().message());
  if (!federation.empty() && id->federation() != federation) {
    return Bad("the leaf names another federation");
  }
  for (size_t i = 1; i < path.size(); ++i) {
    if (!NamesNoOther(*path[i], *id)) {
      return Bad(
          absl::StrCat(NameInPath(path, i),
                       " belongs to another agency than the leaf names"));
    }
  }
  return Good(absl::StrCat("the leaf names ", id->ToString()));
}

CertificateReport JudgePath(const CertificatePath& path,
                            CertificateAspect chain,
                            absl::string_view federation, absl::Time now) {
  CertificateReport report;
  report.chain = std::move(chain);
  report.validity = JudgeValidity(path, now);
  report.key_usage = JudgeKeyUsage(path);
  report.algorithm = JudgeAlgorithm(path);
  report.identity = JudgeIdentity(path, federation);
  auto id = IdOf(*path[0]);
  if (id.ok()) report.id = *std::move(id);
  if (report.chain.ok) report.root_thumbprint = path.back()->thumbprint();
  return report;
}

int CountGood(const CertificateReport& report) {
  // A good chain outweighs the rest: what it says is at least authentic.
  return 4 * report.chain.ok + report.validity.ok + report.key_usage.ok +
         report.algorithm.ok + report.identity.ok;
}

// `chain` without the leaf, the roots and repetitions, all of which a peer may
// send.
std::vector<const Certificate*> Intermediates(
    const Certificate& leaf, absl::Span<const Certificate> chain,
    absl::Span<const Certificate> roots) {
  std::vector<const Certificate*> kept;
  for (const Certificate& next : chain) {
    const auto is_next = [&](const Certificate& other) {
      return other.thumbprint() == next.thumbprint();
    };
    if (!is_next(leaf) && !absl::c_any_of(roots, is_next) &&
        !absl::c_any_of(kept, [&](auto* other) { return is_next(*other); })) {
      kept.push_back(&next);
    }
  }
  return kept;
}

}  // namespace

CertificateReport CheckPeerCertificate(const Certificate& leaf,
                                       absl::Span<const Certificate> chain,
                                       absl::Span<const Certificate> roots,
                                       absl::string_view federation,
                                       absl::Time now) {
  const auto alone = [&](absl::string_view why) {
    return JudgePath({&leaf}, Bad(why), federation, now);
  };
  for (const Certificate& root : roots) {
    if (root.spki_sha256() == leaf.spki_sha256()) {
      return alone("the leaf is a root, or has a root's key");
    }
  }
  const std::vector<const Certificate*> intermediates =
      Intermediates(leaf, chain, roots);
  if (intermediates.size() > kMaxChainCertificates) {
    return alone(absl::StrCat("the peer sent ", intermediates.size(),
                              " certificates besides its own; the most is ",
                              kMaxChainCertificates));
  }
  std::optional<CertificateReport> best;
  for (const CertificatePath& path :
       CandidatePaths(leaf, intermediates, roots)) {
    CertificateReport report =
        JudgePath(path, JudgeChain(path), federation, now);
    if (!best || CountGood(report) > CountGood(*best)) best = std::move(report);
    if (best->ok()) break;
  }
  if (best) return *std::move(best);
  return alone(
      "no root of the agency issued the leaf, directly or over the "
      "certificates sent");
}

absl::Status CheckAgencyRoot(const Certificate& root, const SpiffeId& agency) {
  for (absl::Status status :
       {CheckRootProfile(root), CheckCaUsage(root), CheckAlgorithm(root)}) {
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the root certificate ", status.message()));
    }
  }
  if (!NamesNoOther(root, agency)) {
    return absl::InvalidArgumentError(
        "the root certificate names another agency");
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth
