// Help texts of `pki`, `token`, `audit` and of the options that secure a line.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::help {

inline constexpr Message kPki = {"An authority and certificates for a first installation.",
                                 "Cơ quan chứng thực và chứng thư cho lần cài đặt đầu."};
inline constexpr Message kPkiInit = {"Makes the authority of one tree of nodes.",
                                     "Tạo cơ quan chứng thực cho một mạng nút."};
inline constexpr Message kPkiInitFooter = {
    R"(Writes DIR/ca.pem, which every node and client gets, and DIR/ca.key, encrypted under the
passphrase: keep it on a machine that is off the network, with a copy elsewhere. Who has both key and
passphrase can be any node.

Example:
  lienthong pki init --tree h44)",
    R"(Ghi DIR/ca.pem, chép cho mọi nút và máy khách, và DIR/ca.key, mã hóa bằng mật khẩu: giữ ở máy
không nối mạng, có bản sao ở nơi khác. Ai có cả khóa và mật khẩu thì giả được mọi nút.

Ví dụ:
  lienthong pki init --tree h44)"};
inline constexpr Message kPkiIssue = {"A certificate and key for a node or a client.",
                                      "Cấp chứng thư và khóa cho một nút hoặc máy khách."};
inline constexpr Message kPkiIssueFooter = {
    R"(Writes DIR/NAME.pem and DIR/NAME.key, for `tls.certificate` and `tls.key` of the node or for --cert
and --key. The key is readable by its owner only; carry it to its machine and delete it here. A client
has the rights that `lienthong token create NAME --certificate` gives its name.

Examples:
  lienthong pki issue --node-name h44-1 --host h44-1.example.vn --host 10.0.0.7
  lienthong pki issue --client igate-1)",
    R"(Ghi DIR/NAME.pem và DIR/NAME.key, dùng cho `tls.certificate` và `tls.key` của nút hoặc cho --cert
và --key. Khóa chỉ chủ tệp đọc được; chép sang máy của nó rồi xóa ở đây. Máy khách có quyền mà
`lienthong token create NAME --certificate` cấp cho tên đó.

Ví dụ:
  lienthong pki issue --node-name h44-1 --host h44-1.example.vn --host 10.0.0.7
  lienthong pki issue --client igate-1)"};
inline constexpr Message kPkiRenew = {"A new certificate in place of an old one, for the same key.",
                                      "Cấp lại chứng thư thay cho chứng thư cũ, cùng khóa."};
inline constexpr Message kPkiRenewFooter = {
    R"(The key stays where it is and is not needed. Copy the file to the node; it is taken up within a
second, without a restart, also when the old one has expired.

Example:
  lienthong pki renew pki/h44-1.pem)",
    R"(Khóa ở nguyên chỗ cũ và không cần đến. Chép tệp sang nút; nút dùng ngay trong một giây, không phải
khởi động lại, kể cả khi chứng thư cũ đã hết hạn.

Ví dụ:
  lienthong pki renew pki/h44-1.pem)"};

inline constexpr Message kToken = {"Who may call the node, and for what.",
                                   "Ai được gọi nút, và được làm gì."};
inline constexpr Message kTokenCreate = {
    "Makes a token, or gives a client certificate its rights.",
    "Tạo mã truy cập, hoặc cấp quyền cho chứng thư máy khách."};
inline constexpr Message kTokenCreateFooter = {
    R"(The token is printed this once and kept nowhere; the node holds a hash. A unit stands for
itself and everything below it. Roles:
  submit      hand in what its units report
  read        read figures and dossiers of its units
  publish     publish reports of its units
  administer  tokens, reference data, the node

Examples:
  lienthong token create igate-h44-1 --role submit --unit H44.1 --days 365
  lienthong token create igate-1 --certificate --role submit --unit H44.1)",
    R"(Mã chỉ in ra một lần này và không lưu ở đâu; nút chỉ giữ mã băm. Một đơn vị gồm cả các đơn vị bên
dưới. Vai trò:
  submit      gửi những gì đơn vị của mình báo cáo
  read        đọc số liệu và hồ sơ của đơn vị mình
  publish     công bố báo cáo của đơn vị mình
  administer  mã truy cập, danh mục, quản trị nút

Ví dụ:
  lienthong token create igate-h44-1 --role submit --unit H44.1 --days 365
  lienthong token create igate-1 --certificate --role submit --unit H44.1)"};
inline constexpr Message kTokenList = {"All tokens and rights of certificates of the node.",
                                       "Mọi mã truy cập và quyền của chứng thư tại nút."};
inline constexpr Message kTokenListFooter = {R"(Example:
  lienthong token list)",
                                             R"(Ví dụ:
  lienthong token list)"};
inline constexpr Message kTokenRevoke = {"Ends a token or the rights of a certificate, at once.",
                                         "Thu hồi ngay một mã truy cập hoặc quyền của chứng thư."};
inline constexpr Message kTokenRevokeFooter = {R"(Example:
  lienthong token revoke 5f0c8a4b19d2e637)",
                                               R"(Ví dụ:
  lienthong token revoke 5f0c8a4b19d2e637)"};

