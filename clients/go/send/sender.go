package send

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	lienthong "lienthong.example/go"
	v1 "lienthong.example/go/gen/lienthong/v1"
	"lienthong.example/go/national"
)

// fileBytesMax: a file is read at once. A province's whole year of dossiers has some 2 GB; an office's day some megabytes.
const fileBytesMax = 512 << 20

var errLocked = errors.New("another lienthong-send works in this folder")

// Sender works on one folder. One thread.
type Sender struct {
	settings Settings
	client   *lienthong.Client
	now      func() time.Time
	say      func(Event)
	lock     *os.File
	last     int
	seen     map[string]fs.FileInfo
}

// Event is something that an operator wants to see.
type Event struct {
	Kind, File, Text string
	Receipt          *Receipt
}

// Open locks the folder and repairs what a crash left.
func Open(s Settings, now func() time.Time, say func(Event)) (*Sender, error) {
	if err := s.makePlaces(); err != nil {
		return nil, err
	}
	held, err := lock(s.place("lock"))
	if err != nil {
		return nil, err
	}
	client, err := lienthong.Dial(s.Config)
	if err != nil {
		return nil, errors.Join(err, held.Close())
	}
	sender := &Sender{settings: s, client: client, now: now, say: say, lock: held, seen: map[string]fs.FileInfo{}}
	for _, name := range []string{"taken", "outbox", "sent", "refused"} {
		names, err := numbered(s.place(name))
		if err != nil {
			return nil, errors.Join(err, sender.Close())
		}
		for _, name := range names {
			sender.last = max(sender.last, numberOf(name))
		}
	}
	return sender, nil
}

// Close lets the folder go.
func (s *Sender) Close() error { return errors.Join(s.client.Close(), s.lock.Close()) }

// Look takes files that did not change since the last look, and sends what is in the outbox. An error tells why something is left;
// nothing is lost then, and the next look tries again.
func (s *Sender) Look(ctx context.Context) error {
	if err := s.takeSettled(); err != nil {
		return err
	}
	if err := s.fillOutbox(); err != nil {
		return err
	}
	return s.emptyOutbox(ctx)
}

// Waiting is how many files are not sent.
func (s *Sender) Waiting() int {
	names, _ := numbered(s.settings.place("taken"))
	return len(names)
}

// takeSettled moves files into taken/ that two looks found unchanged.
func (s *Sender) takeSettled() error {
	entries, err := os.ReadDir(s.settings.Folder)
	if err != nil {
		return err
	}
	found := map[string]fs.FileInfo{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !isWanted(e.Name()) {
			continue
		}
		before, known := s.seen[e.Name()]
		if known && before.Size() == info.Size() && before.ModTime().Equal(info.ModTime()) {
			// A file that another program holds open on Windows stays until the next look.
			if err := s.take(e.Name()); err != nil {
				s.say(Event{Kind: "busy", File: e.Name(), Text: err.Error()})
			}
			continue
		}
		found[e.Name()] = info
	}
	s.seen = found
	return nil
}

func isWanted(name string) bool {
	lower := strings.ToLower(name)
	return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~") && !strings.HasSuffix(lower, ".rejects.csv") &&
		(strings.HasSuffix(lower, ".json") || strings.HasSuffix(lower, ".csv"))
}

func (s *Sender) take(name string) error {
	to := s.settings.place("taken", fmt.Sprintf("%08d-%s", s.last+1, name))
	if err := move(filepath.Join(s.settings.Folder, name), to); err != nil {
		return err
	}
	s.last++
	s.say(Event{Kind: "taken", File: filepath.Base(to)})
	return nil
}

