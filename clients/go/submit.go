package lienthong

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	v1 "lienthong.example/go/gen/lienthong/v1"
)

// batchBytesMax bounds a batch, unless its only record is larger: well below the 4 MiB that a node takes.
const batchBytesMax = 1 << 20

// Outcome is what became of a record.
type Outcome = v1.RecordResult_Outcome

const (
	Admitted  = v1.RecordResult_OUTCOME_ADMITTED  // durable and counted
	Unchanged = v1.RecordResult_OUTCOME_UNCHANGED // a repeat, or a late older state
	Parked    = v1.RecordResult_OUTCOME_PARKED    // durable, not counted until reference data arrives
	Refused   = v1.RecordResult_OUTCOME_REFUSED   // Field and Reason say what to mend
)

// Submission is what all records of one submission have in common.
type Submission struct {
	// Source is the name of the one-stop system, 1 to 32 of [a-z0-9._-].
	Source string
	// Unit is the code or name of the unit whose desk reports; each record may name its own.
	Unit string
	// Arrival is when the records arrived from the source; the zero time: now. Give it when you repeat a submission of
	// your own: a repeat is only a repeat when it says the same.
	Arrival time.Time
	// CompleteThrough: with these records the source is complete for Unit through this instant.
	CompleteThrough time.Time
	// Migrated marks a first load from an existing system.
	Migrated bool
}

// Result is one record, and what became of it.
type Result struct {
	// Number is the place of the record among those submitted, from 1.
	Number  int
	Record  *v1.SourceRecord
	Outcome Outcome
	// Field is the national name of the field at fault; Reason says why.
	Field, Reason string
	// Sequence of the fact at its origin, 0 when none was made; Revision of the dossier after it.
	Sequence, Revision uint64
}

// Submit sends a few records (at most 4,096) and returns when all of them are durable: for a live feed.
func (c *Client) Submit(ctx context.Context, s Submission, records ...*v1.SourceRecord) ([]Result, error) {
	b := batch{first: 1, request: s.withArrival().request(records, true)}
	response, err := Call(ctx, c, c.Intake.Submit, b.request)
	if err != nil {
		return nil, err
	}
	return b.results(response)
}

// SubmitStream sends any number of records and yields a result for each, in order, once it is durable; an error is the
// last thing that it yields.
//
// records is read only as fast as the node commits (Config.Window batches ahead), and not at all while nobody takes results.
// When the stream breaks or the node is busy, what is not acknowledged is sent again: the node takes a repeat without
// effect, so a record may come out Unchanged that was admitted just before the break.
func (c *Client) SubmitStream(ctx context.Context, s Submission, records iter.Seq[*v1.SourceRecord]) iter.Seq2[Result, error] {
	s = s.withArrival()
	return func(yield func(Result, error) bool) {
		for done, err := range c.SubmitBatches(ctx, s.batches(records, c.config.BatchRecords)) {
			if err != nil {
				yield(Result{}, err)
				return
			}
			for _, result := range done.Results {
				if !yield(result, nil) {
					return
				}
			}
		}
	}
}

// Batch is one acknowledged batch of SubmitBatches.
type Batch struct {
	Results  []Result
	Response *v1.SubmitResponse
}

// SubmitBatches is SubmitStream for a caller that makes its batches itself, at most 4,096 records and 4 MiB each.
func (c *Client) SubmitBatches(ctx context.Context, requests iter.Seq[*v1.SubmitRequest]) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		next, stop := iter.Pull(requests)
		defer stop()
		under := &submission{client: c, next: next, retry: newRetry(c.config.Retry), number: 1, yield: yield}
		for {
			err := under.stream(ctx)
			if err == nil || errors.Is(err, errTakenEnough) {
				return
			}
			if err := under.retry.wait(ctx, asError(err)); err != nil {
				yield(Batch{}, err)
				return
			}
		}
	}
}

// errTakenEnough: the caller broke off its loop.
var errTakenEnough = errors.New("taken enough")

// submission is what outlives a stream: the source, and the window of batches under way, oldest first.
type submission struct {
	client *Client
	next   func() (*v1.SubmitRequest, bool)
	window []batch
	retry  *retry
	number int
	yield  func(Batch, error) bool
}

type batch struct {
	first   int
	request *v1.SubmitRequest
}

