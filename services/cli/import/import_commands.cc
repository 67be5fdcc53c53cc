#include "services/cli/import/import_commands.h"

#include <memory>

#include "services/cli/command.h"
#include "services/cli/import/import_file.h"

namespace homeward::cli {

void AddImportCommands(CLI::App* root, Context* context) {
  CLI::App* import = AddGroup(root, "import", "Import files of other systems");
  auto pfif_options = std::make_shared<ImportOptions>();
  pfif_options->purpose = "register";
  CLI::App* pfif = AddCommand(
      import, "pfif", "Import persons: PFIF 1.1 to 1.4",
      {"homeward import pfif persons.xml --purpose family-tracing",
       "homeward import pfif missing.xml --sought --purpose missing-search"});
  pfif->add_option("file", pfif_options->file, "The file")->required();
  pfif->add_option("--purpose", pfif_options->purpose, "Why");
  pfif->add_flag("--sought", pfif_options->sought,
                 "Each person is sought: a missing report goes with her");
  AddDryRun(pfif, &pfif_options->dry_run);
  pfif->callback([=] {
    context->Run([&] { return ImportPfif(*context, *pfif_options); });
  });
  auto fhir_options = std::make_shared<ImportOptions>();
  fhir_options->purpose = "treat";
  CLI::App* fhir = AddCommand(
      import, "fhir",
      "Import FHIR International Patient Summaries: a bundle, or one a line",
      {"homeward import fhir summary.json",
       "homeward import fhir summaries.ndjson --purpose treat --dry-run"});
  fhir->add_option("file", fhir_options->file, "The file")->required();
  fhir->add_option("--purpose", fhir_options->purpose, "Why");
  AddDryRun(fhir, &fhir_options->dry_run);
  fhir->callback([=] {
    context->Run([&] { return ImportFhir(*context, *fhir_options); });
  });
}

}  // namespace homeward::cli
