#include "services/cli/match/match_commands.h"

#include <memory>
#include <string>

#include "services/cli/command.h"
#include "services/cli/match/match_options.h"
#include "services/cli/match/parallel.h"

namespace homeward::cli {
namespace {

using Options = std::shared_ptr<MatchOptions>;

Options NewOptions() {
  auto options = std::make_shared<MatchOptions>();
  options->threads = MachineThreads();
  return options;
}

// What all four take.
void AddShared(CLI::App* command, const Options& options) {
  command->add_option("--columns", options->columns,
                      "Which column holds what; see docs/matching.md. Without "
                      "it, columns are called as fields are");
  command
      ->add_option("--expected", options->expected_persons,
                   "Among how many persons one is looked for: the prior odds")
      ->check(CLI::Range(1.0, 1e10));
  command->add_option("--weights", options->weights,
                      "Weights that somebody approved, as `estimate` writes");
}

void AddRun(CLI::App* command, const Options& options) {
  command->add_option("--output", options->output, "The file to write, or -")
      ->required();
  command->add_option("--threads", options->threads, "How many at a time")
      ->check(CLI::Range(1, 256));
  command
      ->add_option("--floor", options->floor,
                   "Leave out what has a lower probability")
      ->check(CLI::Range(0.0, 1.0));
  AddShared(command, options);
}

void AddLink(CLI::App* match, Context* context) {
  const Options options = NewOptions();
  CLI::App* link = AddCommand(
      match, "link", "Pairs of records of two files that are one person",
      {"homeward match link --left ours.csv --right theirs.csv --columns "
       "columns.map --output pairs.csv",
       "homeward match link --left ours.csv --right theirs.csv --columns "
       "columns.map --output pairs.csv --floor 0.5"});
  link->add_option("--left", options->left, "One file")->required();
  link->add_option("--right", options->right, "The other file")->required();
  AddRun(link, options);
  link->callback(
      [=] { context->Run([&] { return MatchLink(*context, *options); }); });
}

void AddDeduplicate(CLI::App* match, Context* context) {
  const Options options = NewOptions();
  CLI::App* deduplicate = AddCommand(
      match, "deduplicate", "Pairs of records of one file that are one person",
      {"homeward match deduplicate --input ours.csv --columns columns.map "
       "--output pairs.csv",
       "homeward match deduplicate --input ours.csv --columns columns.map "
       "--output - --floor 0.95"});
  deduplicate->add_option("--input", options->left, "The file")->required();
  AddRun(deduplicate, options);
  deduplicate->callback([=] {
    context->Run([&] { return MatchDeduplicate(*context, *options); });
  });
}

void AddSearch(CLI::App* match, Context* context) {
  const Options options = NewOptions();
  options->floor = 0;
  CLI::App* search = AddCommand(
      match, "search", "The best candidates of one file for each query",
      {"homeward match search --index ours.csv --queries asked.csv --columns "
       "columns.map --top 10 --output found.csv",
       "homeward match search --index ours.csv --queries asked.csv --columns "
       "columns.map --top 1 --output - --floor 0.5"});
  search->add_option("--index", options->left, "Where to look")->required();
  search->add_option("--queries", options->right, "Whom to look for")
      ->required();
  search->add_option("--top", options->top, "How many for each query")
      ->check(CLI::Range(1, 1000));
  AddRun(search, options);
  search->callback(
      [=] { context->Run([&] { return MatchSearch(*context, *options); }); });
}

void AddEstimate(CLI::App* match, Context* context) {
  const Options options = NewOptions();
  CLI::App* estimate = AddCommand(
      match, "estimate", "Weights as a file's own records suggest them",
      {"homeward match estimate --input ours.csv --columns columns.map "
       "--output ours.weights",
       "homeward match estimate --input ours.csv --columns columns.map "
       "--output -"});
  estimate->add_option("--input", options->left, "The file")->required();
  AddRun(estimate, options);
  estimate->callback(
      [=] { context->Run([&] { return MatchEstimate(*context, *options); }); });
}

void AddScore(CLI::App* match, Context* context) {
  const Options options = NewOptions();
  options->expected_persons = 10000;
  CLI::App* score = AddCommand(
      match, "score", "Why two records are one person, or are not",
      {"homeward match score --left one.csv --right other.csv",
       "homeward match score --left one.csv --right other.csv --columns "
       "columns.map -o json"});
  score->add_option("--left", options->left, "A file with one record")
      ->required();
  score->add_option("--right", options->right, "Another")->required();
  AddShared(score, options);
  score->callback(
      [=] { context->Run([&] { return MatchScore(*context, *options); }); });
}

}  // namespace

void AddMatchCommands(CLI::App* root, Context* context) {
  CLI::App* match = AddGroup(
      root, "match", "Find records of one person in files; needs no node");
  AddLink(match, context);
  AddDeduplicate(match, context);
  AddSearch(match, context);
  AddEstimate(match, context);
  AddScore(match, context);
}

}  // namespace homeward::cli