// fillOutbox makes an entry of every file taken that has none.
func (s *Sender) fillOutbox() error {
	names, err := numbered(s.settings.place("taken"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if !exists(s.entryPath(name)) && !exists(s.receiptPath(name)) {
			if err := s.enter(name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sender) enter(name string) error {
	path := s.settings.place("taken", name)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > fileBytesMax {
		return s.refuse(name, fmt.Errorf("%w: larger than %d MiB; send it with `lienthong import`, or in parts", national.ErrUnreadable, fileBytesMax>>20))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, original, _ := strings.Cut(name, "-")
	e, err := readFile(original, data, s.now().Unix(), s.settings)
	if errors.Is(err, national.ErrUnreadable) {
		return s.refuse(name, err)
	}
	if err != nil {
		return err
	}
	return e.write(s.entryPath(name))
}

// refuse puts a file aside that cannot be read, with the reason.
func (s *Sender) refuse(name string, why error) error {
	receipt := Receipt{File: name, Source: s.settings.Source, Unit: s.settings.Unit, Node: s.settings.Node,
		Finished: local(s.now().Unix()), Error: why.Error()}
	if err := writeJSON(s.settings.place("refused", name+".receipt.json"), receipt); err != nil {
		return err
	}
	s.say(Event{Kind: "refused", File: name, Text: why.Error(), Receipt: &receipt})
	return move(s.settings.place("taken", name), s.settings.place("refused", name))
}

func (s *Sender) entryPath(name string) string {
	return s.settings.place("outbox", fmt.Sprintf("%08d.entry", numberOf(name)))
}
func (s *Sender) progressPath(name string) string {
	return s.settings.place("outbox", fmt.Sprintf("%08d.progress", numberOf(name)))
}
func (s *Sender) receiptPath(name string) string {
	return s.settings.place("sent", name+".receipt.json")
}

// emptyOutbox sends one file after the other, in the order in which they were taken.
func (s *Sender) emptyOutbox(ctx context.Context) error {
	names, err := numbered(s.settings.place("taken"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := s.deliver(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (s *Sender) deliver(ctx context.Context, name string) error {
	if exists(s.receiptPath(name)) {
		return s.clean(name)
	}
	e, err := readEntry(s.entryPath(name))
	if errors.Is(err, errDamaged) {
		// The file itself is still in taken/: the next look makes the entry anew, and what the node has is a repeat.
		return errors.Join(err, os.Remove(s.entryPath(name)), removeIfThere(s.progressPath(name)))
	}
	if err != nil {
		return err
	}
	p, err := readProgress(s.progressPath(name))
	if err != nil {
		return err
	}
	if err := s.decideArrival(ctx, e, p); err != nil {
		return err
	}
	if err := s.sendBatches(ctx, e, p); err != nil {
		return err
	}
	return s.finish(name, e, p)
}

// decideArrival asks after the node's clock, once for each file: every batch of it says the same, also when it is sent again.
func (s *Sender) decideArrival(ctx context.Context, e *entry, p *progress) error {
	if p.arrival != 0 {
		return nil
	}
	now := s.now().Unix()
	nodeNow, err := nodeClock(now, s.accepts(ctx))
	if err != nil {
		return err
	}
	arrival, why := arrivalOf(e.Taken, e.Latest, now, nodeNow)
	if why != "" {
		s.say(Event{Kind: "clock", File: e.File, Text: why})
	}
	return p.add(line{Arrival: arrival, Clock: why})
}

func (s *Sender) sendBatches(ctx context.Context, e *entry, p *progress) error {
	if p.batches > len(e.batches) {
		return fmt.Errorf("%s: %w", p.path, errDamaged)
	}
	if len(e.batches) == 0 && s.settings.Complete && e.identified() && p.batches == 0 {
		e.batches, e.Numbers = []*v1.SubmitRequest{{Source: s.settings.Source, ReportingUnit: s.settings.Unit}}, [][]int{nil}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for done, err := range s.client.SubmitBatches(ctx, s.left(e, p)) {
		if err != nil {
			return err
		}
		if err := p.add(line{Done: doneOf(done, e.Numbers[p.batches])}); err != nil {
			return err
		}
	}
	return nil
}

// left are the batches that the node does not have, stamped.
func (s *Sender) left(e *entry, p *progress) iter.Seq[*v1.SubmitRequest] {
	first := p.batches
	return func(yield func(*v1.SubmitRequest) bool) {
		for i, batch := range e.batches[first:] {
			batch.Arrival = p.arrival
			if s.settings.Complete && e.identified() && first+i == len(e.batches)-1 {
				batch.CompleteThrough = p.arrival
			}
			if !yield(batch) {
				return
			}
		}
	}
}

// finish writes rejects and receipt; the receipt is what says that the file is sent.
func (s *Sender) finish(name string, e *entry, p *progress) error {
	receipt, rejects := s.settings.receiptOf(e, p, s.now())
	list := s.settings.place("sent", name+".rejects.csv")
	if len(rejects) > 0 {
		text, err := rejectsFile(rejects)
		if err == nil {
			err = writeWhole(list, text)
		}
		if err != nil {
			return err
		}
	}
	if err := writeJSON(s.receiptPath(name), receipt); err != nil {
		return err
	}
	s.say(Event{Kind: "sent", File: name, Receipt: &receipt})
	return s.clean(name)
}

// clean removes what a receipt has made superfluous, the file in taken/ last: it is what the work is found by.
func (s *Sender) clean(name string) error {
	err := errors.Join(removeIfThere(s.entryPath(name)), removeIfThere(s.progressPath(name)))
	if err != nil {
		return err
	}
	if s.settings.DeleteSent {
		return os.Remove(s.settings.place("taken", name))
	}
	return move(s.settings.place("taken", name), s.settings.place("sent", name))
}