inline constexpr Message kAudit = {
    "What administrators did, on this node and those below it, the latest first.",
    "Quản trị viên đã làm gì, tại nút này và các nút dưới, mới nhất trước."};
inline constexpr Message kAuditFooter = {R"(Examples:
  lienthong audit
  lienthong audit --before "2026-09-01 00:00:00" --limit 500)",
                                         R"(Ví dụ:
  lienthong audit
  lienthong audit --before "2026-09-01 00:00:00" --limit 500)"};

inline constexpr Message kOptionTree = {"name of the tree, [a-z0-9.-], for example h44",
                                        "tên mạng nút, [a-z0-9.-], ví dụ h44"};
inline constexpr Message kOptionNodeName = {"name of the node, as in its configuration",
                                            "tên nút, như trong cấu hình"};
inline constexpr Message kOptionClient = {"name of the client, [a-z0-9._-]",
                                          "tên máy khách, [a-z0-9._-]"};
inline constexpr Message kOptionHost = {
    "host name or address by which others call the node, repeatable; default: this machine only",
    "tên máy hoặc địa chỉ mà bên khác gọi nút, lặp được; mặc định: chỉ máy này"};
inline constexpr Message kOptionCertificateFile = {"certificate to renew", "chứng thư cần cấp lại"};
inline constexpr Message kOptionPkiDirectory = {"folder of the authority, default pki",
                                                "thư mục của cơ quan chứng thực, mặc định pki"};
inline constexpr Message kOptionPassphraseFile = {
    "file whose first line is the passphrase; default: asked at the terminal",
    "tệp có dòng đầu là mật khẩu; mặc định: hỏi tại thiết bị đầu cuối"};
inline constexpr Message kOptionDays = {
    "days that it holds; default 3650 for an authority, 397 for a certificate",
    "số ngày hiệu lực; mặc định 3650 với cơ quan chứng thực, 397 với chứng thư"};
inline constexpr Message kOptionValidFrom = {"first day, yyyy-mm-dd; default: now",
                                             "ngày đầu hiệu lực, yyyy-mm-dd; mặc định: bây giờ"};
inline constexpr Message kOptionTokenName = {"who uses it, [a-z0-9._-]; of a certificate its name",
                                             "ai dùng, [a-z0-9._-]; với chứng thư là tên trong đó"};
inline constexpr Message kOptionRoleOfToken = {
    "submit, read, publish or administer; repeatable",
    "submit (gửi), read (đọc), publish (công bố) hoặc administer (quản trị); lặp được"};
inline constexpr Message kOptionUnitOfToken = {
    "code of a unit, with everything below it; repeatable", "mã đơn vị, gồm cả bên dưới; lặp được"};
inline constexpr Message kOptionEveryUnit = {"instead of --unit: all of them",
                                             "thay cho --unit: mọi đơn vị"};
inline constexpr Message kOptionForCertificate = {
    "rights for client certificates of that name instead of a token",
    "cấp quyền cho chứng thư máy khách có tên đó, không tạo mã"};
inline constexpr Message kOptionDaysOfToken = {
    "days until it ends, 1 to 3650, default 365; a certificate: until it ends itself",
    "số ngày đến khi hết hạn, 1 đến 3650, mặc định 365; chứng thư: đến khi chứng thư hết hạn"};
inline constexpr Message kOptionTokenId = {"its id, see token list",
                                           "mã định danh, xem token list"};
inline constexpr Message kOptionLimit = {"how many at most, 1 to 1000, default 100",
                                         "nhiều nhất bao nhiêu, 1 đến 1000, mặc định 100"};
inline constexpr Message kOptionBefore = {"only before this; \"yyyy-mm-dd hh:mm:ss\" or a day",
                                          "chỉ trước lúc này; \"yyyy-mm-dd hh:mm:ss\" hoặc ngày"};

inline constexpr Message kOptionCa = {
    "authority of the node, PEM; with it the line is TLS (LIENTHONG_CA)",
    "cơ quan cấp chứng thư của nút, PEM; có nó thì dùng TLS (LIENTHONG_CA)"};
inline constexpr Message kOptionCert = {"own certificate, PEM (LIENTHONG_CERT)",
                                        "chứng thư của mình, PEM (LIENTHONG_CERT)"};
inline constexpr Message kOptionKey = {"its key, PEM (LIENTHONG_KEY)",
                                       "khóa của chứng thư, PEM (LIENTHONG_KEY)"};
inline constexpr Message kOptionToken = {
    "token (LIENTHONG_TOKEN); others on this machine see it, better --token-file",
    "mã truy cập (LIENTHONG_TOKEN); người khác trên máy thấy được, nên dùng --token-file"};
inline constexpr Message kOptionTokenFile = {
    "file that holds the token, mode 0600 (LIENTHONG_TOKEN_FILE)",
    "tệp chứa mã truy cập, quyền 0600 (LIENTHONG_TOKEN_FILE)"};

}  // namespace lienthong::cli::help
