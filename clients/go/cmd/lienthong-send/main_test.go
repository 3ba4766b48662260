package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lienthong.example/go/internal/testbed"
	"lienthong.example/go/send"
)

const unit, source, procedure = "H99.1", "igate", "9.000001"

func element(code, more string) string {
	return fmt.Sprintf(`{"MaHoSo":%q,"MaTTHC":%q,"TrangThaiHoSo":"2","NgayNopHoSo":"20240305074500","NgayTiepNhan":"20240305080000","NgayHenTra":"20240312170000","ChuHoSo":"Trần Thị Kín"%s}`,
		code, procedure, more)
}

func elements(prefix string, count int) string {
	var list []string
	for n := range count {
		list = append(list, element(fmt.Sprintf("%s-%d", prefix, n), ""))
	}
	return "[" + strings.Join(list, ",\n") + "]"
}

// office is a folder, its settings and the program.
type office struct {
	t        *testing.T
	folder   string
	settings string
}

func newOffice(t *testing.T, node, more string) *office {
	t.Helper()
	if program() == "" {
		t.Skip("LIENTHONG_SEND names no program; clients/run go builds it")
	}
	folder := t.TempDir()
	o := &office{t, folder, filepath.Join(t.TempDir(), "send.yaml")}
	text := fmt.Sprintf("node: %s\nsource: %s\nunit: %s\nfolder: %q\npoll: 50ms\nretry: 100ms\ntimeout: 10s\nlanguage: en\n%s", node, source, unit, folder, more)
	if err := os.WriteFile(o.settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

func program() string { return os.Getenv("LIENTHONG_SEND") }

func (o *office) put(name, text string) {
	o.t.Helper()
	if err := os.WriteFile(filepath.Join(o.folder, name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) path(parts ...string) string {
	return filepath.Join(append([]string{o.folder, ".lienthong"}, parts...)...)
}

// once runs the program to its end.
func (o *office) once() (status int, said string) {
	o.t.Helper()
	command := exec.Command(program(), "--config", o.settings, "--once")
	out, err := command.CombinedOutput()
	if command.ProcessState == nil {
		o.t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(out)
}

func (o *office) receipt(name string) (r send.Receipt) {
	o.t.Helper()
	data, err := os.ReadFile(o.path("sent", name+".receipt.json"))
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// left is what lies in a folder, nothing where there is none.
func (o *office) left(name string) (names []string) {
	o.t.Helper()
	entries, err := os.ReadDir(o.path(name))
	if err != nil && !os.IsNotExist(err) {
		o.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func inHand(bed *testbed.Bed, t *testing.T, node string) int {
	t.Helper()
	status, out, text := bed.Run("score", "--unit", unit, "--period", "2024-03", "--node", node, "--output", "json")
	var answer struct {
		Rows []struct {
			InHand int `json:"in_hand"`
		}
	}
	if err := json.Unmarshal([]byte(out), &answer); status != 0 || err != nil {
		t.Fatal(status, text, err)
	}
	return answer.Rows[0].InHand
}

func TestAFileIsSentWithReceiptAndRejects(t *testing.T) {
	bed := testbed.New(t)
	node := bed.Node("root")
	o := newOffice(t, node, "complete: true\n")
	o.put("a.json", "["+element("a-1", "")+","+element("a-2", `,"NgayTra":"gestern"`)+","+element("a-3", `,"NgayTra":"20240301000000"`)+"]")
	o.put("notes.txt", "not ours")
	o.put("broken.json", "{}")

	status, said := o.once()

	if status != someRefused || !strings.Contains(said, "1 admitted, 0 unchanged, 0 parked, 2 refused") {
		t.Error(status, said)
	}
	r := o.receipt("00000001-a.json")
	if r.Records != 3 || r.Admitted != 1 || r.Refused != 2 || r.Clock != "" || r.DurableSequence == 0 || len(r.SHA256) != 64 {
		t.Errorf("%+v", r)
	}
	rejects, _ := os.ReadFile(o.path("sent", "00000001-a.json.rejects.csv"))
	if string(rejects) != "record,dossier,field,reason\n2,a-2,NgayTra,not a time yyyyMMddHHmmss or yyyyMMdd\n3,a-3,NgayTra,earlier than NgayTiepNhan\n" {
		t.Error(string(rejects))
	}
	if got := fmt.Sprint(o.left("refused"), o.left("outbox"), o.left("taken")); got != "[00000002-broken.json 00000002-broken.json.receipt.json] [] []" {
		t.Error(got)
	}
	_, coverage, _ := bed.Run("coverage", "--unit", unit, "--node", node, "--output", "json", "--through", "2024-03-31")
	if !strings.Contains(coverage, `"complete": 1`) && !strings.Contains(coverage, `"complete":1`) {
		t.Error(coverage)
	}
	// The same file again changes nothing.
	o.put("a.json", "["+element("a-1", "")+"]")
	if status, said = o.once(); status != done || !strings.Contains(said, "0 admitted, 1 unchanged") || inHand(bed, t, node) != 1 {
		t.Error(status, said)
	}
}

func TestFilesWaitInTheOutboxForANodeThatIsAway(t *testing.T) {
	bed := testbed.New(t)
	node := bed.Node("root")
	o := newOffice(t, node, "")
	bed.Named("kill", "root")
	o.put("a.json", elements("w", 700))

	if status, said := o.once(); status != unavailable || !strings.Contains(said, "1 files wait") {
		t.Error(status, said)
	}
	if got := o.left("outbox"); len(got) != 1 {
		t.Error(got)
	}
	bed.Named("start", "root")
	status, said := o.once()
	if status != done || inHand(bed, t, node) != 700 {
		t.Error(status, said)
	}
}

// Killed at whatever moment, started again: everything arrives, and counts once.
func TestKill9AtAnyMomentLosesNothing(t *testing.T) {
	bed := testbed.New(t)
	node := bed.Node("root")
	o := newOffice(t, node, "")
	seed := time.Now().UnixNano()
	t.Log("seed", seed)
	random := rand.New(rand.NewSource(seed))
	const rounds, each = 12, 1500
	for round := range rounds {
		o.put(fmt.Sprintf("k%d.json", round), elements(fmt.Sprintf("k%d", round), each))
		command := exec.Command(program(), "--config", o.settings)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		if round == rounds/2 {
			bed.Named("kill", "root")
		}
		time.Sleep(time.Duration(random.Intn(250)) * time.Millisecond)
		command.Process.Kill()
		command.Wait()
		if round == rounds/2 {
			bed.Named("start", "root")
		}
	}

	status, said := o.once()

	if status != done {
		t.Fatal(status, said)
	}
	if got := inHand(bed, t, node); got != rounds*each {
		t.Error(got)
	}
	files, records := 0, 0
	for _, name := range o.left("sent") {
		if strings.HasSuffix(name, ".receipt.json") {
			files++
			records += o.receipt(strings.TrimSuffix(name, ".receipt.json")).Records
		}
	}
	if files != rounds || records != rounds*each {
		t.Error(files, records)
	}
	if got := append(o.left("outbox"), o.left("taken")...); len(got) != 0 {
		t.Error(got)
	}
}

func TestADamagedOutboxIsMadeAnewFromTheFile(t *testing.T) {
	bed := testbed.New(t)
	node := bed.Node("root")
	o := newOffice(t, node, "")
	bed.Named("kill", "root")
	o.put("a.json", elements("d", 10))
	o.once()
	path := o.path("outbox", "00000001.entry")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	bed.Named("start", "root")

	o.once()
	status, said := o.once()

	if status != done || inHand(bed, t, node) != 10 {
		t.Error(status, said)
	}
}

func TestTwoDoNotWorkInOneFolder(t *testing.T) {
	o := newOffice(t, "127.0.0.1:9", "")
	first := exec.Command(program(), "--config", o.settings)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { first.Process.Kill(); first.Wait() }()
	o.put("broken.json", "{}")
	for deadline := time.Now().Add(20 * time.Second); len(o.left("refused")) < 2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the first one does not work")
		}
	}

	status, said := o.once()

	if status != usage || !strings.Contains(said, "another lienthong-send") {
		t.Error(status, said)
	}
}

// The readers here and those of `lienthong import` give the same rejects, also of files that are broken at random.
func TestRejectsAreThoseOfImport(t *testing.T) {
	bed := testbed.New(t)
	node := bed.Node("root")
	seed := time.Now().UnixNano()
	t.Log("seed", seed)
	random := rand.New(rand.NewSource(seed))
	o := newOffice(t, node, "")
	whole := []string{
		"[" + element("m-1", `,"DanhSachHoSoBoSung":[{"HoSoBoSungId":7,"NgayBoSung":"20240306"}],"NgayTra":20240307101112`) + "," + element("m-2", `,"DuocThanhToanTrucTuyen":true`) + ",7,[" + element("m-3", `,"MaTTHC":"1"`) + "]]",
		`{"madonvi":"H99.1","data":[` + element("m-4", `,"GhiChu":"a\u00e9\"{["`) + "," + element("m-5", `,"NgayTra":1.5e3`) + `],"service":"x"}`,
		"MaHoSo;MaTTHC;TrangThaiHoSo;NgayTiepNhan;DanhSachLePhi\nm-6;9.000001;2;20240305080000;\"[{\"\"a\"\":1}]\"\nm-7;9.000001;2;x;\n\"m-8\";9.000001;2;20240305;{}\nm-9;9.000001;5\n",
	}
	files := append([]string{}, whole...)
	for range 120 {
		files = append(files, breakText(random, whole[random.Intn(len(whole))]))
	}
	arguments := []string{"import", "--node", node, "--source", source, "--unit", unit}
	var imported []string
	folder := t.TempDir()
	for i, text := range files {
		path := filepath.Join(folder, fmt.Sprintf("f%d.json", i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		imported = append(imported, path)
		o.put(fmt.Sprintf("f%d.json", i), text)
	}
	bed.Run(append(arguments, imported...)...)
	if status, said := o.once(); status != someRefused {
		t.Fatal(status, said)
	}
	compared := 0
	for _, name := range o.left("sent") {
		_, original, _ := strings.Cut(name, "-")
		if strings.HasSuffix(original, ".json") && !strings.HasSuffix(original, ".receipt.json") {
			ours, _ := os.ReadFile(o.path("sent", name+".rejects.csv"))
			theirs, _ := os.ReadFile(filepath.Join(folder, original) + ".rejects.csv")
			if !bytes.Equal(ours, theirs) {
				text, _ := os.ReadFile(filepath.Join(folder, original))
				t.Errorf("%q\nhere:\n%s\nimport:\n%s", text, ours, theirs)
			}
			compared++
		}
	}
	if compared < len(files)/2 {
		t.Error("too few files could be read: ", compared)
	}
}

const letters = "\"{}[],:\\;\n\x01\xff0aT"

// breakText changes, drops or doubles a few bytes.
func breakText(random *rand.Rand, text string) string {
	data := []byte(text)
	for range 1 + random.Intn(3) {
		i := random.Intn(len(data))
		switch random.Intn(4) {
		case 0:
			data[i] = letters[random.Intn(len(letters))]
		case 1:
			data = append(data[:i:i], data[i+1:]...)
		case 2:
			data = append(append(data[:i:i], data[i]), data[i:]...)
		case 3:
			data = append(data[:i:i], data[min(i+random.Intn(40), len(data)):]...)
		}
		if len(data) < 2 {
			return "[]"
		}
	}
	return string(data)
}