// stream runs one stream until everything is acknowledged or it breaks.
func (s *submission) stream(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := &Error{Code: codes.Unavailable, Message: fmt.Sprintf("no answer within %v", s.client.config.Timeout)}
	// Runs only while the node has the word: source and caller may take their time.
	watch := time.AfterFunc(time.Hour, func() { cancel(silent) })
	watch.Stop()
	err := s.exchange(ctx, func(step func() error) error {
		watch.Reset(s.client.config.Timeout)
		defer watch.Stop()
		return step()
	})
	if err != nil && context.Cause(ctx) == error(silent) {
		return silent
	}
	return err
}

// exchange sends while there is room in the window and takes answers; within bounds each step on the wire.
func (s *submission) exchange(ctx context.Context, within func(func() error) error) error {
	stream, err := s.client.Intake.SubmitStream(ctx)
	if err != nil {
		return err
	}
	for _, b := range s.window {
		if err := within(func() error { return send(stream, b) }); err != nil {
			return err
		}
	}
	for {
		for len(s.window) < s.client.config.Window && s.pull() {
			if err := within(func() error { return send(stream, s.window[len(s.window)-1]) }); err != nil {
				return err
			}
		}
		if len(s.window) == 0 {
			return nil
		}
		var answer *v1.SubmitStreamResponse
		if err := within(func() (err error) { answer, err = stream.Recv(); return endOf(err) }); err != nil {
			return err
		}
		if err := s.acknowledge(answer.GetResult()); err != nil {
			return err
		}
	}
}

// pull moves the next batch of the source into the window; false at its end.
func (s *submission) pull() bool {
	request, ok := s.next()
	if ok {
		s.window = append(s.window, batch{s.number, request})
		s.number += len(request.Records)
	}
	return ok
}

func (s *submission) acknowledge(response *v1.SubmitResponse) error {
	results, err := s.window[0].results(response)
	if err != nil {
		return err
	}
	s.window = s.window[1:]
	s.retry.progress()
	if !s.yield(Batch{results, response}, nil) {
		return errTakenEnough
	}
	return nil
}

// send returns why the stream is over where it is.
func send(stream grpc.BidiStreamingClient[v1.SubmitStreamRequest, v1.SubmitStreamResponse], b batch) error {
	err := stream.Send(&v1.SubmitStreamRequest{Batch: b.request})
	if errors.Is(err, io.EOF) {
		for err = nil; err == nil; {
			_, err = stream.Recv()
		}
		return endOf(err)
	}
	return err
}

func endOf(err error) error {
	if errors.Is(err, io.EOF) {
		return &Error{Code: codes.Unavailable, Message: "the node ended the stream"}
	}
	return err
}

func (b batch) results(response *v1.SubmitResponse) ([]Result, error) {
	if len(response.GetResults()) != len(b.request.Records) {
		return nil, &Error{Code: codes.Internal, Message: "the node answered another number of records"}
	}
	results := make([]Result, len(b.request.Records))
	for i, r := range response.Results {
		results[i] = Result{b.first + i, b.request.Records[i], r.Outcome, r.Field, r.Reason, r.Sequence, r.Revision}
	}
	return results, nil
}

func (s Submission) withArrival() Submission {
	if s.Arrival.IsZero() {
		s.Arrival = time.Now()
	}
	return s
}

func (s Submission) request(records []*v1.SourceRecord, last bool) *v1.SubmitRequest {
	request := &v1.SubmitRequest{Source: s.Source, ReportingUnit: s.Unit, Arrival: Instant(s.Arrival), Migrated: s.Migrated, Records: records}
	if last {
		request.CompleteThrough = Instant(s.CompleteThrough)
	}
	return request
}

// batches gathers records until a batch is full; the last one carries the word that the source is complete.
func (s Submission) batches(records iter.Seq[*v1.SourceRecord], recordsMax int) iter.Seq[*v1.SubmitRequest] {
	return func(yield func(*v1.SubmitRequest) bool) {
		var gathered []*v1.SourceRecord
		bytes := 0
		for record := range records {
			size := proto.Size(record)
			if len(gathered) == recordsMax || (len(gathered) > 0 && bytes+size > batchBytesMax) {
				if !yield(s.request(gathered, false)) {
					return
				}
				gathered, bytes = nil, 0
			}
			gathered, bytes = append(gathered, record), bytes+size
		}
		if len(gathered) > 0 || !s.CompleteThrough.IsZero() {
			yield(s.request(gathered, true))
		}
	}
}
