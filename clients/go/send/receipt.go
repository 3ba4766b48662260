package send

import (
	"bytes"
	"encoding/csv"
	"sort"
	"strconv"
	"time"

	lienthong "lienthong.example/go"
	"lienthong.example/go/national"
)

// Receipt says what became of a file; times are local.
type Receipt struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	Source string `json:"source"`
	Unit   string `json:"unit,omitempty"`
	Node   string `json:"node"`
	// Taken by this PC's clock; Arrival as the node was told.
	Taken   string `json:"taken"`
	Arrival string `json:"arrival,omitempty"`
	// Clock is not empty where this PC's clock was not used, and says why.
	Clock     string `json:"clock,omitempty"`
	Finished  string `json:"finished"`
	Records   int    `json:"records"`
	Admitted  int    `json:"admitted"`
	Unchanged int    `json:"unchanged"`
	Parked    int    `json:"parked"`
	Refused   int    `json:"refused"`
	// DurableSequence: the node's own head after the last batch; all of the file is at or below it.
	DurableSequence uint64 `json:"durable_sequence,omitempty"`
	// Error is why a file was not sent at all.
	Error string `json:"error,omitempty"`
}

func (s Settings) receiptOf(e *entry, p *progress, now time.Time) (Receipt, []national.Reject) {
	rejects := append(append([]national.Reject{}, e.Rejects...), p.sum.Refused...)
	sort.SliceStable(rejects, func(i, j int) bool { return rejects[i].Number < rejects[j].Number })
	return Receipt{
		File: e.File, SHA256: e.SHA256, Bytes: e.Bytes, Source: s.Source, Unit: s.Unit, Node: s.Node, Taken: local(e.Taken),
		Arrival: local(p.arrival), Clock: p.clock, Finished: local(now.Unix()), Admitted: p.sum.Admitted,
		Unchanged: p.sum.Unchanged, Parked: p.sum.Parked, Refused: len(rejects),
		Records:         p.sum.Admitted + p.sum.Unchanged + p.sum.Parked + len(rejects),
		DurableSequence: p.sum.DurableSequence,
	}, rejects
}

func local(instant int64) string {
	if instant == 0 {
		return ""
	}
	return lienthong.Local(instant).Format(time.RFC3339)
}

// rejectsFile is the same that `lienthong import` writes.
func rejectsFile(rejects []national.Reject) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"record", "dossier", "field", "reason"}}
	for _, r := range rejects {
		rows = append(rows, []string{strconv.Itoa(r.Number), r.Dossier, r.Field, r.Reason})
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}
