package lienthong_test

import (
	"context"
	"errors"
	"testing"

	lienthong "lienthong.example/go"
	"lienthong.example/go/internal/testbed"
)

// A node with TLS, whose programs show a token or a certificate.
func TestWhoIsLetIn(t *testing.T) {
	secured := testbed.New(t).Do("secure", map[string]any{"name": "root"})
	word := func(name string) string { return secured[name].(string) }
	submit := func(code, unit string, config lienthong.Config) ([]lienthong.Result, error) {
		config.Node, config.Retry = word("address"), -1
		s := submission()
		s.Unit = unit
		return dial(t, config).Submit(context.Background(), s, record(code))
	}
	token := lienthong.Config{CA: word("ca"), Token: word("token")}
	certificate := lienthong.Config{CA: word("ca"), Cert: word("cert"), Key: word("key")}

	for _, c := range []struct {
		name, code, unit string
		config           lienthong.Config
		outcome          lienthong.Outcome
		err              error
	}{
		{"a token", "t-1", unit, token, lienthong.Admitted, nil},
		{"a certificate", "t-1", unit, certificate, lienthong.Unchanged, nil},
		{"a token of another unit", "t-2", "H99.2", token, lienthong.Refused, nil},
		{"nobody", "t-3", unit, lienthong.Config{CA: word("ca")}, 0, lienthong.Unauthenticated},
		{"a wrong token", "t-3", unit, lienthong.Config{CA: word("ca"), Token: "nobody's"}, 0, lienthong.Unauthenticated},
		{"plaintext", "t-3", unit, lienthong.Config{}, 0, lienthong.Unavailable},
	} {
		results, err := submit(c.code, c.unit, c.config)
		if !errors.Is(err, c.err) || (c.err == nil && (len(results) != 1 || results[0].Outcome != c.outcome)) {
			t.Errorf("%s: %v, %v", c.name, results, err)
		}
	}
	token.Node = word("address")
	if _, err := dial(t, token).Score(context.Background(), "H99", march, lienthong.ScoreOptions{}); !errors.Is(err, lienthong.PermissionDenied) {
		t.Error(err)
	}
}
