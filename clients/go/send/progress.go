package send

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	lienthong "lienthong.example/go"
	"lienthong.example/go/national"
)

// line is one line of NUMBER.progress: first what was decided about the arrival, then one for each batch that the node has.
type line struct {
	Arrival int64  `json:"arrival,omitempty"`
	Clock   string `json:"clock,omitempty"`
	*Done
}

// Done is what became of a batch.
type Done struct {
	Admitted        int               `json:"admitted"`
	Unchanged       int               `json:"unchanged"`
	Parked          int               `json:"parked"`
	Refused         []national.Reject `json:"refused"`
	DurableSequence uint64            `json:"durable_sequence"`
}

// progress is how far an entry is; the file is appended to, line by line, synced.
type progress struct {
	path    string
	arrival int64
	clock   string
	batches int
	sum     Done
}

// readProgress reads the whole lines; a last one that a crash tore off was never acted on.
func readProgress(path string) (*progress, error) {
	p := &progress{path: path}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	whole := bytes.LastIndexByte(data, '\n') + 1
	for _, text := range bytes.SplitAfter(data[:whole], []byte("\n")) {
		var l line
		if len(text) == 0 {
			continue
		}
		if json.Unmarshal(text, &l) != nil {
			// Behind a line that is none nothing can be trusted: those batches go again.
			break
		}
		p.take(l)
	}
	return p, nil
}

func (p *progress) take(l line) {
	if l.Done == nil {
		p.arrival, p.clock = l.Arrival, l.Clock
		return
	}
	p.batches++
	p.sum.Admitted += l.Admitted
	p.sum.Unchanged += l.Unchanged
	p.sum.Parked += l.Parked
	p.sum.Refused = append(p.sum.Refused, l.Refused...)
	p.sum.DurableSequence = max(p.sum.DurableSequence, l.DurableSequence)
}

// add makes a line last, then takes it. A torn line of before is overwritten.
func (p *progress) add(l line) error {
	lines, err := os.ReadFile(p.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(p.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	whole := int64(bytes.LastIndexByte(lines, '\n') + 1)
	_, err = file.WriteAt(append(text, '\n'), whole)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	p.take(l)
	return nil
}

// doneOf counts what became of a batch whose records stand at `numbers` of the file.
func doneOf(batch lienthong.Batch, numbers []int) *Done {
	d := &Done{DurableSequence: batch.Response.GetDurableSequence()}
	for i, result := range batch.Results {
		switch result.Outcome {
		case lienthong.Admitted:
			d.Admitted++
		case lienthong.Unchanged:
			d.Unchanged++
		case lienthong.Parked:
			d.Parked++
		default:
			d.Refused = append(d.Refused, national.Reject{
				Number: numbers[i], Dossier: result.Record.GetDossier(), Field: result.Field, Reason: result.Reason,
			})
		}
	}
	return d
}
