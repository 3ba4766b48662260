#include "clients/cli/rulebook.h"

#include "clients/cli/files.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/rulebook_text.h"
#include "services/score/builtin_rulebooks.h"

namespace lienthong::cli {
namespace {

// More than a screen of faults helps nobody.
constexpr size_t kFaultsShownMax = 20;

struct Checked {
  std::string file;
  score::RulebookText text;
};

std::string ReasonOf(Language language, const score::Fault& fault) {
  return language == Language::kVietnamese ? fault.reason_vi : fault.reason;
}

// "FILE:18:5: groups[1].max: why".
std::string FaultText(const Context& context, const std::string& file, const score::Fault& fault) {
  std::string place = file;
  if (fault.line != 0) place += fmt::format(":{}:{}", fault.line, fault.column);
  if (!fault.field.empty()) place += fmt::format(": {}", fault.field);
  return Say(context.language, messages::kRulebookFault, place, ReasonOf(context.language, fault));
}

void FailFaults(const Context& context, const std::string& file,
                const std::vector<score::Fault>& faults) {
  for (size_t i = 0; i < faults.size() && i < kFaultsShownMax; ++i)
    Fail(context, ExitCode::kUsage, FaultText(context, file, faults[i]));
  if (faults.size() > kFaultsShownMax) {
    Fail(context, ExitCode::kUsage,
         Say(context.language, messages::kMoreProblems, faults.size() - kFaultsShownMax));
  }
}

// Faults of the files together, once each of them has passed.
std::vector<score::Fault> GapsOf(const std::vector<Checked>& files) {
  std::vector<v1::Rulebook> rulebooks;
  for (const Checked& checked : files) {
    if (!checked.text.faults.empty()) return {};
    rulebooks.push_back(checked.text.rulebook);
  }
  return score::FindGaps(rulebooks);
}

int IndicatorsOf(const v1::Rulebook& rulebook) {
  int indicators = 0;
  for (const auto& group : rulebook.groups()) indicators += group.indicators_size();
  return indicators;
}

Json FaultJson(const std::string& file, const score::Fault& fault) {
  return {{"file", file},         {"line", fault.line},     {"column", fault.column},
          {"field", fault.field}, {"reason", fault.reason}, {"reason_vi", fault.reason_vi}};
}

Json FaultsJson(const std::vector<Checked>& files, const std::vector<score::Fault>& gaps) {
  Json faults = Json::array();
  for (const Checked& checked : files) {
    for (const score::Fault& fault : checked.text.faults)
      faults.push_back(FaultJson(checked.file, fault));
  }
  for (const score::Fault& fault : gaps) faults.push_back(FaultJson("", fault));
  return faults;
}

void PrintChecked(const Context& context, const std::vector<Checked>& files,
                  const std::vector<score::Fault>& gaps) {
  for (const Checked& checked : files) {
    const v1::Rulebook& rulebook = checked.text.rulebook;
    FailFaults(context, checked.file, checked.text.faults);
    if (!checked.text.faults.empty()) continue;
    context.out << Say(context.language, messages::kRulebookGood, checked.file, rulebook.id(),
                       rulebook.groups_size(), IndicatorsOf(rulebook), rulebook.valid_from(),
                       rulebook.valid_to().empty() ? Say(context.language, messages::kOpenEnd)
                                                   : std::string_view(rulebook.valid_to()))
                << '\n';
  }
  if (!gaps.empty())
    FailFaults(context, std::string(Say(context.language, messages::kTogether)), gaps);
}

}  // namespace

ExitCode RunRulebookCheck(const Context& context, const RulebookOptions& options) {
  std::vector<Checked> files;
  for (const std::string& file : options.files) {
    const auto text = ReadWholeFile(context, file);
    if (!text) return ExitCode::kUsage;
    files.push_back({file, score::ReadRulebook(*text)});
  }
  const std::vector<score::Fault> gaps = GapsOf(files);
  const Json faults = FaultsJson(files, gaps);
  if (context.output == Output::kTable) PrintChecked(context, files, gaps);
  if (context.output == Output::kJson) PrintJson(context.out, {{"faults", faults}});
  if (context.output == Output::kCsv) PrintCsv(context.out, FaultJson("", {}), faults);
  return faults.empty() ? ExitCode::kDone : ExitCode::kUsage;
}

bool IsRulebookFile(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".textproto");
}

std::optional<v1::Rulebook> LoadRulebook(const Context& context, const std::string& name) {
  const bool is_file = IsRulebookFile(name);
  std::string known;
  for (const score::BuiltinRulebook& builtin : score::BuiltinRulebooks()) {
    if (!is_file && builtin.id == name) return score::ReadRulebook(builtin.text).rulebook;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", builtin.id);
  }
  if (!is_file) {
    FailUsage(context, messages::kRulebookUnknown, name, known);
    return std::nullopt;
  }
  const auto text = ReadWholeFile(context, name);
  if (!text) return std::nullopt;
  score::RulebookText read = score::ReadRulebook(*text);
  FailFaults(context, name, read.faults);
  return read.faults.empty() ? std::optional(std::move(read.rulebook)) : std::nullopt;
}

ExitCode RunRulebookShow(const Context& context, const RulebookOptions& options) {
  const auto rulebook = LoadRulebook(context, options.before);
  if (!rulebook) return ExitCode::kUsage;
  PrintRulebook(context, *rulebook);
  return ExitCode::kDone;
}

ExitCode RunRulebookDiff(const Context& context, const RulebookOptions& options) {
  const auto before = LoadRulebook(context, options.before);
  if (!before) return ExitCode::kUsage;
  const auto after = LoadRulebook(context, options.after);
  if (!after) return ExitCode::kUsage;
  // JSON and CSV are the same in both languages.
  const score::Tongue tongue =
      context.output == Output::kTable ? TongueOf(context.language) : score::Tongue::kEnglish;
  PrintDifferences(context, *before, *after,
                   score::Differences(*before, *after, tongue, options.everything));
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
