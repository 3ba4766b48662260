package send

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lienthong.example/go/national"
)

func anEntry(t *testing.T, records int) *entry {
	t.Helper()
	var list []string
	for n := range records {
		list = append(list, fmt.Sprintf(`{"MaHoSo":"H-%d","MaTTHC":"1","TrangThaiHoSo":"2","NgayNopHoSo":"20240305074500","ChuHoSo":"Bí Mật"}`, n))
	}
	e, err := readFile("a.json", []byte("["+strings.Join(list, ",")+",7]"), 100, Settings{Source: "igate", Unit: "H99.1"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestAnEntryHoldsWhatGoesToTheNodeAndNothingPersonal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.entry")
	e := anEntry(t, 600)
	if err := e.write(path); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(path)
	read, err := readEntry(path)
	if err != nil || len(read.batches) != 2 || len(read.batches[0].Records) != 512 || read.Numbers[1][0] != 513 ||
		read.Latest != 1709599500 || read.identified() || read.Rejects[0] != (national.Reject{Number: 601, Reason: "must be an object"}) {
		t.Error(read, err)
	}
	if strings.Contains(string(data), "Mật") {
		t.Error("personal data in the outbox")
	}
}

func TestADamagedEntryIsNoticedAtEveryByte(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.entry")
	if err := anEntry(t, 2).write(path); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(path)
	for i := range data {
		for _, broken := range [][]byte{data[:i], append(append(append([]byte{}, data[:i]...), data[i]^1), data[i+1:]...)} {
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readEntry(path); !errors.Is(err, errDamaged) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

func TestProgressOutlivesATornLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "1.progress")
	p, err := readProgress(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []line{{Arrival: 7, Clock: "c"}, {Done: &Done{Admitted: 3}}, {Done: &Done{Parked: 2, DurableSequence: 9}}} {
		if err := p.add(l); err != nil {
			t.Fatal(err)
		}
	}
	whole, _ := os.ReadFile(path)
	for cut := range whole {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		read, err := readProgress(path)
		if err != nil || read.batches != max(strings.Count(string(whole[:cut]), "\n")-1, 0) {
			t.Fatal(cut, read, err)
		}
		if err := read.add(line{Done: &Done{Unchanged: 1}}); err != nil {
			t.Fatal(err)
		}
		if again, err := readProgress(path); err != nil || again.sum.Unchanged != 1 {
			t.Fatal(cut, again, err)
		}
	}
}
