// Makes a DOCX as Word makes one, from paragraphs of its XML.
#pragma once

#include <zip.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lienthong::inspect {

// A zip with these entries, in memory.
inline std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& entries) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, bytes] : entries) {
    zip_source_t* entry = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8);
  }
  zip_close(archive);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  zip_error_fini(&error);
  return bytes;
}

inline std::string DocumentXml(const std::string& body) {
  return R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
         R"(xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>)" +
         body + "<w:sectPr/></w:body></w:document>";
}

inline std::string MakeDocx(const std::string& body) {
  return MakeZip({{"[Content_Types].xml", "<Types/>"},
                  {"word/document.xml", DocumentXml(body)},
                  {"word/media/image1.png", "\x89PNG"}});
}

// A paragraph whose text stands in several runs, as spelling and corrections leave it.
inline std::string Paragraph(const std::vector<std::string>& runs, int level = -1) {
  std::string xml = "<w:p>";
  if (level >= 0) {
    xml += "<w:pPr><w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
           "\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
  }
  for (const std::string& run : runs) {
    xml += "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">" + run + "</w:t></w:r>";
  }
  return xml + "</w:p>";
}

// A cell; `properties` are Word's: <w:gridSpan w:val="2"/>, <w:vMerge w:val="restart"/>.
inline std::string TableCell(const std::string& text, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + Paragraph({text}) + "</w:tc>";
}

inline std::string TableRow(const std::vector<std::string>& cells) {
  std::string xml = "<w:tr>";
  for (const std::string& cell : cells) xml += cell;
  return xml + "</w:tr>";
}

// A right report of December 2024 as an office would write it in Word; `resolved` is printed for
// the 9.120 dossiers that are resolved.
inline std::string WordReport(const std::string& resolved) {
  const std::string deleted =
      "<w:p><w:del><w:r><w:delText>Đã tiếp nhận 77.777 hồ sơ.</w:delText></w:r></w:del></w:p>";
  const std::string drawing =
      "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>Biểu đồ</w:t></w:r></mc:Choice>"
      "<mc:Fallback><w:r><w:t>Đã giải quyết 1 hồ sơ</w:t></w:r></mc:Fallback>"
      "</mc:AlternateContent></w:p>";
  return Paragraph({"ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI TÂN"}) +
         Paragraph({"Báo cáo cải cách hành chính tháng 12", "/2024"}) + deleted + drawing +
         Paragraph({"Số hồ sơ phải giải quyết trong tháng là 9.", "87", "4 hồ sơ, cụ thể:"}) +
         Paragraph({"Đã giải quyết xong " + resolved + " hồ sơ, trong đó:"}, 0) +
         Paragraph({"Trả trước hạn và đúng hạn: 9.101 hồ sơ (99,79%)"}, 1) +
         Paragraph({"Trả quá hạn: 19 hồ sơ (0,21%)"}, 1) +
         Paragraph({"Đang giải quyết 701 hồ sơ (690 hồ sơ trong hạn; 11 hồ sơ quá hạn)"}, 0) +
         Paragraph({"Hồ sơ tạm dừng chờ bổ sung: 40 hồ sơ"}, 0) +
         Paragraph({"Hồ sơ rút theo yêu cầu của công dân: 13 hồ sơ"}, 0) + "<w:tbl>" +
         TableRow({TableCell("Thủ tục hành chính", "<w:vMerge w:val=\"restart\"/>"),
                   TableCell("Cung cấp trực tuyến", "<w:gridSpan w:val=\"2\"/>")}) +
         TableRow(
             {TableCell("", "<w:vMerge/>"), TableCell("Số lượng TTHC"), TableCell("Tỷ lệ (%)")}) +
         TableRow({TableCell("Tổng số TTHC"), TableCell("1.500"), TableCell("100")}) +
         TableRow({TableCell("TTHC toàn trình"), TableCell("600"), TableCell("40,0")}) +
         TableRow({TableCell("TTHC một phần"), TableCell("500"), TableCell("33,3")}) +
         TableRow({TableCell("TTHC hình thức khác"), TableCell("400"), TableCell("26,7")}) +
         "</w:tbl>" + Paragraph({"Nơi nhận: như trên."});
}

}  // namespace lienthong::inspect
