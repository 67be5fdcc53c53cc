// Latin words as writers of other languages mean them.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/matching/name/romanise.h"

namespace homeward::matching {
namespace {

// Each returns another reading, or nothing.

bool IsVowel(char c) {
  return absl::StrContains("aeiouy", absl::string_view(&c, 1));
}

// Slavic, German and Nordic: "Jakiv" is "yakiv".
std::string WithoutJ(absl::string_view letters) {
  if (!absl::StrContains(letters, 'j')) return "";
  return absl::StrReplaceAll(letters, {{"j", "y"}});
}

// Somali writes x for the h of Hassan, and c for the ain of Ali.
std::string Somali(absl::string_view letters) {
  constexpr absl::string_view kAin[] = {"cabd", "cum",  "ciis",
                                        "cism", "cusm", "caa"};
  std::string heard(letters);
  if (letters == "cali" || absl::c_any_of(kAin, [&](absl::string_view start) {
        return absl::StartsWith(letters, start);
      })) {
    heard.erase(0, 1);
  }
  if (!absl::StrContains(letters, "ex")) {
    heard = absl::StrReplaceAll(
        heard, {{"xa", "ha"}, {"xu", "hu"}, {"xm", "hm"}, {"xs", "hs"}});
  }
  return heard;
}

// What the French leave out at the end of a word, longest first.
std::string WithoutSilentEnd(std::string word) {
  for (const absl::string_view silent :
       {"lt", "ld", "er", "et", "es", "ts", "x", "s", "t", "d", "z"}) {
    if (word.size() < silent.size() + 3 || !absl::EndsWith(word, silent)) {
      continue;
    }
    const size_t kept = word.size() - silent.size();
    if (silent.size() == 1 && !IsVowel(word[kept - 1])) continue;
    word.resize(kept);
    return absl::StartsWith(silent, "e") ? absl::StrCat(word, "e") : word;
  }
  return word;
}

std::string French(absl::string_view letters) {
  const std::string spelled =
      absl::StrReplaceAll(letters, {{"eau", "o"}, {"au", "o"}, {"oi", "ua"}});
  if (spelled == letters && !absl::EndsWith(letters, "ier")) return "";
  return absl::StrReplaceAll(WithoutSilentEnd(spelled), {{"ch", "sh"}});
}

// "Alhassan" is also "hassan", "Vangogh" also "gogh".
std::string WithoutAttached(absl::string_view letters) {
  constexpr absl::string_view kAttached[] = {"al",  "el",   "ul",  "van",
                                             "von", "dela", "ibn", "bin"};
  constexpr size_t kMinRest = 4;
  for (const absl::string_view front : kAttached) {
    if (letters.size() < front.size() + kMinRest ||
        !absl::StartsWith(letters, front)) {
      continue;
    }
    const absl::string_view rest = letters.substr(front.size());
    return IsVowel(rest[0]) ? "" : std::string(rest);
  }
  return "";
}

// The article inside names that start with "servant of" is spoken and written
// in many ways: "Abdulrahman", "Abderrahmane", "Abdirahman". One has none.
std::string ServantWithoutArticle(absl::string_view letters) {
  constexpr absl::string_view kServant = "abd";
  if (!absl::StartsWith(letters, kServant) || letters.size() < 8) return "";
  size_t rest = kServant.size();
  while (rest < letters.size() && IsVowel(letters[rest])) ++rest;
  if (rest == kServant.size() || rest + 1 >= letters.size()) return "";
  if (letters[rest] == 'l' || letters[rest] == letters[rest + 1]) ++rest;
  return absl::StrCat(kServant, letters.substr(rest));
}

}  // namespace

std::vector<std::string> OtherLatinReadings(absl::string_view letters) {
  std::vector<std::string> readings;
  for (const auto read :
       {WithoutAttached, ServantWithoutArticle, WithoutJ, Somali, French}) {
    std::string reading = read(letters);
    if (!reading.empty() && reading != letters) {
      readings.push_back(std::move(reading));
    }
  }
  return readings;
}

}  // namespace homeward::matching
