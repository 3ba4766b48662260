package national

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

// The node's bounds (services/intake/validate.h).
const (
	dossierBytesMax = 64
	textBytesMax    = 256
	supplementsMax  = 64
)

const (
	notATime  = "not a time yyyyMMddHHmmss or yyyyMMdd"
	notSingle = "must be a single value, not a list or an object"
)

// Single values that are read; everything else on the wire passes by.
var scalarNames = set("MaHoSo", "MaHoSoKhac", "MaTTHC", "TrangThaiHoSo", "TrangThai", "KenhThucHien", "NoiNopHoSo",
	"DonViXuLy", "madonvi", "MaDinhDanhDV", "NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra",
	"NgayTuChoi", "ThoiDiemXuLy", "DuocThanhToanTrucTuyen", "HoSoCoThanhPhanSoHoa")

// Nested lists that are read, for supplements and flags.
var listNames = set("DanhSachHoSoBoSung", "DanhSachLePhi", "DanhSachGiayToKetQua", "TaiLieuNop", "DSKetNoiCSDL")

// The rest of the national wire; never read, but may be named in a reject.
var otherNames = set("TenTTHC", "MaLinhVuc", "TenLinhVuc", "ChuHoSo", "LoaiDoiTuong", "MaDoiTuong", "SoGiayToChuHoSo",
	"ThongTinKhac", "Email", "Fax", "SoDienThoai", "TrichYeuHoSo", "ThongTinTra", "HinhThuc", "GhiChu", "DinhDanhCHS",
	"NguoiXuLy", "ChucDanh", "PhongBanXuLy", "NoiDungXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh",
	"TaiKhoanDuocXacThucVoiVNeID")

func set(names ...string) map[string]bool {
	s := map[string]bool{}
	for _, name := range names {
		s[name] = true
	}
	return s
}

// sayable is the name where it may be repeated in a reject, else "".
func sayable(name string) string {
	if scalarNames[name] || listNames[name] || otherNames[name] {
		return name
	}
	return ""
}

// fault is the field at fault and why, without the value.
type fault struct{ field, reason string }

// record collects one record. It keeps the first fault and goes on, so that the dossier's code is known.
type record struct {
	texts       map[string]string
	present     map[string]bool
	supplements []*v1.Supplement
	flags       uint32
	fault       *fault
}

func newRecord() *record { return &record{texts: map[string]string{}, present: map[string]bool{}} }

func (r *record) fail(field, reason string) {
	if r.fault == nil {
		r.fault = &fault{field, reason}
	}
}

func (r *record) takeMember(name string, v value) {
	if listNames[name] {
		r.takeList(name, v)
		return
	}
	if !scalarNames[name] {
		return
	}
	text, ok := v.single()
	if !ok {
		r.fail(name, notSingle)
		return
	}
	r.takeText(name, text)
}

func (r *record) takeText(name, text string) {
	if r.present[name] {
		r.fail(name, "stands twice in the record")
		return
	}
	r.present[name] = true
	text = trim(text)
	bytesMax := textBytesMax
	if name == "MaHoSo" {
		bytesMax = dossierBytesMax
	}
	if len(text) > bytesMax {
		r.fail(name, fmt.Sprintf("longer than %d bytes", bytesMax))
		return
	}
	r.texts[name] = text
}

func (r *record) takeList(name string, v value) {
	if r.present[name] {
		r.fail(name, "stands twice in the record")
		return
	}
	r.present[name] = true
	if v.kind != kindList {
		if text, ok := v.single(); !ok || text != "" {
			r.fail(name, "must be a list")
		}
		return
	}
	for _, item := range v.items {
		if item.kind != kindObject {
			r.fail(name, "must be a list of objects")
			return
		}
		r.takeObject(name, item)
	}
}

func (r *record) set(flag v1.Flag, when bool) {
	if when {
		r.flags |= 1 << (flag - 1)
	}
}

func (r *record) takeObject(list string, o value) {
	switch list {
	case "DanhSachHoSoBoSung":
		r.takeSupplement(o)
	case "DanhSachLePhi":
		r.set(v1.Flag_FLAG_FEE_DUE, true)
	case "DanhSachGiayToKetQua":
		r.set(v1.Flag_FLAG_ELECTRONIC_RESULT, isFilled(o, "MaGiayToKetQua") || isFilled(o, "DuongDanTepTinKetQua"))
	case "DSKetNoiCSDL":
		r.set(v1.Flag_FLAG_POPULATION_DATA, true)
	case "TaiLieuNop":
		if !isTrue(o, "IsDeleted") {
			r.set(v1.Flag_FLAG_DIGITISED, isTrue(o, "DuocSoHoa"))
			r.set(v1.Flag_FLAG_REUSED, isTrue(o, "DuocTaiSuDung"))
			r.set(v1.Flag_FLAG_PERSONAL_STORE, isTrue(o, "DuocLayTuKhoDMQG"))
		}
	}
}

var supplementNames = set("HoSoBoSungId", "NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi")

func (r *record) takeSupplement(o value) {
	if len(r.supplements) == supplementsMax {
		r.fail("DanhSachHoSoBoSung", fmt.Sprintf("more than %d requests", supplementsMax))
		return
	}
	texts := map[string]string{}
	for _, m := range o.members {
		if !supplementNames[m.name] {
			continue
		}
		text, ok := m.value.single()
		switch {
		case !ok:
			r.fail(m.name, notSingle)
			return
		case len(text) > textBytesMax:
			r.fail(m.name, fmt.Sprintf("longer than %d bytes", textBytesMax))
			return
		case m.name != "HoSoBoSungId" && text != "" && promisedTime(text) == nil:
			r.fail(m.name, notATime)
			return
		}
		texts[m.name] = text
	}
	r.supplements = append(r.supplements, &v1.Supplement{
		Id: texts["HoSoBoSungId"], Requested: promisedTime(texts["NgayBoSung"]).GetInstant(),
		Received: promisedTime(texts["NgayTiepNhanBoSung"]).GetInstant(), PromisedBefore: promisedTime(texts["NgayHenTraTruoc"]),
		PromisedAfter: promisedTime(texts["NgayHenTraMoi"]),
	})
}

