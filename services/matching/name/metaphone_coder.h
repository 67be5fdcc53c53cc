#ifndef HOMEWARD_SERVICES_MATCHING_NAME_METAPHONE_CODER_H_
#define HOMEWARD_SERVICES_MATCHING_NAME_METAPHONE_CODER_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// Codes one word by Double Metaphone. For double_metaphone.cc.
class MetaphoneCoder {
 public:
  explicit MetaphoneCoder(absl::string_view letters);

  // Codes the whole word. Call once.
  void Run();

  const std::string& primary() const { return primary_; }
  const std::string& secondary() const { return secondary_; }

 private:
  using Texts = std::initializer_list<absl::string_view>;

  // Each codes the letter at `at_` and returns how many letters that took.
  int Letter();
  int C();
  int Ch();
  int DoubleC();
  int D();
  int G();
  int Gh();
  int Gn();
  int SoftG();
  int H();
  int J();
  int L();
  int M();
  int P();
  int R();
  int S();
  int Sc();
  int T();
  int W();
  int X();
  int Z();
  // Of a letter that stands for one code, alone or doubled.
  int Plain(absl::string_view code);

  char At(int place) const;
  bool IsVowel(int place) const;
  // True if one of `texts` stands at `place`.
  bool Has(int place, Texts texts) const;
  bool StartsGermanic() const;
  // `taken` if the next letter is the same as this one, else 1.
  int OneOrDoubled() const;

  void Add(absl::string_view both);
  void Add(absl::string_view primary, absl::string_view secondary);

  std::string word_;
  int length_ = 0;
  int last_ = 0;
  int at_ = 0;
  bool slavo_germanic_ = false;
  std::string primary_;
  std::string secondary_;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_NAME_METAPHONE_CODER_H_
