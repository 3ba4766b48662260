#include "clients/cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <utility>

#include "clients/cli/check_report.h"
#include "clients/cli/check_report_help.h"
#include "clients/cli/command_adder.h"
#include "clients/cli/connection.h"
#include "clients/cli/context.h"
#include "clients/cli/coverage.h"
#include "clients/cli/cutover.h"
#include "clients/cli/cutover_help.h"
#include "clients/cli/dossier.h"
#include "clients/cli/explain.h"
#include "clients/cli/explain_messages.h"
#include "clients/cli/health.h"
#include "clients/cli/help.h"
#include "clients/cli/import.h"
#include "clients/cli/import_rows.h"
#include "clients/cli/map_suggest.h"
#include "clients/cli/messages.h"
#include "clients/cli/move_unit.h"
#include "clients/cli/procedures.h"
#include "clients/cli/reference.h"
#include "clients/cli/reference_export.h"
#include "clients/cli/reference_help.h"
#include "clients/cli/report.h"
#include "clients/cli/rulebook.h"
#include "clients/cli/score.h"
#include "clients/cli/scorecard.h"
#include "clients/cli/security_commands.h"
#include "clients/cli/security_help.h"
#include "clients/cli/status.h"
#include "clients/cli/units.h"
#include "clients/cli/version.h"

namespace lienthong::cli {
namespace {

constexpr const char* kDefaultNode = "127.0.0.1:7000";
constexpr double kTimeoutSecondsMin = 0.1;
constexpr double kTimeoutSecondsMax = 3600;
constexpr double kRetrySecondsMax = 86400;

// The language must be known before the help texts are put together, so --lang is
// looked for ahead of the parser, which sees it again.
Language LanguageOf(const std::vector<std::string>& arguments, const World& world) {
  std::string word;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with("--lang=")) word = arguments[i].substr(7);
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) word = arguments[i + 1];
  }
  if (word == "vi") return Language::kVietnamese;
  if (word == "en") return Language::kEnglish;
  return DetectLanguage(world.environment);
}

class CommandLine {
 public:
  CommandLine(Language language, const World& world);

  ExitCode Run(std::vector<std::string> arguments);

 private:
  void SetUpHelp();
  void AddGlobalOptions();
  void AddScore();
  void AddScorecard();
  void AddExplain();
  void AddAtRisk();
  void AddReport();
  void AddCoverage();
  void AddStatus();
  void AddHealth();
  void AddDossier();
  void AddUnits();
  void AddImport();
  void AddCutover();
  void AddProcedures();
  void AddReference();
  void AddMoveUnit();
  void AddRulebook();
  void AddReferenceImport(CLI::App& group);
  void AddMap();
  void AddCheckReport();
  void AddVersion();
  CommandAdder Adder();
  CLI::App& AddGroup(const char* name, const Message& what);
  CLI::App& AddCommand(CLI::App& parent, const char* name, const Message& what,
                       const Message& footer, Action action);
  CLI::Option& AddText(CLI::App& command, const char* name, std::string& value, const char* type,
                       const Message& what);

  ExitCode FailParse(const Context& context, const CLI::ParseError& error);
  bool ReadGlobalOptions(Context& context) const;
  ExitCode Import(const Context& context) const;

  std::string Text(const Message& message) const { return std::string(Say(language_, message)); }

  const Language language_;
  const World& world_;
  CLI::App app_;
  std::vector<std::pair<CLI::App*, Action>> commands_;

  std::string node_;
  std::string output_ = "table";
  std::string lang_;
  double timeout_seconds_ = 30;
  ScoreOptions score_;
  ExplainOptions explain_;
  AtRiskOptions at_risk_;
  ScorecardOptions scorecard_;
  ReportOptions report_;
  CoverageOptions coverage_;
  std::string dossier_;
  std::string health_service_;
  UnitsOptions units_;
  ImportOptions import_;
  CutoverOptions cutover_;
  ReferenceOptions reference_;
  MoveUnitOptions move_unit_;
  RulebookOptions rulebook_;
  ExportOptions export_;
  ReferenceOptions map_;
  std::string map_source_;
  SuggestOptions suggest_;
  ProceduresOptions procedures_;
  CheckReportOptions check_report_;
  SecurityOptions security_options_;
  std::shared_ptr<SecurityCommands> security_;
};

