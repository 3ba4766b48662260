#include "clients/cli/security_commands.h"

#include "clients/cli/audit.h"
#include "clients/cli/help.h"
#include "clients/cli/pki.h"
#include "clients/cli/security_help.h"
#include "clients/cli/token.h"

namespace lienthong::cli {

struct SecurityCommands {
  PkiOptions pki;
  TokenOptions token;
  AuditOptions audit;
};

namespace {

class Adder {
 public:
  Adder(const CommandAdder& adder, SecurityCommands& options) : adder_(adder), options_(options) {}

  void AddPki() {
    PkiOptions& pki = options_.pki;
    CLI::App& group = adder_.group("pki", help::kPki);
    CLI::App& init = adder_.command(group, "init", help::kPkiInit, help::kPkiInitFooter,
                                    [&](const Context& c) { return RunPkiInit(c, pki); });
    adder_.text(init, "--tree", pki.tree, "NAME", help::kOptionTree).required();
    AddCommon(init);
    CLI::App& issue = adder_.command(group, "issue", help::kPkiIssue, help::kPkiIssueFooter,
                                     [&](const Context& c) { return RunPkiIssue(c, pki); });
    adder_.text(issue, "--node-name", pki.node, "NAME", help::kOptionNodeName);
    adder_.text(issue, "--client", pki.client, "NAME", help::kOptionClient);
    issue.add_option("--host", pki.hosts, adder_.say(help::kOptionHost))->type_name("HOST");
    AddCommon(issue);
    CLI::App& renew = adder_.command(group, "renew", help::kPkiRenew, help::kPkiRenewFooter,
                                     [&](const Context& c) { return RunPkiRenew(c, pki); });
    adder_.text(renew, "FILE", pki.certificate, "", help::kOptionCertificateFile).required();
    AddCommon(renew);
  }

  void AddToken() {
    TokenOptions& token = options_.token;
    CLI::App& group = adder_.group("token", help::kToken);
    CLI::App& create = adder_.command(group, "create", help::kTokenCreate, help::kTokenCreateFooter,
                                      [&](const Context& c) { return RunTokenCreate(c, token); });
    adder_.text(create, "NAME", token.name, "", help::kOptionTokenName).required();
    create.add_option("--role", token.roles, adder_.say(help::kOptionRoleOfToken))
        ->type_name("ROLE")
        ->required();
    create.add_option("--unit", token.units, adder_.say(help::kOptionUnitOfToken))
        ->type_name("CODE");
    create.add_flag("--every-unit", token.every_unit, adder_.say(help::kOptionEveryUnit));
    create.add_flag("--certificate", token.certificate, adder_.say(help::kOptionForCertificate));
    create.add_option("--days", token.days, adder_.say(help::kOptionDaysOfToken))
        ->type_name("DAYS");
    adder_.command(group, "list", help::kTokenList, help::kTokenListFooter, RunTokenList);
    CLI::App& revoke = adder_.command(group, "revoke", help::kTokenRevoke, help::kTokenRevokeFooter,
                                      [&](const Context& c) { return RunTokenRevoke(c, token); });
    adder_.text(revoke, "ID", token.id, "", help::kOptionTokenId).required();
  }

  void AddAudit() {
    AuditOptions& audit = options_.audit;
    CLI::App& command = adder_.command(adder_.app, "audit", help::kAudit, help::kAuditFooter,
                                       [&](const Context& c) { return RunAudit(c, audit); });
    command.add_option("--limit", audit.limit, adder_.say(help::kOptionLimit))->type_name("COUNT");
    adder_.text(command, "--before", audit.before, "TIME", help::kOptionBefore);
  }

 private:
  void AddCommon(CLI::App& command) {
    PkiOptions& pki = options_.pki;
    adder_.text(command, "--dir", pki.directory, "DIR", help::kOptionPkiDirectory);
    adder_.text(command, "--passphrase-file", pki.passphrase_file, "FILE",
                help::kOptionPassphraseFile);
    command.add_option("--days", pki.days, adder_.say(help::kOptionDays))->type_name("DAYS");
    adder_.text(command, "--from", pki.from, "DAY", help::kOptionValidFrom);
  }

  const CommandAdder& adder_;
  SecurityCommands& options_;
};

}  // namespace

std::shared_ptr<SecurityCommands> AddSecurityCommands(const CommandAdder& adder) {
  auto options = std::make_shared<SecurityCommands>();
  Adder commands(adder, *options);
  commands.AddToken();
  commands.AddAudit();
  commands.AddPki();
  return options;
}

}  // namespace lienthong::cli
