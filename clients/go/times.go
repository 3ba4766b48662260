package lienthong

import (
	"fmt"
	"time"
)

// Vietnam is Asia/Ho_Chi_Minh: UTC+7 without daylight saving.
var Vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Instant is a time of the contract: whole seconds since 1970 UTC; 0, absent, of the zero time.
func Instant(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// Local is the local time of an instant; the zero time of 0.
func Local(instant int64) time.Time {
	if instant == 0 {
		return time.Time{}
	}
	return time.Unix(instant, 0).In(Vietnam)
}

// Period is a first and a last day, yyyy-mm-dd; nothing is inferred from a calendar.
type Period struct{ From, To string }

// Month is a calendar month.
func Month(year int, month time.Month) Period {
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return Period{fmt.Sprintf("%04d-%02d-01", year, month), fmt.Sprintf("%04d-%02d-%02d", year, month, last)}
}
