package send

import (
	"strings"
	"testing"
	"time"
)

const day, year = int64(24 * 60 * 60), int64(365 * 24 * 60 * 60)

// nodeAt accepts arrivals as a node does whose clock shows `clock`.
func nodeAt(clock int64, asked *int) func(int64) (bool, error) {
	return func(arrival int64) (bool, error) {
		*asked++
		return arrival >= firstInstant && arrival <= lastInstant && arrival <= clock+day, nil
	}
}

func TestTheNodesClockIsFoundByWhatItRefuses(t *testing.T) {
	const node = 1785549600
	for _, off := range []int64{0, 599, -599, 601, -601, year, -year, -node, 3 * year} {
		asked := 0
		found, err := nodeClock(node+off, nodeAt(node, &asked))
		within := off > -600 && off < 600
		if err != nil || (within && (found != node+off || asked != 2)) || (!within && (found != node || asked > 40)) {
			t.Errorf("off by %d: %d after %d questions, %v", off, found-node, asked, err)
		}
	}
}

func TestTheArrivalIsOfTheNodesTimeWhereThePCsIsWrong(t *testing.T) {
	const now = 1785549600
	for _, c := range []struct {
		name                    string
		taken, latest, pc, node int64
		arrival                 int64
		why                     string
	}{
		{"well", now - 60, now - 120, now, now, now - 60, ""},
		{"taken during a week without a line", now - 7*day, now - 7*day, now, now, now - 7*day, ""},
		{"a year behind", now - year - 60, now - 120, now - year, now, now - 60, "365 days behind"},
		{"a year ahead", now + year - 60, now - 120, now + year, now, now - 60, "365 days ahead"},
		{"set right after it was a year behind", now - year, now - 120, now, now, now, "behind when"},
		{"set right after it was a year ahead", now + year, now - 120, now, now, now, "ahead when"},
		{"seven hours ahead", now + 7*3600, now, now + 7*3600, now, now, "7h0m0s ahead"},
	} {
		arrival, why := arrivalOf(c.taken, c.latest, c.pc, c.node)
		if arrival != c.arrival || !strings.Contains(why, c.why) || (c.why == "") != (why == "") {
			t.Errorf("%s: %v, %q", c.name, time.Unix(arrival, 0), why)
		}
	}
}
