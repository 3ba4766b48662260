// Every text for people, in both languages. Help texts, which are long, are in
// help.h; words of the contract (accounts, statuses) in words.h. Reasons that a node
// gives come in English and are shown as they are.
#pragma once

#include "clients/cli/language.h"

namespace lienthong::cli::messages {

// Errors.
inline constexpr Message kUnavailable = {"node, {}: unavailable: {}", "nút, {}: không trả lời: {}"};
inline constexpr Message kNotServing = {"node, {}: answers, but is not {}",
                                        "nút, {}: có trả lời, nhưng chưa {}"};
inline constexpr Message kTlsWrongHost = {
    "tls: the node's certificate is not for this host; call it by a name or address that it holds, "
    "or issue it with --host",
    "tls: chứng thư của nút không dành cho tên máy này; hãy gọi bằng tên hoặc địa chỉ có trong "
    "chứng "
    "thư, hoặc cấp lại với --host"};
inline constexpr Message kTlsUnknownNode = {
    "tls: the node's certificate is expired or not of the authority in --ca",
    "tls: chứng thư của nút đã hết hạn hoặc không do cơ quan trong --ca cấp"};
inline constexpr Message kTlsNodeIsPlain = {
    "tls: the node does not speak TLS on this address; leave --ca away, on this machine only",
    "tls: nút không dùng TLS tại địa chỉ này; bỏ --ca, chỉ khi ở ngay trên máy này"};
inline constexpr Message kTlsFailed = {"tls: the two sides could not agree; check --ca",
                                       "tls: hai bên không thống nhất được; hãy kiểm tra --ca"};
inline constexpr Message kTlsNodeWantsTls = {
    "tls: the node may want TLS; give --ca (LIENTHONG_CA)",
    "tls: có thể nút yêu cầu TLS; hãy cho --ca (LIENTHONG_CA)"};
inline constexpr Message kTlsOwnRefused = {
    "tls: the node may have refused --cert: expired, or of another authority",
    "tls: có thể nút đã từ chối --cert: hết hạn, hoặc do cơ quan khác cấp"};
inline constexpr Message kUnauthenticated = {
    "access: give --token-file, or --cert and --key, that the node knows (lienthong token list)",
    "truy cập: hãy cho --token-file, hoặc --cert và --key, mà nút biết (lienthong token list)"};
inline constexpr Message kForbidden = {
    "access: ask an administrator of the node for the role or the unit (lienthong token create)",
    "truy cập: hãy xin quản trị của nút cấp vai trò hoặc đơn vị này (lienthong token create)"};
inline constexpr Message kTwoTokens = {"option, --token: either --token or --token-file",
                                       "tùy chọn, --token: chỉ một trong --token và --token-file"};
inline constexpr Message kCertificateNeedsKey = {
    "option, --cert: --cert and --key go together",
    "tùy chọn, --cert: --cert và --key phải đi cùng nhau"};
inline constexpr Message kCertificateNeedsCa = {
    "option, --cert: needs --ca, the authority of the node",
    "tùy chọn, --cert: cần --ca, cơ quan cấp chứng thư của nút"};
inline constexpr Message kTokenInTheOpen = {
    "option, --token: would go to {} unencrypted; give --ca",
    "tùy chọn, --token: sẽ gửi tới {} mà không mã hóa; hãy cho --ca"};
inline constexpr Message kSecretFile = {"file, {}", "tệp, {}"};
inline constexpr Message kFileExists = {"file, {}: exists already; nothing was written",
                                        "tệp, {}: đã có; không ghi gì"};
inline constexpr Message kPassphrase = {"Passphrase: ", "Mật khẩu: "};
inline constexpr Message kPassphraseAgain = {"Passphrase again: ", "Nhập lại mật khẩu: "};
inline constexpr Message kNoTerminal = {
    "passphrase, terminal: there is none; give --passphrase-file",
    "mật khẩu, thiết bị đầu cuối: không có; hãy cho --passphrase-file"};
inline constexpr Message kPassphrasesDiffer = {"passphrase, terminal: the two differ",
                                               "mật khẩu, thiết bị đầu cuối: hai lần khác nhau"};
inline constexpr Message kPassphraseEmpty = {"passphrase, its first line: is empty",
                                             "mật khẩu, dòng đầu: đang trống"};
inline constexpr Message kNodeOrClient = {"option, --node-name: either --node-name or --client",
                                          "tùy chọn, --node-name: chỉ một trong --node-name và "
                                          "--client"};
inline constexpr Message kBadPeerName = {
    "option, --node-name: expected 1 to 63 of a-z, 0-9 and -, for a client also '.' and '_'",
    "tùy chọn, --node-name: cần 1 đến 63 ký tự a-z, 0-9 và -, với --client thêm '.' và '_'"};
inline constexpr Message kBadRole = {
    "option, --role: expected submit, read, publish or administer",
    "tùy chọn, --role: chỉ nhận submit, read, publish hoặc administer"};
inline constexpr Message kBadDays = {"option, --days: expected {} to {}",
                                     "tùy chọn, --days: cần từ {} đến {}"};
inline constexpr Message kCommandLine = {"command line: {}", "dòng lệnh: {}"};
inline constexpr Message kMissingArgument = {"command line, {}: missing; see --help",
                                             "dòng lệnh, {}: còn thiếu; xem --help"};
inline constexpr Message kMissingCommand = {"command line: a command is missing; see --help",
                                            "dòng lệnh: thiếu lệnh; xem --help"};
inline constexpr Message kUnknownArgument = {"command line, {}: unknown; see --help",
                                             "dòng lệnh, {}: không có tham số này; xem --help"};
inline constexpr Message kChoice = {"option, {}: expected one of {}", "tùy chọn, {}: chỉ nhận {}"};
inline constexpr Message kPeriodNeeded = {
    "option, --period: give either --period or both --from and --to",
    "tùy chọn, --period: cần --period, hoặc cả --from và --to"};
inline constexpr Message kBadPeriod = {
    "option, --period: expected a month 2026-08, a quarter 2026-Q3, a half-year 2026-H1, nine months "
    "2026-M9 or a year 2026",
    "tùy chọn, --period: cần tháng 2026-08, quý 2026-Q3, nửa năm 2026-H1, chín tháng 2026-M9 hoặc "
    "năm 2026"};
inline constexpr Message kBadDate = {"option, {}: expected a day yyyy-mm-dd from 1990 to 2099",
                                     "tùy chọn, {}: cần ngày yyyy-mm-dd từ 1990 đến 2099"};
inline constexpr Message kDatesReversed = {"option, --to: lies before --from",
                                           "tùy chọn, --to: đứng trước --from"};
inline constexpr Message kBadMoment = {
    "option, {}: expected \"yyyy-mm-dd hh:mm:ss\" or a day yyyy-mm-dd",
    "tùy chọn, {}: cần \"yyyy-mm-dd hh:mm:ss\" hoặc ngày yyyy-mm-dd"};
inline constexpr Message kBadKnownAt = {
    "option, {}: expected \"yyyy-mm-dd hh:mm:ss\", a day yyyy-mm-dd, or a position such as 1234 or "
    "1234.2",
    "tùy chọn, {}: cần \"yyyy-mm-dd hh:mm:ss\", ngày yyyy-mm-dd, hoặc vị trí như 1234 hay 1234.2"};
inline constexpr Message kBadNationalTime = {
    "option, {}: expected fourteen digits yyyyMMddHHmmss, local time",
    "tùy chọn, {}: cần mười bốn chữ số yyyyMMddHHmmss, giờ Việt Nam"};
inline constexpr Message kBadSource = {"option, --source: expected 1 to 32 of [a-z0-9._-]",
                                       "tùy chọn, --source: cần 1 đến 32 ký tự [a-z0-9._-]"};
inline constexpr Message kBadSeconds = {"option, {}: expected seconds, from {} to {}",
                                        "tùy chọn, {}: cần số giây, từ {} đến {}"};
inline constexpr Message kFileUnreadable = {"file, {}: cannot be read: {}",
                                            "tệp, {}: không đọc được: {}"};
inline constexpr Message kFileUnwritable = {"file, {}: cannot be written: {}",
                                            "tệp, {}: không ghi được: {}"};
inline constexpr Message kFileTooLarge = {"larger than {} MiB; split it",
                                          "lớn hơn {} MiB; hãy chia nhỏ"};
inline constexpr Message kFileNotRegular = {"not a regular file", "không phải tệp thường"};
inline constexpr Message kOneKindOfFile = {
    "command line: give FILE, --petitions or --observations, one of them",
    "dòng lệnh: chỉ dùng một trong FILE, --petitions, --observations"};
inline constexpr Message kNotWithHistory = {
    "option, {}: not together with --history, whose records are dated by themselves",
    "tùy chọn, {}: không dùng cùng --history, vì hồ sơ cũ tự mang thời điểm của mình"};
inline constexpr Message kFolderWithoutFiles = {"file, {}: a folder without a .csv or .json file",
                                                "tệp, {}: thư mục không có tệp .csv hay .json nào"};
inline constexpr Message kUnitNeeded = {
    "option, --unit: --complete-through needs the unit, which the files do not name",
    "tùy chọn, --unit: --complete-through cần mã đơn vị mà các tệp không ghi"};
inline constexpr Message kNotComplete = {
    "option, --complete-through: not sent, since not all of the files came through",
    "tùy chọn, --complete-through: chưa gửi, vì chưa nhận hết các tệp"};
inline constexpr Message kTemplateOrForm = {
    "option, --template: not together with --form; --form takes a form's template itself",
    "tùy chọn, --template: không dùng cùng --form; mẫu của biểu ghi ngay ở --form"};
inline constexpr Message kBadTemplate = {
    "option, {}: file {} is empty or no template, which has at most {} KiB",
    "tùy chọn, {}: tệp {} rỗng hoặc không phải mẫu; mẫu tối đa {} KiB"};
inline constexpr Message kNothingToImport = {"option, --units: give at least one file",
                                             "tùy chọn, --units: cần ít nhất một tệp"};

// Faults of reference files.
inline constexpr Message kProblem = {"file, {}:{}: column {}: {}", "tệp, {}:{}: cột {}: {}"};
inline constexpr Message kProblemOfFile = {"file, {}:{}: {}", "tệp, {}:{}: {}"};
inline constexpr Message kMoreProblems = {"and {} more", "và {} lỗi nữa"};
inline constexpr Message kNothingAdded = {"reference data: nothing was added",
                                          "dữ liệu danh mục: chưa ghi gì"};
inline constexpr Message kFileEmpty = {"no header line; expected: {}",
                                       "thiếu dòng tiêu đề; cần: {}"};
inline constexpr Message kColumnMissing = {"missing from the header; expected: {}",
                                           "thiếu trong dòng tiêu đề; cần: {}"};
inline constexpr Message kColumnUnknown = {"unknown; expected: {}", "không có cột này; cần: {}"};
inline constexpr Message kColumnTwice = {"stands twice in the header",
                                         "lặp lại trong dòng tiêu đề"};
inline constexpr Message kRowTooShort = {"has no cell; the row has {} of {} cells",
                                         "không có ô; dòng có {} trên {} ô"};
inline constexpr Message kRowTooLong = {"more cells than columns: {} instead of {}",
                                        "nhiều ô hơn số cột: {} thay vì {}"};
inline constexpr Message kNotUtf8 = {"not UTF-8; save the file as UTF-8",
                                     "không phải UTF-8; hãy lưu tệp dạng UTF-8"};
inline constexpr Message kCsvTextAfterQuote = {"text after a closing quote",
                                               "có chữ sau dấu nháy đóng"};
inline constexpr Message kCsvQuoteInside = {"a quote inside a cell that does not begin with one",
                                            "dấu nháy giữa ô không mở đầu bằng dấu nháy"};
inline constexpr Message kCsvUnterminated = {"a quote that is never closed",
                                             "dấu nháy mở mà không đóng"};

// Rulebooks.
inline constexpr Message kRulebookFault = {"rulebook, {}: {}", "bộ quy tắc, {}: {}"};
inline constexpr Message kRulebookUnknown = {
    "rulebook, {}: neither one of {} nor a file (\"/\" or \".textproto\" in its name)",
    "bộ quy tắc, {}: không có trong {}, cũng không phải tệp (tên có \"/\" hoặc \".textproto\")"};
inline constexpr Message kRulebookGood = {"{}: {} is good: {} groups, {} indicators; from {} to {}",
                                          "{}: {} hợp lệ: {} nhóm, {} chỉ số; từ {} đến {}"};
inline constexpr Message kTogether = {"together", "cùng nhau"};
inline constexpr Message kOpenEnd = {"further notice", "khi có bộ mới"};
inline constexpr Message kNoDifference = {"no difference", "không có khác biệt"};
inline constexpr Message kGroupLine = {"{}  {} (at most {} points)", "{}  {} (tối đa {} điểm)"};
inline constexpr Message kLeftOut = {"left out, not known: {} points",
                                     "bỏ trống vì chưa biết: {} điểm"};
inline constexpr Message kSomePoints = {"{} points", "{} điểm"};
inline constexpr Message kFromTo = {"from {} to {}", "từ {} đến {}"};
inline constexpr Message kBands = {"Classes", "Xếp loại"};
inline constexpr Message kRulebook = {"rulebook", "bộ quy tắc"};
inline constexpr Message kValid = {"valid", "hiệu lực"};
inline constexpr Message kRulebookSource = {"source", "nguồn"};
inline constexpr Message kConfidence = {"confidence", "độ tin cậy"};
inline constexpr Message kNote = {"note", "ghi chú"};
inline constexpr Message kNumerator = {"numerator", "tử số"};
inline constexpr Message kDenominator = {"denominator", "mẫu số"};
inline constexpr Message kWhenZero = {"denominator 0", "mẫu số bằng 0"};
inline constexpr Message kWhenAbsent = {"neither count known", "không biết cả hai số"};
inline constexpr Message kElseObserved = {"where not known, as observed",
                                          "nơi chưa biết, lấy số liệu quan sát"};
inline constexpr Message kAttributedTo = {"counted for", "tính cho"};
inline constexpr Message kClause = {"clause", "căn cứ"};

// Scorecards.
inline constexpr Message kItem = {"item", "mục"};
inline constexpr Message kIndicator = {"indicator", "chỉ số"};
inline constexpr Message kMost = {"at most", "tối đa"};
inline constexpr Message kRemark = {"remark", "ghi chú"};
inline constexpr Message kOutOf = {"out of", "trên"};
inline constexpr Message kBand = {"class", "xếp loại"};
inline constexpr Message kCardDefinition = {"figure", "số liệu"};
inline constexpr Message kValue = {"value", "giá trị"};
inline constexpr Message kObserved = {"observed", "số quan sát"};
inline constexpr Message kRuleZeroNull = {"denominator 0: not scored",
                                          "mẫu số bằng 0: không tính điểm"};
inline constexpr Message kRuleZeroPoints = {"denominator 0: fixed points",
                                            "mẫu số bằng 0: điểm cố định"};
inline constexpr Message kRuleLastYear = {"denominator of last year", "mẫu số của năm trước"};
inline constexpr Message kRuleNotKnown = {"not known", "chưa biết"};
inline constexpr Message kRuleAbsent = {"not known: fixed points", "chưa biết: điểm cố định"};
inline constexpr Message kUnheard = {"nobody states: {}", "chưa có nguồn: {}"};
inline constexpr Message kUncertain = {"uncertain rule", "quy tắc chưa chắc"};
inline constexpr Message kReadElsewhere = {"Read elsewhere about this period",
                                           "Đọc ở nơi khác về kỳ này"};
inline constexpr Message kScorecardClosing = {
    "rulebook {}; {} to {}, as of {}; known at {}, position {}",
    "bộ quy tắc {}; từ {} đến {}, tính đến {}; biết đến {}, vị trí sổ {}"};
inline constexpr Message kTrial = {"trial: the rulebook was sent with the question and is not kept",
                                   "thử: bộ quy tắc gửi kèm câu hỏi, không được lưu"};

// Cutover check.
inline constexpr Message kCutoverBadMonth = {"not a month; write 2026-08 or 08/2026",
                                             "không phải tháng; hãy ghi 2026-08 hoặc 08/2026"};
inline constexpr Message kCutoverBadNumber = {
    "not a whole number; write digits only, for example 1234",
    "không phải số nguyên; chỉ ghi chữ số, ví dụ 1234"};
inline constexpr Message kCutoverTwice = {"the same unit and month as line {}; keep one",
                                          "trùng đơn vị và tháng với dòng {}; hãy giữ một dòng"};
inline constexpr Message kCutoverNoUnit = {"empty; write the code of the unit",
                                           "để trống; hãy ghi mã đơn vị"};
inline constexpr Message kCutoverNoFigures = {"no column of figures; give at least one of {}",
                                              "không có cột số liệu; cần ít nhất một trong {}"};
inline constexpr Message kCutoverTooLong = {"more than {} lines; split the file",
                                            "quá {} dòng; hãy chia tệp"};
inline constexpr Message kCutoverNothing = {"no line below the header",
                                            "không có dòng số liệu nào"};
inline constexpr Message kCutoverDifference = {"{}: {}, books {}", "{}: {}, sổ {}"};
inline constexpr Message kCutoverParked = {"; {} records of it wait for reference data",
                                           "; {} bản ghi của đơn vị đang chờ danh mục"};
inline constexpr Message kCutoverNotCompared = {"not compared: {}", "chưa so được: {}"};
inline constexpr Message kCutoverEqual = {"equal", "khớp"};
inline constexpr Message kCutoverClosing = {
    "{} of {} months of units equal, {} different, {} not compared",
    "{} trên {} dòng khớp, {} dòng lệch, {} dòng chưa so được"};
inline constexpr Message kMonth = {"month", "tháng"};
inline constexpr Message kCutoverResult = {"result", "kết quả"};

// Titles of columns and names of fields.
inline constexpr Message kUnit = {"unit", "đơn vị"};
inline constexpr Message kName = {"name", "tên"};
inline constexpr Message kInHand = {"in hand", "phải giải quyết"};
inline constexpr Message kBase = {"base", "mẫu số"};
inline constexpr Message kInTime = {"in time", "đúng hạn"};
inline constexpr Message kOverdue = {"overdue", "quá hạn"};
inline constexpr Message kRatio = {"ratio", "tỷ lệ"};
inline constexpr Message kPoints = {"points", "điểm"};
inline constexpr Message kCoverage = {"coverage", "độ phủ"};
inline constexpr Message kSource = {"source", "nguồn"};
inline constexpr Message kNode = {"node", "nút"};
inline constexpr Message kState = {"state", "tình trạng"};
inline constexpr Message kCompleteThrough = {"complete through", "đủ đến"};
inline constexpr Message kLastSign = {"last sign of life", "tín hiệu cuối"};
inline constexpr Message kParked = {"parked", "chờ danh mục"};
inline constexpr Message kWaitsFor = {"waits for", "đang chờ"};
inline constexpr Message kWord = {"word", "giá trị"};
inline constexpr Message kWhy = {"why", "vì sao"};
inline constexpr Message kTarget = {"code", "mã"};
inline constexpr Message kNearness = {"nearness", "độ gần"};
inline constexpr Message kField = {"field", "lĩnh vực"};
inline constexpr Message kOnline = {"online", "mức độ trực tuyến"};
inline constexpr Message kProcessingDays = {"days", "ngày làm việc"};
inline constexpr Message kFee = {"fee", "thu phí"};
inline constexpr Message kOnlinePayment = {"paid online", "thanh toán trực tuyến"};
inline constexpr Message kPublished = {"published", "công khai"};
inline constexpr Message kRecords = {"records", "bản ghi"};
inline constexpr Message kType = {"type", "loại"};
inline constexpr Message kParent = {"parent", "cấp trên"};
inline constexpr Message kSources = {"sources", "các nguồn"};
inline constexpr Message kGoLive = {"live from", "chạy chính thức từ"};
inline constexpr Message kMigrated = {"from a first load", "từ nạp ban đầu"};
inline constexpr Message kOrigin = {"origin", "nơi phát sinh"};
inline constexpr Message kEpoch = {"epoch", "kỳ lưu trữ"};
inline constexpr Message kSequence = {"sequence", "số thứ tự"};
inline constexpr Message kHash = {"hash", "mã băm"};
inline constexpr Message kAcknowledged = {"acknowledged", "đã xác nhận"};
inline constexpr Message kDivergence = {"divergence", "sai khác"};
inline constexpr Message kConnected = {"connected", "kết nối"};
inline constexpr Message kFacts = {"facts", "sự kiện"};
inline constexpr Message kBacklog = {"backlog", "tồn đọng"};
inline constexpr Message kLastError = {"last error", "lỗi cuối"};
inline constexpr Message kSoftware = {"software", "phần mềm"};
inline constexpr Message kPosition = {"position", "vị trí sổ"};
inline constexpr Message kWritable = {"writable", "ghi được"};
inline constexpr Message kReference = {"reference data", "danh mục"};
inline constexpr Message kChild = {"child", "nút con"};
inline constexpr Message kAddress = {"address", "địa chỉ"};
inline constexpr Message kAt = {"at", "lúc"};
inline constexpr Message kFrom = {"from", "từ"};
inline constexpr Message kTo = {"to", "sang"};
inline constexpr Message kStatus = {"status", "trạng thái"};
inline constexpr Message kStated = {"stated", "có ghi giờ"};
inline constexpr Message kRoles = {"roles", "vai trò"};
inline constexpr Message kDossier = {"dossier", "hồ sơ"};
inline constexpr Message kAliases = {"also known as", "mã khác"};
inline constexpr Message kProcedure = {"procedure", "thủ tục"};
inline constexpr Message kReceivingUnit = {"receiving unit", "đơn vị tiếp nhận"};
inline constexpr Message kHandlingUnit = {"handling unit", "đơn vị xử lý"};
inline constexpr Message kApplyingUnit = {"applying unit", "đơn vị thực hiện"};
inline constexpr Message kReportingUnit = {"reporting unit", "đơn vị báo cáo"};
inline constexpr Message kChannel = {"channel", "kênh"};
inline constexpr Message kRevision = {"revision", "lần sửa"};
inline constexpr Message kTombstone = {"deleted at the source", "đã xóa tại nguồn"};
inline constexpr Message kPromise = {"promised", "hẹn trả"};
inline constexpr Message kMade = {"made", "hẹn lúc"};
inline constexpr Message kEffective = {"in time through", "đúng hạn đến"};
inline constexpr Message kTimeline = {"Timeline", "Diễn biến"};
inline constexpr Message kPromises = {"Promises", "Các lần hẹn trả"};
inline constexpr Message kMovements = {"Movements in the books", "Bút toán"};
inline constexpr Message kRivals = {"States from elsewhere that do not count",
                                    "Bản từ nơi khác không được tính"};
inline constexpr Message kDossierParked = {"Not in the books; it waits for",
                                           "Chưa vào sổ; đang chờ danh mục"};
inline constexpr Message kDossierSettled = {"Updates that waited and were refused",
                                            "Bản cập nhật đã chờ, sau đó bị từ chối"};
inline constexpr Message kRecordField = {"field", "trường"};
inline constexpr Message kRefusalReason = {"reason", "lý do"};
inline constexpr Message kFile = {"file", "tệp"};
inline constexpr Message kAdmitted = {"admitted", "ghi nhận"};
inline constexpr Message kUnchanged = {"unchanged", "không đổi"};
inline constexpr Message kRefused = {"refused", "từ chối"};
inline constexpr Message kPerSecond = {"records/s", "bản ghi/s"};
inline constexpr Message kTotal = {"total", "tổng"};

inline constexpr Message kId = {"id", "mã"};
inline constexpr Message kKind = {"kind", "loại"};
inline constexpr Message kRolesHeld = {"roles", "vai trò"};
inline constexpr Message kScope = {"scope", "phạm vi"};
inline constexpr Message kUntil = {"until", "đến"};
inline constexpr Message kAction = {"action", "việc"};
inline constexpr Message kActor = {"who", "ai"};
inline constexpr Message kSubject = {"what", "cái gì"};
inline constexpr Message kDetail = {"detail", "chi tiết"};
inline constexpr Message kCertificateUntil = {"certificate until", "chứng thư đến"};

// Words and closing lines.
inline constexpr Message kCertificateMade = {"{}: {}, valid until {}",
                                             "{}: {}, có hiệu lực đến {}"};
inline constexpr Message kTokenKept = {"keep the token: it is shown this once; {} {}",
                                       "hãy giữ lại mã truy cập: chỉ hiện một lần này; {} {}"};
inline constexpr Message kRevoked = {"revoked", "đã thu hồi"};
inline constexpr Message kExpired = {"expired", "hết hạn"};
inline constexpr Message kStillValid = {"valid", "còn hiệu lực"};
inline constexpr Message kEveryUnit = {"every unit", "mọi đơn vị"};
inline constexpr Message kYes = {"yes", "có"};
inline constexpr Message kNo = {"no", "không"};
inline constexpr Message kNever = {"never", "chưa có"};
inline constexpr Message kNone = {"none", "không có"};
inline constexpr Message kScoreClosing = {
    "rate {}, {} unit; {} to {}, as of {}; known at {}, position {}",
    "tỷ lệ {}, theo đơn vị {}; từ {} đến {}, tính đến {}; biết đến {}, vị trí sổ {}"};
inline constexpr Message kProjection = {"projection: \"as of\" lies in the future",
                                        "dự kiến: thời điểm tính nằm ở tương lai"};
inline constexpr Message kCoverageComplete = {"coverage: complete, {} of {} sources",
                                              "độ phủ: đủ, {} trên {} nguồn"};
inline constexpr Message kCoverageMissing = {
    "coverage: INCOMPLETE, {} of {} sources complete; {} behind, {} never heard of",
    "độ phủ: CHƯA ĐỦ, {} trên {} nguồn đã đủ; {} chậm, {} chưa từng gửi"};
inline constexpr Message kCoverageUncovered = {"; {} units without any source",
                                               "; {} đơn vị không có nguồn nào"};
inline constexpr Message kCoverageParked = {"; {} records parked, not counted",
                                            "; {} bản ghi chờ danh mục, chưa tính"};
inline constexpr Message kCoverageProvisional = {
    "; working days of {} are not decided: deadlines that rest on them are provisional",
    "; ngày làm việc năm {} chưa có quyết định: hạn tính theo đó là tạm tính"};
inline constexpr Message kNotYetLive = {"{} (from {})", "{} (từ {})"};
inline constexpr Message kCatalogueClosing = {
    "{} procedures: {} online in full, {} in part, {} in another form",
    "{} thủ tục: {} toàn trình, {} một phần, {} hình thức khác"};
inline constexpr Message kSuggestClosing = {
    "guesses; look at each, then: lienthong map suggest --output csv > words.csv, mend it, "
    "lienthong map import words.csv",
    "chỉ là gợi ý; hãy xem từng dòng, rồi: lienthong map suggest --output csv > words.csv, sửa, "
    "lienthong map import words.csv"};
inline constexpr Message kReferenceRefused = {
    "reference data from the parent was refused {} times, last: {}",
    "danh mục từ nút cha bị từ chối {} lần, lần cuối: {}"};
inline constexpr Message kCalendarProvisional = {
    "working days of {} are not decided: deadlines that rest on them are provisional; import the "
    "calendar once it is announced",
    "ngày làm việc năm {} chưa có quyết định: hạn tính theo đó là tạm tính; nạp lịch khi có thông "
    "báo"};
inline constexpr Message kAuthorKey = {"key", "khóa"};
inline constexpr Message kStoreError = {"store is read-only: {}", "kho chỉ đọc: {}"};
inline constexpr Message kRejectsWritten = {"refused records are listed in {}",
                                            "bản ghi bị từ chối được liệt kê tại {}"};
inline constexpr Message kReferenceAdded = {"{} rows added, {} already held; position {}",
                                            "thêm {} dòng, {} dòng đã có; vị trí {}"};
inline constexpr Message kReferenceChecked = {
    "checked only: {} rows would be added, {} already held",
    "chỉ kiểm tra: sẽ thêm {} dòng, {} dòng đã có"};
inline constexpr Message kUnitMoved = {
    "{0}: from {1} to {2}, as soon as {1} has released it; `lienthong status` shows what is under "
    "way",
    "{0}: từ {1} sang {2}, ngay khi {1} bàn giao; `lienthong status` cho biết việc đang dở"};
inline constexpr Message kUnitMovedAtOnce = {"{0}: from {1} to {2}, without waiting for {1}",
                                             "{0}: từ {1} sang {2}, không chờ {1}"};
inline constexpr Message kUnitHasNoNode = {
    "{}: no node writes for it yet; give it one with `lienthong reference import --grants`",
    "{}: chưa có nút nào ghi; hãy cấp bằng `lienthong reference import --grants`"};
inline constexpr Message kUnitIsThere = {"{}: it is {}'s already", "{}: đã thuộc {}"};
inline constexpr Message kHandovers = {"hand-over", "bàn giao"};
inline constexpr Message kHandoverReleased = {"{} -> {}: the new node is taking over",
                                              "{} -> {}: nút mới đang tiếp quản"};
inline constexpr Message kHandoverWaits = {"{0} -> {1}: waits for the release of {0}",
                                           "{0} -> {1}: chờ {0} bàn giao"};
inline constexpr Message kProgress = {"{}  {} records  {}/s  {} MB/s  {} left  {}",
                                      "{}  {} bản ghi  {}/s  {} MB/s  còn {}  {}"};
inline constexpr Message kHistorySummary = {
    "first load: {} records, {} MB in {}: {} records/s, {} MB/s; done before: {} records",
    "nạp ban đầu: {} bản ghi, {} MB trong {}: {} bản ghi/s, {} MB/s; đã nạp từ trước: {} bản ghi"};

}  // namespace lienthong::cli::messages