CommandLine::CommandLine(Language language, const World& world)
    : language_(language),
      world_(world),
      app_(Text(help::kProgram), "lienthong"),
      node_(world.environment("LIENTHONG_NODE")) {
  if (node_.empty()) node_ = kDefaultNode;
  SetUpHelp();
  AddGlobalOptions();
  AddScore();
  AddScorecard();
  AddExplain();
  AddAtRisk();
  AddReport();
  AddCoverage();
  AddStatus();
  AddHealth();
  AddDossier();
  AddUnits();
  AddImport();
  AddCutover();
  AddProcedures();
  AddReference();
  AddMoveUnit();
  AddRulebook();
  AddMap();
  AddCheckReport();
  security_ = AddSecurityCommands(Adder());
  AddVersion();
}

void CommandLine::SetUpHelp() {
  const auto formatter = std::make_shared<CLI::Formatter>();
  formatter->column_width(34);
  formatter->label("Usage", Text(help::kUsage));
  formatter->label("OPTIONS", Text(help::kOptionsWord));
  formatter->label("SUBCOMMAND", Text(help::kCommandWord));
  formatter->label("Positionals", Text(help::kPositionals));
  formatter->label("REQUIRED", Text(help::kRequired));
  app_.formatter(formatter);
  app_.option_defaults()->group(Text(help::kOptions));
  app_.set_help_flag("-h,--help", Text(help::kOptionHelp));
  app_.footer(Text(help::kProgramFooter));
  app_.require_subcommand(1);
  // Global options may stand behind the command.
  app_.fallthrough();
}

void CommandLine::AddGlobalOptions() {
  AddText(app_, "--node", node_, "ADDR", help::kOptionNode);
  AddText(app_, "--output", output_, "FORM", help::kOptionOutput);
  AddText(app_, "--lang", lang_, "LANG", help::kOptionLang);
  app_.add_option("--timeout", timeout_seconds_, Text(help::kOptionTimeout))->type_name("SECONDS");
  AddText(app_, "--ca", security_options_.ca_file, "FILE", help::kOptionCa);
  AddText(app_, "--cert", security_options_.certificate_file, "FILE", help::kOptionCert);
  AddText(app_, "--key", security_options_.key_file, "FILE", help::kOptionKey);
  AddText(app_, "--token", security_options_.token, "TOKEN", help::kOptionToken);
  AddText(app_, "--token-file", security_options_.token_file, "FILE", help::kOptionTokenFile);
}

CommandAdder CommandLine::Adder() {
  return {.app = app_,
          .command = [this](CLI::App& parent, const char* name, const Message& what,
                            const Message& footer, Action action) -> CLI::App& {
            return AddCommand(parent, name, what, footer, std::move(action));
          },
          .group = [this](const char* name, const Message& what) -> CLI::App& {
            return AddGroup(name, what);
          },
          .text = [this](CLI::App& command, const char* name, std::string& value, const char* type,
                         const Message& what) -> CLI::Option& {
            return AddText(command, name, value, type, what);
          },
          .say = [this](const Message& message) { return Text(message); }};
}

CLI::App& CommandLine::AddGroup(const char* name, const Message& what) {
  CLI::App& group = *app_.add_subcommand(name, Text(what));
  group.group(Text(help::kCommands));
  group.set_help_flag("-h,--help", Text(help::kOptionHelp));
  group.require_subcommand(1);
  group.fallthrough();
  return group;
}

CLI::App& CommandLine::AddCommand(CLI::App& parent, const char* name, const Message& what,
                                  const Message& footer, Action action) {
  CLI::App& command = *parent.add_subcommand(name, Text(what));
  command.group(Text(help::kCommands));
  command.set_help_flag("-h,--help", Text(help::kOptionHelp));
  command.footer(Text(footer));
  command.fallthrough();
  commands_.emplace_back(&command, std::move(action));
  return command;
}

CLI::Option& CommandLine::AddText(CLI::App& command, const char* name, std::string& value,
                                  const char* type, const Message& what) {
  return *command.add_option(name, value, Text(what))->type_name(type);
}

