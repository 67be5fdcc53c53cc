#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_replace.h"
#include "services/matching/name/romanise.h"

namespace homeward::matching {
namespace {

using Table = absl::flat_hash_map<char32_t, absl::string_view>;

// What Russian and Ukrainian read alike, and letters of their neighbours.
const Table& Letters() {
  static const Table& table = *new Table{
      {U'а', "a"},
      {U'б', "b"},
      {U'в', "v"},
      {U'г', "g"},
      {U'ґ', "g"},
      {U'д', "d"},
      {U'е', "e"},
      {U'ё', "yo"},
      {U'є', "ye"},
      {U'ж', "zh"},
      {U'з', "z"},
      {U'и', "i"},
      {U'і', "i"},
      {U'ї', "yi"},
      {U'й', "y"},
      {U'к', "k"},
      {U'л', "l"},
      {U'м', "m"},
      {U'н', "n"},
      {U'о', "o"},
      {U'п', "p"},
      {U'р', "r"},
      {U'с', "s"},
      {U'т', "t"},
      {U'у', "u"},
      {U'ф', "f"},
      {U'х', "kh"},
      {U'ц', "ts"},
      {U'ч', "ch"},
      {U'ш', "sh"},
      {U'щ', "shch"},
      {U'ы', "y"},
      {U'э', "e"},
      {U'ю', "yu"},
      {U'я', "ya"},
      // Belarusian, Serbian, Macedonian.
      {U'ў', "u"},
      {U'ђ', "dj"},
      {U'ј', "y"},
      {U'љ', "lj"},
      {U'њ', "nj"},
      {U'ћ', "ch"},
      {U'џ', "dzh"},
      {U'ѓ', "gj"},
      {U'ќ', "kj"},
      {U'ѕ', "dz"},
      // Kazakh, Kyrgyz, Tajik, Tatar, Mongolian.
      {U'ә', "a"},
      {U'қ', "q"},
      {U'ғ', "gh"},
      {U'ң', "ng"},
      {U'ө', "o"},
      {U'ұ', "u"},
      {U'ү', "u"},
      {U'һ', "h"},
      {U'ӣ', "i"},
      {U'ӯ', "u"},
      {U'ҳ', "h"},
      {U'ҷ', "j"},
      {U'җ', "j"},
  };
  return table;
}

bool IsSoftSign(char32_t c) { return c == U'ь' || c == U'ъ'; }

std::string Spell(std::u32string_view word, bool ukrainian) {
  std::string letters;
  for (size_t i = 0; i < word.size(); ++i) {
    const char32_t next = i + 1 < word.size() ? word[i + 1] : U'\0';
    if (IsSoftSign(word[i])) {
      if (next == U'о' || next == U'е') letters.push_back('y');
    } else if (word[i] == U'г' && ukrainian) {
      letters.push_back('h');
    } else if (const auto at = Letters().find(word[i]); at != Letters().end()) {
      letters.append(at->second.data(), at->second.size());
    }
  }
  return letters;
}

bool HasAny(std::u32string_view word, std::u32string_view letters) {
  return word.find_first_of(letters) != std::u32string_view::npos;
}

}  // namespace

std::vector<std::string> RomaniseCyrillic(std::u32string_view word) {
  std::vector<std::string> readings;
  const bool ukrainian = HasAny(word, U"іїєґ");
  readings.push_back(Spell(word, ukrainian));
  // Writers of either language romanise names of the other in their own way.
  if (HasAny(word, U"г")) readings.push_back(Spell(word, !ukrainian));
  // The dots of ё are mostly left out, in either script.
  if (HasAny(word, U"ё")) {
    std::u32string plain(word);
    for (char32_t& c : plain) c = c == U'ё' ? U'е' : c;
    readings.push_back(Spell(plain, false));
  }
  return readings;
}

}  // namespace homeward::matching
