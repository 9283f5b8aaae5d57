package config_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/config"
)

func TestParseAcceptances(t *testing.T) {
	const text = `# What we take.
- fingerprint: "0123456789ab"
  reason: nobody calls it
  until: 2027-03-31
- fingerprint: ba9876543210
  reason: announced
`
	list, err := config.ParseAcceptances("accept.yaml", []byte(text))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d acceptances, %v", len(list), err)
	}
	a, b := list[0], list[1]
	if a.Fingerprint != "0123456789ab" || a.Reason != "nobody calls it" || !a.Until.Equal(time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)) || a.Place.String() != "accept.yaml:2:3" {
		t.Errorf("%+v", a)
	}
	if b.Fingerprint != "ba9876543210" || !b.Until.IsZero() || b.Place.Line != 5 {
		t.Errorf("%+v", b)
	}
}

// TestParseAcceptancesFaults: every mistake, where it is.
func TestParseAcceptancesFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"only a comment", "# none yet\n", ""},
		{"empty list", "[]\n", ""},
		{"no list", "fingerprint: 0123456789ab\n", "accept.yaml:1:1: accept.yaml must be a list"},
		{"not YAML", "- [\n", "accept.yaml:2:1: not YAML"},
		{"unknown key", "- fingerprint: aaaaaaaaaaaa\n  reason: r\n  lane: v1\n", `accept.yaml:3:3: unknown key "lane" in 0; known: fingerprint, reason, until`},
		{"repeated key", "- fingerprint: aaaaaaaaaaaa\n  reason: r\n  reason: s\n", `accept.yaml:3:3: key "reason" in 0 stands in line 2 already`},
		{"no fingerprint", "- reason: r\n", "accept.yaml:1:3: an acceptance needs a fingerprint"},
		{"a number", "- fingerprint: 123456789012\n  reason: r\n", `accept.yaml:1:16: 0.fingerprint must be a string; write "123456789012"`},
		{"no such fingerprint", "- fingerprint: abc\n  reason: r\n", `accept.yaml:1:16: "abc" is no fingerprint`},
		{"no reason", "- fingerprint: aaaaaaaaaaaa\n", "accept.yaml:1:3: an acceptance needs a reason"},
		{"blank reason", "- fingerprint: aaaaaaaaaaaa\n  reason: \" \"\n", "accept.yaml:2:11: an acceptance needs a reason"},
		{"no day", "- fingerprint: aaaaaaaaaaaa\n  reason: r\n  until: 2027-02-30\n", `accept.yaml:3:10: until "2027-02-30" is no day`},
		{"a time", "- fingerprint: aaaaaaaaaaaa\n  reason: r\n  until: 2027-02-03T00:00:00Z\n", "accept.yaml:3:10: until "},
		{
			"twice", "- fingerprint: aaaaaaaaaaaa\n  reason: r\n- fingerprint: aaaaaaaaaaaa\n  reason: s\n",
			`accept.yaml:3:16: "aaaaaaaaaaaa" is accepted in line 1 already`,
		},
		{"two documents", "[]\n---\n[]\n", "accept.yaml:2:1: a second YAML document"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := config.ParseAcceptances("accept.yaml", []byte(c.text))
			var faults config.Faults
			switch {
			case c.want == "" && (err != nil || len(list) > 0):
				t.Errorf("%v, %v", list, err)
			case c.want != "" && (!errors.As(err, &faults) || !strings.HasPrefix(err.Error(), c.want)):
				t.Errorf("have %v\nwant %s", err, c.want)
			}
		})
	}
}