void CommandLine::AddScore() {
  CLI::App& command =
      AddCommand(app_, "score", help::kScore, help::kScoreFooter,
                 [this](const Context& context) { return RunScore(context, score_); });
  AddText(command, "--unit", score_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--period", score_.period, "PERIOD", help::kOptionPeriod);
  AddText(command, "--period-calendar", score_.period_calendar, "NAME",
          help::kOptionPeriodCalendar);
  AddText(command, "--from", score_.from, "DAY", help::kOptionFrom);
  AddText(command, "--to", score_.to, "DAY", help::kOptionTo);
  AddText(command, "--as-of", score_.as_of, "TIME", help::kOptionAsOf);
  AddText(command, "--known-at", score_.known_at, "TIME|POSITION", help::kOptionKnownAt);
  AddText(command, "--rate", score_.rate, "RATE", help::kOptionRate);
  AddText(command, "--role", score_.role, "ROLE", help::kOptionRole);
  command.add_flag("--children", score_.children, Text(help::kOptionChildren));
}

void CommandLine::AddExplain() {
  CLI::App& command =
      AddCommand(app_, "explain", help::kExplain, help::kExplainFooter,
                 [this](const Context& context) { return RunExplain(context, explain_); });
  AddText(command, "--unit", explain_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--period", explain_.period, "PERIOD", help::kOptionPeriod);
  AddText(command, "--period-calendar", explain_.period_calendar, "NAME",
          help::kOptionPeriodCalendar);
  AddText(command, "--from", explain_.from, "DAY", help::kOptionFrom);
  AddText(command, "--to", explain_.to, "DAY", help::kOptionTo);
  AddText(command, "--as-of", explain_.as_of, "TIME", help::kOptionAsOf);
  AddText(command, "--known-at", explain_.known_before, "TIME|POSITION", help::kOptionKnownBefore)
      .required();
  AddText(command, "--and-at", explain_.known_after, "TIME|POSITION", help::kOptionKnownAfter);
  AddText(command, "--rate", explain_.rate, "RATE", help::kOptionRate);
  AddText(command, "--role", explain_.role, "ROLE", help::kOptionRole);
  command.add_option("--dossiers", explain_.dossiers, Text(help::kOptionDossiers));
}

void CommandLine::AddAtRisk() {
  CLI::App& command =
      AddCommand(app_, "at-risk", help::kAtRisk, help::kAtRiskFooter,
                 [this](const Context& context) { return RunAtRisk(context, at_risk_); });
  AddText(command, "--unit", at_risk_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--role", at_risk_.role, "ROLE", help::kOptionRole);
  command.add_option("--days", at_risk_.days, Text(help::kOptionDaysAhead));
  command.add_option("--dossiers", at_risk_.dossiers, Text(help::kOptionDossiers));
}

void CommandLine::AddReport() {
  CLI::App& command =
      AddCommand(app_, "report", help::kReport, help::kReportFooter,
                 [this](const Context& context) { return RunReport(context, report_); });
  AddText(command, "--unit", report_.unit, "CODE", help::kOptionUnit);
  AddText(command, "--period", report_.period, "PERIOD", help::kOptionPeriod);
  AddText(command, "--period-calendar", report_.period_calendar, "NAME",
          help::kOptionPeriodCalendar);
  AddText(command, "--from", report_.from, "DAY", help::kOptionFrom);
  AddText(command, "--to", report_.to, "DAY", help::kOptionTo);
  AddText(command, "--as-of", report_.as_of, "TIME", help::kOptionAsOf);
  AddText(command, "--known-at", report_.known_at, "TIME|POSITION", help::kOptionKnownAt);
  AddText(command, "--template", report_.template_name, "NAME|FILE", help::kOptionTemplate);
  AddText(command, "--form", report_.form, "NAME|FILE", help::kOptionForm);
  AddText(command, "--by", report_.by, "ROWS", help::kOptionBy);
  AddText(command, "--rulebook", report_.rulebook, "ID", help::kOptionRulebook);
  AddText(command, "--format", report_.format, "FORMAT", help::kOptionFormat);
  AddText(command, "--out", report_.out, "FILE", help::kOptionOut);
  AddText(command, "--show-template", report_.show_template, "NAME", help::kOptionShowTemplate);
}

void CommandLine::AddScorecard() {
  CLI::App& command =
      AddCommand(app_, "scorecard", help::kScorecard, help::kScorecardFooter,
                 [this](const Context& context) { return RunScorecard(context, scorecard_); });
  AddText(command, "--unit", scorecard_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--period", scorecard_.period, "PERIOD", help::kOptionPeriod);
  AddText(command, "--period-calendar", scorecard_.period_calendar, "NAME",
          help::kOptionPeriodCalendar);
  AddText(command, "--from", scorecard_.from, "DAY", help::kOptionFrom);
  AddText(command, "--to", scorecard_.to, "DAY", help::kOptionTo);
  AddText(command, "--as-of", scorecard_.as_of, "TIME", help::kOptionAsOf);
  AddText(command, "--known-at", scorecard_.known_at, "TIME|POSITION", help::kOptionKnownAt);
  AddText(command, "--rulebook", scorecard_.rulebook, "RULEBOOK", help::kOptionScoreRulebook);
  command.add_flag("--children", scorecard_.children, Text(help::kOptionCards));
}

void CommandLine::AddCoverage() {
  CLI::App& command =
      AddCommand(app_, "coverage", help::kCoverage, help::kCoverageFooter,
                 [this](const Context& context) { return RunCoverage(context, coverage_); });
  AddText(command, "--unit", coverage_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--through", coverage_.through, "TIME", help::kOptionThrough);
}

void CommandLine::AddStatus() {
  AddCommand(app_, "status", help::kStatus, help::kStatusFooter, RunStatus);
}

void CommandLine::AddHealth() {
  CLI::App& command =
      AddCommand(app_, "health", help::kHealth, help::kHealthFooter,
                 [this](const Context& context) { return RunHealth(context, health_service_); });
  AddText(command, "--service", health_service_, "NAME", help::kOptionService);
}

void CommandLine::AddDossier() {
  CLI::App& command =
      AddCommand(app_, "dossier", help::kDossier, help::kDossierFooter,
                 [this](const Context& context) { return RunDossier(context, dossier_); });
  AddText(command, "CODE", dossier_, "", help::kOptionCode).required();
}

void CommandLine::AddUnits() {
  CLI::App& command =
      AddCommand(app_, "units", help::kUnits, help::kUnitsFooter,
                 [this](const Context& context) { return RunUnits(context, units_); });
  AddText(command, "--unit", units_.unit, "CODE", help::kOptionUnit);
  AddText(command, "--tree-at", units_.tree_at, "DAY", help::kOptionTreeAt);
}

void CommandLine::AddImport() {
  CLI::App& command = AddCommand(app_, "import", help::kImport, help::kImportFooter,
                                 [this](const Context& context) { return Import(context); });
  AddText(command, "--source", import_.source, "NAME", help::kOptionSource);
  AddText(command, "--unit", import_.unit, "CODE", help::kOptionReportingUnit);
  AddText(command, "--received-at", import_.received_at, "TIME", help::kOptionReceivedAt);
  AddText(command, "--complete-through", import_.complete_through, "TIME",
          help::kOptionCompleteThrough);
  command.add_option("--retry-seconds", import_.retry_seconds, Text(help::kOptionRetry))
      ->type_name("SECONDS");
  command.add_flag("--history", import_.history, Text(help::kOptionHistory));
  AddText(command, "--petitions", import_.petitions, "FILE", help::kOptionPetitions);
  AddText(command, "--observations", import_.observations, "FILE", help::kOptionObservations);
  command.add_option("FILE", import_.files, Text(help::kOptionFiles))->type_name("");
}

void CommandLine::AddCutover() {
  CLI::App& group = AddGroup("cutover", help::kCutover);
  CLI::App& check =
      AddCommand(group, "check", help::kCutoverCheck, help::kCutoverCheckFooter,
                 [this](const Context& context) { return RunCutoverCheck(context, cutover_); });
  AddText(check, "FILE", cutover_.file, "", help::kOptionCsvFile).required();
}

// One kind of file at a time; observations name their source themselves.
ExitCode CommandLine::Import(const Context& context) const {
  const int kinds = (import_.files.empty() ? 0 : 1) + (import_.petitions.empty() ? 0 : 1) +
                    (import_.observations.empty() ? 0 : 1);
  if (kinds == 0) return FailUsage(context, messages::kMissingArgument, "FILE");
  if (kinds > 1) return FailUsage(context, messages::kOneKindOfFile);
  if (import_.history && import_.files.empty()) {
    return FailUsage(context, messages::kNotWithHistory,
                     import_.petitions.empty() ? "--observations" : "--petitions");
  }
  if (!import_.observations.empty()) return RunImportObservations(context, import_);
  if (import_.source.empty()) return FailUsage(context, messages::kMissingArgument, "--source");
  return import_.petitions.empty() ? RunImport(context, import_)
                                   : RunImportPetitions(context, import_);
}

void CommandLine::AddProcedures() {
  CLI::App& command =
      AddCommand(app_, "procedures", help::kProcedures, help::kProceduresFooter,
                 [this](const Context& context) { return RunProcedures(context, procedures_); });
  AddText(command, "--unit", procedures_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--on", procedures_.on, "DAY", help::kOptionOn);
}

void CommandLine::AddMap() {
  CLI::App& group = AddGroup("map", help::kMap);
  CLI::App& import =
      AddCommand(group, "import", help::kMapImport, help::kMapImportFooter,
                 [this](const Context& context) { return RunReferenceImport(context, map_); });
  AddText(import, "FILE", map_.mappings, "", help::kOptionCsvFile).required();
  import.add_flag("--dry-run", map_.dry_run, Text(help::kOptionDryRun));
  CLI::App& list =
      AddCommand(group, "list", help::kMapList, help::kMapListFooter,
                 [this](const Context& context) { return RunMapList(context, map_source_); });
  AddText(list, "--source", map_source_, "NAME", help::kOptionMapSource);
  CLI::App& suggest =
      AddCommand(group, "suggest", help::kMapSuggest, help::kMapSuggestFooter,
                 [this](const Context& context) { return RunMapSuggest(context, suggest_); });
  AddText(suggest, "--source", suggest_.source, "NAME", help::kOptionMapSource);
  suggest.add_option("--candidates", suggest_.candidates, Text(help::kOptionCandidates))
      ->type_name("N");
}

void CommandLine::AddReference() {
  CLI::App& group = AddGroup("reference", help::kReference);
  AddReferenceImport(group);
  CLI::App& command =
      AddCommand(group, "export", help::kReferenceExport, help::kReferenceExportFooter,
                 [this](const Context& context) { return RunReferenceExport(context, export_); });
  AddText(command, "--kind", export_.kind, "KIND", help::kOptionKind).required();
  AddText(command, "--source", export_.source, "NAME", help::kOptionMapSource);
}

void CommandLine::AddReferenceImport(CLI::App& group) {
  CLI::App& command = AddCommand(
      group, "import", help::kReferenceImport, help::kReferenceImportFooter,
      [this](const Context& context) { return RunReferenceImport(context, reference_); });
  AddText(command, "--units", reference_.units, "FILE", help::kOptionCsvFile);
  AddText(command, "--procedures", reference_.procedures, "FILE", help::kOptionCsvFile);
  AddText(command, "--grants", reference_.grants, "FILE", help::kOptionCsvFile);
  AddText(command, "--mappings", reference_.mappings, "FILE", help::kOptionCsvFile);
  command.add_option("--calendar", reference_.calendars, Text(help::kOptionCalendarFile))
      ->type_name("FILE");
  AddText(command, "--observations", reference_.observations, "FILE", help::kOptionCsvFile);
  command.add_option("--rulebook", reference_.rulebooks, Text(help::kOptionRulebookFile))
      ->type_name("FILE");
  command.add_flag("--dry-run", reference_.dry_run, Text(help::kOptionDryRun));
}

void CommandLine::AddMoveUnit() {
  CLI::App& command =
      AddCommand(app_, "move-unit", help::kMoveUnit, help::kMoveUnitFooter,
                 [this](const Context& context) { return RunMoveUnit(context, move_unit_); });
  AddText(command, "--unit", move_unit_.unit, "CODE", help::kOptionUnit).required();
  AddText(command, "--to", move_unit_.to, "NODE", help::kOptionMoveTo).required();
  AddText(command, "--from", move_unit_.from_day, "DAY", help::kOptionMoveFrom);
  command.add_flag("--without-release", move_unit_.without_release,
                   Text(help::kOptionWithoutRelease));
}

void CommandLine::AddRulebook() {
  CLI::App& group = *app_.add_subcommand("rulebook", Text(help::kRulebook));
  group.group(Text(help::kCommands));
  group.set_help_flag("-h,--help", Text(help::kOptionHelp));
  group.require_subcommand(1);
  CLI::App& check =
      AddCommand(group, "check", help::kRulebookCheck, help::kRulebookCheckFooter,
                 [this](const Context& context) { return RunRulebookCheck(context, rulebook_); });
  check.add_option("FILE", rulebook_.files, Text(help::kOptionRulebookFiles))
      ->type_name("")
      ->required();
  CLI::App& show =
      AddCommand(group, "show", help::kRulebookShow, help::kRulebookShowFooter,
                 [this](const Context& context) { return RunRulebookShow(context, rulebook_); });
  AddText(show, "RULEBOOK", rulebook_.before, "", help::kOptionRulebookName).required();
  CLI::App& diff =
      AddCommand(group, "diff", help::kRulebookDiff, help::kRulebookDiffFooter,
                 [this](const Context& context) { return RunRulebookDiff(context, rulebook_); });
  AddText(diff, "BEFORE", rulebook_.before, "", help::kOptionRulebookName).required();
  AddText(diff, "AFTER", rulebook_.after, "", help::kOptionRulebookName).required();
  diff.add_flag("--everything", rulebook_.everything, Text(help::kOptionEverything));
}

void CommandLine::AddCheckReport() {
  CLI::App& command =
      AddCommand(app_, "check-report", help::kCheckReport, help::kCheckReportFooter,
                 [this](const Context& context) { return RunCheckReport(context, check_report_); });
  AddText(command, "FILE", check_report_.file, "", help::kOptionReport).required();
  AddText(command, "--against", check_report_.against, "ADDR", help::kOptionAgainst);
  AddText(command, "--unit", check_report_.unit, "CODE", help::kOptionReportUnit);
  AddText(command, "--period", check_report_.period, "PERIOD", help::kOptionReportPeriod);
}

void CommandLine::AddVersion() {
  AddCommand(app_, "version", help::kVersion, {"", ""}, RunVersion);
}

ExitCode CommandLine::FailParse(const Context& context, const CLI::ParseError& error) {
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const auto unknown = app_.remaining(true);
    return FailUsage(context, messages::kUnknownArgument,
                     unknown.empty() ? text : fmt::format("{}", fmt::join(unknown, " ")));
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const size_t end = text.find(" is required");
    if (text.starts_with("A subcommand") || end == std::string::npos) {
      return FailUsage(context, messages::kMissingCommand);
    }
    return FailUsage(context, messages::kMissingArgument, text.substr(0, end));
  }
  return FailUsage(context, messages::kCommandLine, text);
}

// Puts --output and --timeout into `context`; false after saying what is wrong.
bool CommandLine::ReadGlobalOptions(Context& context) const {
  const std::pair<std::string_view, Output> outputs[] = {
      {"table", Output::kTable}, {"json", Output::kJson}, {"csv", Output::kCsv}};
  const auto* output = std::find_if(std::begin(outputs), std::end(outputs),
                                    [&](const auto& known) { return known.first == output_; });
  if (output == std::end(outputs)) {
    FailUsage(context, messages::kChoice, "--output", "table, json, csv");
    return false;
  }
  context.output = output->second;
  if (!lang_.empty() && lang_ != "vi" && lang_ != "en") {
    FailUsage(context, messages::kChoice, "--lang", "vi, en");
    return false;
  }
  if (!(timeout_seconds_ >= kTimeoutSecondsMin && timeout_seconds_ <= kTimeoutSecondsMax)) {
    FailUsage(context, messages::kBadSeconds, "--timeout", kTimeoutSecondsMin, kTimeoutSecondsMax);
    return false;
  }
  if (!(import_.retry_seconds >= 0 && import_.retry_seconds <= kRetrySecondsMax)) {
    FailUsage(context, messages::kBadSeconds, "--retry-seconds", 0, kRetrySecondsMax);
    return false;
  }
  context.timeout = absl::Seconds(timeout_seconds_);
  return true;
}

ExitCode CommandLine::Run(std::vector<std::string> arguments) {
  Context context{.language = language_,
                  .out = world_.out,
                  .err = world_.err,
                  .err_is_terminal = world_.err_is_terminal,
                  .clock = world_.clock,
                  .sleep = world_.sleep};
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app_.parse(std::move(arguments));
  } catch (const CLI::Success& wanted) {
    app_.exit(wanted, world_.out, world_.err);
    return ExitCode::kDone;
  } catch (const CLI::ParseError& error) {
    return FailParse(context, error);
  }
  context.node = node_;
  if (!ReadGlobalOptions(context)) return ExitCode::kUsage;
  if (!ReadSecurity(security_options_, world_.environment, context)) return ExitCode::kUsage;
  for (const auto& [command, action] : commands_) {
    if (command->parsed()) return action(context);
  }
  return ExitCode::kInternal;
}

}  // namespace

ExitCode RunCli(const std::vector<std::string>& arguments, const World& world) {
  return CommandLine(LanguageOf(arguments, world), world).Run(arguments);
}

}  // namespace lienthong::cli
