#include "services/cli/match_names/name_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "services/matching/name/name_keys.h"
#include "services/matching/name/skeleton.h"
#include "services/matching/name/word.h"

namespace homeward::cli {
namespace {

absl::string_view TagName(matching::NameTag tag) {
  switch (tag) {
    case matching::NameTag::kGiven:
      return "given";
    case matching::NameTag::kPatronymic:
      return "patronymic";
    case matching::NameTag::kFamily:
      return "family";
    case matching::NameTag::kUnknown:
      break;
  }
  return "";
}

std::string Row(absl::string_view title, absl::string_view value) {
  return value.empty() ? "" : absl::StrCat(title, value, "\n");
}

std::vector<std::string> Skeletons(const matching::Word& word) {
  std::vector<std::string> texts;
  for (const matching::Skeleton skeleton : word.skeletons) {
    texts.push_back(skeleton.ToString());
  }
  return texts;
}

std::vector<std::string> Keys(const matching::Name& name) {
  std::vector<std::string> texts;
  for (const matching::NameKey& key : matching::NameKeys(name)) {
    texts.push_back(key.text);
  }
  return texts;
}

nlohmann::json WordAsJson(const matching::NameWord& of) {
  const matching::Word& word = *of.word;
  nlohmann::json json;
  json["written"] = word.written;
  json["folded"] = word.folded;
  json["tag"] = std::string(TagName(of.tag));
  json["vowels_missing"] = word.vowels_missing;
  json["metaphone"] = word.metaphone;
  json["skeletons"] = Skeletons(word);
  json["readings"] = nlohmann::json::array();
  for (const matching::Reading& reading : word.readings) {
    json["readings"].push_back(
        {{"letters", reading.letters}, {"sound", reading.sound}});
  }
  return json;
}

}  // namespace

std::string NameAsText(const matching::Name& name) {
  std::string text;
  for (const matching::NameWord& of : name.words) {
    const matching::Word& word = *of.word;
    absl::StrAppend(&text, word.written, "\n", Row("  as        ", word.folded),
                    Row("  tag       ", TagName(of.tag)),
                    word.vowels_missing ? "  vowels    missing\n" : "");
    for (const matching::Reading& reading : word.readings) {
      absl::StrAppend(&text, "  reading   ", reading.letters, "  sounds ",
                      reading.sound, "\n");
    }
    absl::StrAppend(&text,
                    Row("  skeleton  ", absl::StrJoin(Skeletons(word), " ")),
                    Row("  metaphone ", absl::StrJoin(word.metaphone, " ")));
  }
  absl::StrAppend(&text, Row("titles      ", absl::StrJoin(name.titles, " ")),
                  Row("particles   ", absl::StrJoin(name.particles, " ")),
                  Row("suffixes    ", absl::StrJoin(name.suffixes, " ")),
                  Row("keys        ", absl::StrJoin(Keys(name), ", ")));
  return text.empty() ? "no words\n" : text;
}

std::string NameAsJson(const matching::Name& name) {
  nlohmann::json json;
  json["key_version"] = matching::kNameKeyVersion;
  json["words"] = nlohmann::json::array();
  for (const matching::NameWord& word : name.words) {
    json["words"].push_back(WordAsJson(word));
  }
  json["titles"] = name.titles;
  json["particles"] = name.particles;
  json["suffixes"] = name.suffixes;
  json["keys"] = Keys(name);
  return json.dump();
}

}  // namespace homeward::cli
