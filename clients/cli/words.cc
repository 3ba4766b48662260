#include "clients/cli/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace lienthong::cli {
namespace {

// By number, from 1; the glosses are those of the proto.
constexpr std::array<const char*, 16> kAccounts = {"ngoài sổ",
                                                   "đơn vị khác",
                                                   "chờ tiếp nhận",
                                                   "chờ tiếp nhận, chậm",
                                                   "đang xử lý, trong hạn",
                                                   "đang xử lý, quá hạn",
                                                   "đang xử lý, không hẹn",
                                                   "tạm dừng, trong hạn",
                                                   "tạm dừng, quá hạn",
                                                   "xong trước hạn",
                                                   "xong đúng hạn",
                                                   "xong quá hạn",
                                                   "xong, không hẹn",
                                                   "hủy, trong hạn",
                                                   "hủy, quá hạn",
                                                   "hủy, không hẹn"};
constexpr std::array<const char*, 10> kStatuses = {
    "mới đăng ký",     "được tiếp nhận", "không được tiếp nhận", "đang xử lý",    "yêu cầu bổ sung",
    "yêu cầu nộp phí", "công dân rút",   "dừng xử lý",           "đã xử lý xong", "đã trả kết quả"};
constexpr std::array<const char*, 3> kChannels = {"trực tiếp", "trực tuyến", "bưu chính"};
constexpr std::array<const char*, 11> kFlags = {
    "nộp trực tuyến",  "có phí",      "thanh toán trực tuyến", "trả kết quả bằng văn bản",
    "kết quả điện tử", "được số hóa", "sử dụng lại dữ liệu",   "kho cá nhân",
    "dữ liệu dân cư",  "bị phản ánh", "đồng bộ lên Cổng"};
constexpr std::array<const char*, 3> kRoles = {"tiếp nhận", "xử lý", "thực hiện thủ tục"};
constexpr std::array<const char*, 6> kUnitTypes = {"cả nước", "tỉnh",           "huyện",
                                                   "xã",      "sở, ban, ngành", "trung tâm"};
constexpr std::array<const char*, 6> kKinds = {"đơn vị", "thủ tục",   "trạng thái",
                                               "kênh",   "quyền ghi", "bàn giao"};
constexpr std::array<const char*, 5> kStates = {"đủ", "chậm", "chưa từng gửi", "không có nguồn",
                                                "chưa vận hành"};
constexpr std::array<const char*, 3> kOnlineLevels = {"toàn trình", "một phần", "hình thức khác"};

template <typename Enum>
std::string Label(Language language, Enum value, std::span<const char* const> vietnamese) {
  const auto place = static_cast<size_t>(value) - 1;
  if (language == Language::kVietnamese && place < vietnamese.size()) return vietnamese[place];
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value, ' ');
}

}  // namespace

std::string WordOf(const google::protobuf::EnumDescriptor& type, int value, char separator) {
  const auto* descriptor = type.FindValueByNumber(value);
  if (descriptor == nullptr) return std::to_string(value);
  // The first value is PREFIX_UNSPECIFIED in every enumeration of the contract.
  const size_t prefix = type.value(0)->name().size() - std::string_view("UNSPECIFIED").size();
  std::string word = descriptor->name().substr(prefix);
  std::transform(word.begin(), word.end(), word.begin(), [separator](unsigned char c) {
    return c == '_' ? separator : static_cast<char>(std::tolower(c));
  });
  return word;
}

std::vector<std::string> OptionWords(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back(WordOf(type, type.value(i)->number(), '-'));
  }
  return words;
}

std::vector<std::string> FlagWords(uint32_t flags) {
  std::vector<std::string> words;
  for (int bit = 0; bit < 32; ++bit) {
    if (flags >> bit & 1) words.push_back(WordOf(static_cast<v1::Flag>(bit + 1)));
  }
  return words;
}

std::string LabelOf(Language language, v1::Account account) {
  return Label(language, account, kAccounts);
}
std::string LabelOf(Language language, v1::Status status) {
  return Label(language, status, kStatuses);
}
std::string LabelOf(Language language, v1::Channel channel) {
  return Label(language, channel, kChannels);
}
std::string LabelOf(Language language, v1::Flag flag) { return Label(language, flag, kFlags); }
std::string LabelOf(Language language, v1::UnitRole role) { return Label(language, role, kRoles); }
std::string LabelOf(Language language, v1::UnitType type) {
  return Label(language, type, kUnitTypes);
}
std::string LabelOf(Language language, v1::ReferenceKind kind) {
  return Label(language, kind, kKinds);
}
std::string LabelOf(Language language, v1::OnlineLevel level) {
  return Label(language, level, kOnlineLevels);
}
std::string LabelOf(Language language, v1::SourceCoverage::State state) {
  return Label(language, state, kStates);
}

}  // namespace lienthong::cli