// dossier is the code where it is a valid one, else "".
func (r *record) dossier() string {
	if checkCode(r.texts["MaHoSo"]) != nil {
		return ""
	}
	return r.texts["MaHoSo"]
}

// write makes the message, or returns the first fault. A record with TrangThai and without TrangThaiHoSo is a progress record.
func (r *record) write() (*v1.SourceRecord, *fault) {
	if r.fault == nil {
		r.fault = checkCode(r.texts["MaHoSo"])
	}
	out := &v1.SourceRecord{Dossier: r.texts["MaHoSo"], ReportingUnit: r.texts["madonvi"]}
	if out.ReportingUnit == "" {
		out.ReportingUnit = r.texts["MaDinhDanhDV"]
	}
	if r.present["TrangThai"] && !r.present["TrangThaiHoSo"] {
		r.writeProgress(out)
	} else {
		r.writeState(out)
	}
	return out, r.fault
}

func (r *record) writeProgress(out *v1.SourceRecord) {
	out.Status = r.texts["TrangThai"]
	if out.StatusTime = r.time("ThoiDiemXuLy"); out.StatusTime == 0 {
		r.fail("ThoiDiemXuLy", "required")
	}
}

func (r *record) writeState(out *v1.SourceRecord) {
	if !r.present["TrangThaiHoSo"] {
		r.fail("TrangThaiHoSo", "required")
	}
	proto.Merge(out, &v1.SourceRecord{
		OtherDossier: r.texts["MaHoSoKhac"], Procedure: r.texts["MaTTHC"], Status: r.texts["TrangThaiHoSo"],
		Channel: r.texts["KenhThucHien"], ReceivingUnit: r.texts["NoiNopHoSo"], HandlingUnit: r.texts["DonViXuLy"],
	})
	out.Submitted = r.time("NgayNopHoSo")
	out.Accepted = r.time("NgayTiepNhan")
	if r.time("NgayHenTra") != 0 {
		out.Promised = promisedTime(r.texts["NgayHenTra"])
	}
	out.Finished = r.time("NgayKetThucXuLy")
	out.Returned = r.time("NgayTra")
	out.Refused = r.time("NgayTuChoi")
	out.StatusTime = r.time("ThoiDiemXuLy")
	out.Supplements = r.supplements
	r.set(v1.Flag_FLAG_PAID_ONLINE, r.truth("DuocThanhToanTrucTuyen"))
	r.set(v1.Flag_FLAG_DIGITISED, r.truth("HoSoCoThanhPhanSoHoa"))
	out.Flags = r.flags
}

func (r *record) time(name string) int64 {
	text := r.texts[name]
	if text == "" {
		return 0
	}
	t := promisedTime(text)
	if t == nil {
		r.fail(name, notATime)
	}
	return t.GetInstant()
}

func (r *record) truth(name string) bool {
	truth, ok := truthOf(r.texts[name])
	if !ok {
		r.fail(name, "must be 0 or 1, true or false")
	}
	return truth
}

// truthOf: senders write "1", 1, "true", "True" and true; false for what is neither.
func truthOf(text string) (truth, ok bool) {
	switch text {
	case "1", "true", "True", "TRUE":
		return true, true
	case "", "0", "false", "False", "FALSE":
		return false, true
	}
	return false, false
}

// isTrue: inside a nested list what is not clearly true sets no flag.
func isTrue(o value, name string) bool {
	v, ok := o.first(name)
	text, single := v.single()
	truth, clear := truthOf(text)
	return ok && single && clear && truth
}

// isFilled tells whether there is something; what it is stays unread.
func isFilled(o value, name string) bool {
	v, ok := o.first(name)
	if !ok || v.kind == kindNull {
		return false
	}
	return !v.isText || trim(v.text) != ""
}

// checkCode: 1 to 64 bytes of UTF-8 without control characters.
func checkCode(code string) *fault {
	switch {
	case code == "":
		return &fault{"MaHoSo", "required"}
	case len(code) > dossierBytesMax:
		return &fault{"MaHoSo", fmt.Sprintf("longer than %d bytes", dossierBytesMax)}
	case !utf8.ValidString(code):
		return &fault{"MaHoSo", errUTF8.Error()}
	case strings.IndexFunc(code, func(c rune) bool { return c < 0x20 || c == 0x7f }) >= 0:
		return &fault{"MaHoSo", "has control characters"}
	}
	return nil
}

var vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// promisedTime reads yyyyMMddHHmmss or yyyyMMdd of the years 1990 to 2099, local time; nil for anything else.
func promisedTime(text string) *v1.PromisedTime {
	layout := map[int]string{8: "20060102", 14: "20060102150405"}[len(text)]
	if layout == "" || strings.Trim(text, "0123456789") != "" || text < "1990" || text >= "2100" {
		return nil
	}
	t, err := time.ParseInLocation(layout, text, vietnam)
	if err != nil {
		return nil
	}
	return &v1.PromisedTime{Instant: t.Unix(), DayOnly: len(text) == 8 || strings.HasSuffix(text, "000000")}
}
