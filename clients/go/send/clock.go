package send

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	lienthong "lienthong.example/go"
	v1 "lienthong.example/go/gen/lienthong/v1"
)

const (
	// clockTolerance: what PCs are wrong by without harm; arrivals are stamped by the PC's clock up to it.
	clockTolerance = 10 * time.Minute
	// futureMax is the node's own bound (services/intake/validate.h): what a record states as past may lie this far after
	// its arrival.
	futureMax = 24 * time.Hour
)

// Instants outside of these years are refused by a node whatever its clock (services/intake/national_time.h).
var (
	firstInstant = time.Date(1990, 1, 1, 0, 0, 0, 0, lienthong.Vietnam).Unix()
	lastInstant  = time.Date(2100, 1, 1, 0, 0, 0, 0, lienthong.Vietnam).Unix() - 1
)

// nodeClock finds a node's clock in seconds; `now` itself where that is within the tolerance. No call tells it, but a node refuses an
// arrival more than 24 hours ahead of its clock (intake.proto), so where it begins to refuse tells: two questions
// while all is well, else some thirty.
func nodeClock(now int64, accepts func(arrival int64) (bool, error)) (int64, error) {
	future, tolerance := int64(futureMax/time.Second), int64(clockTolerance/time.Second)
	early, err := accepts(now + future - tolerance)
	if err != nil {
		return 0, err
	}
	late, err := accepts(now + future + tolerance)
	if err != nil {
		return 0, err
	}
	if early && !late {
		return now, nil
	}
	accepted, refused := firstInstant, lastInstant+1
	for refused-accepted > 1 {
		middle := accepted + (refused-accepted)/2
		yes, err := accepts(middle)
		if err != nil {
			return 0, err
		}
		if yes {
			accepted = middle
		} else {
			refused = middle
		}
	}
	return accepted - future, nil
}

// accepts asks with a batch that says nothing else.
func (s *Sender) accepts(ctx context.Context) func(int64) (bool, error) {
	return func(arrival int64) (bool, error) {
		_, err := lienthong.Call(ctx, s.client, s.client.Intake.Submit, &v1.SubmitRequest{
			Source: s.settings.Source, ReportingUnit: s.settings.Unit, Arrival: arrival})
		var typed *lienthong.Error
		if errors.As(err, &typed) && errors.Is(err, lienthong.InvalidArgument) && strings.Contains(typed.Message, "arrival") {
			return false, nil
		}
		return err == nil, err
	}
}

// arrivalOf decides what the node is told as the arrival of a file, and says why where that is not the instant at which this PC took it.
// The node's clock is trusted: a PC whose clock is a year off must neither get its records refused (their instants would lie after
// the arrival) nor date inferred steps a year off. All in seconds.
func arrivalOf(taken, latest, now, nodeNow int64) (arrival int64, why string) {
	offset := time.Duration(nodeNow-now) * time.Second
	arrival = taken
	if offset.Abs() > clockTolerance {
		arrival = min(taken+nodeNow-now, nodeNow)
		why = fmt.Sprintf("clock, this PC: %s; the arrival was taken from the node's clock; set this PC's", describe(offset))
	}
	if arrival > nodeNow+int64(futureMax/time.Second) {
		return nodeNow, "clock, this PC: it was ahead when the file was taken; the node's clock was used"
	}
	if latest > arrival+int64(futureMax/time.Second) && latest <= nodeNow+int64(futureMax/time.Second) {
		return nodeNow, "clock, this PC: it was behind when the file was taken, whose records are of later; the node's clock was used"
	}
	return arrival, why
}

func describe(offset time.Duration) string {
	way, size := "behind", offset
	if offset < 0 {
		way, size = "ahead", -offset
	}
	if size >= 48*time.Hour {
		return fmt.Sprintf("%d days %s", int(size.Hours()/24), way)
	}
	return fmt.Sprintf("%s %s", size.Round(time.Minute), way)
}
