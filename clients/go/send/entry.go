package send

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"google.golang.org/protobuf/proto"

	v1 "lienthong.example/go/gen/lienthong/v1"
	"lienthong.example/go/national"
)

// An entry is a file of the outbox: a magic, then parts of a length (4 bytes, big-endian) and as many bytes: the header as JSON, then
// one SubmitRequest a batch; then the SHA-256 of all before.
const magic = "lienthong-send 1\n"

// Records of a batch, and bytes unless its only record is larger; as `lienthong import`.
const (
	batchRecordsMax = 512
	batchBytesMax   = 1 << 20
)

// header is what is known of a file when it is taken.
type header struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	// Taken, seconds, by this PC's clock; Latest is the greatest instant that a record states as past.
	Taken  int64 `json:"taken"`
	Latest int64 `json:"latest"`
	// Numbers are the places of the records in the file, batch by batch.
	Numbers [][]int           `json:"numbers"`
	Rejects []national.Reject `json:"rejects"`
}

// entry is what goes to the node of one file. Batches have no arrival yet: it is decided when the node's clock is known.
type entry struct {
	header
	batches []*v1.SubmitRequest
}

var errDamaged = errors.New("damaged")

// readFile makes an entry of a file's bytes; national.ErrUnreadable: it is none of the national form.
func readFile(name string, data []byte, taken int64, s Settings) (*entry, error) {
	e := &entry{header: header{File: name, SHA256: fmt.Sprintf("%x", sha256.Sum256(data)), Bytes: len(data), Taken: taken}}
	size := 0
	err := national.Read(data, national.Sink{
		Record: func(number int, record *v1.SourceRecord) error {
			bytes := proto.Size(record)
			last := len(e.batches) - 1
			if last < 0 || len(e.Numbers[last]) == batchRecordsMax || size+bytes > batchBytesMax {
				e.batches = append(e.batches, &v1.SubmitRequest{Source: s.Source, ReportingUnit: s.Unit})
				e.Numbers = append(e.Numbers, nil)
				last, size = last+1, 0
			}
			e.batches[last].Records = append(e.batches[last].Records, record)
			e.Numbers[last] = append(e.Numbers[last], number)
			size += bytes
			e.Latest = max(e.Latest, latestOf(record))
			return nil
		},
		Reject: func(r national.Reject) { e.Rejects = append(e.Rejects, r) },
	})
	return e, err
}

// latestOf is the greatest instant of something that has happened.
func latestOf(r *v1.SourceRecord) int64 {
	latest := max(r.Submitted, r.Accepted, r.Finished, r.Returned, r.Refused, r.StatusTime)
	for _, s := range r.Supplements {
		latest = max(latest, s.Requested, s.Received)
	}
	return latest
}

// identified is false where a record could not even be told apart: then nobody may say that the file is complete.
func (e *entry) identified() bool {
	for _, reject := range e.Rejects {
		if reject.Dossier == "" {
			return false
		}
	}
	return true
}

func (e *entry) write(path string) error {
	head, err := json.Marshal(e.header)
	if err != nil {
		return err
	}
	data := appendPart([]byte(magic), head)
	for _, batch := range e.batches {
		bytes, err := proto.Marshal(batch)
		if err != nil {
			return err
		}
		data = appendPart(data, bytes)
	}
	sum := sha256.Sum256(data)
	return writeWhole(path, append(data, sum[:]...))
}

func appendPart(data, part []byte) []byte {
	return append(binary.BigEndian.AppendUint32(data, uint32(len(part))), part...)
}

// readEntry reads what write wrote; errDamaged for anything else.
func readEntry(path string) (*entry, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	body := len(data) - sha256.Size
	if body < len(magic) || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, fmt.Errorf("%s: %w", path, errDamaged)
	}
	if sum := sha256.Sum256(data[:body]); !bytes.Equal(sum[:], data[body:]) {
		return nil, fmt.Errorf("%s: %w", path, errDamaged)
	}
	e := &entry{}
	for rest, part := data[len(magic):body], []byte(nil); len(rest) > 0; {
		if part, rest = cutPart(rest); part == nil {
			return nil, fmt.Errorf("%s: %w", path, errDamaged)
		}
		if e.File == "" {
			err = json.Unmarshal(part, &e.header)
		} else {
			batch := &v1.SubmitRequest{}
			err = proto.Unmarshal(part, batch)
			e.batches = append(e.batches, batch)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %w", path, errDamaged, err)
		}
	}
	if len(e.batches) != len(e.Numbers) {
		return nil, fmt.Errorf("%s: %w", path, errDamaged)
	}
	return e, nil
}

// cutPart gives the first part, nil where there is no whole one.
func cutPart(data []byte) (part, rest []byte) {
	if len(data) < 4 {
		return nil, nil
	}
	size := uint64(binary.BigEndian.Uint32(data))
	if size > uint64(len(data)-4) {
		return nil, nil
	}
	return data[4 : 4+size : 4+size], data[4+size:]
}
