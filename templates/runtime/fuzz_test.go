package runtime

import (
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// answers are bodies as servers send them, and as none should.
var answers = []string{
	`{"data":{"name":"n"}}`, `{"errors":[{"type":"t","message":"m","field":["a",0],"data":{"waitMillis":250}}]}`, `{"errors":{"message":7}}`,
	`{"errors":["x",null,[],{}]}`, `null`, ``, `[`, `{"name":null,"count":1e3,"a":1.10}`, `{"name":"n","NAME":"N","":1}`, `"\ud800"`,
	`{"kind":"cat","lives":9.0}`, `{"kind":{},"lives":[]}`, `[1,"a",null]`, `-0.0e-0`, `1e999999999`, `{"count":9223372036854775808}`, "{\"a\":\"\xff\"}",
	`{"n":null,"m":{"x":{"y":[1.0]}},"list":[null],"e":-1E+2}`, "\u2028", `"open`, `{"a":"\`, strings.Repeat("[", 200),
}

// decoded has a field for every way to decode.
type decoded struct {
	Count int64                   `json:"count,omitempty"`
	Small *int32                  `json:"e,omitempty"`
	Maybe Nullable[string]        `json:"n,omitzero"`
	Whole Nullable[int64]         `json:"whole,omitzero"`
	Deep  map[string]any          `json:"m,omitzero"`
	List  []Nullable[json.Number] `json:"list,omitzero"`
	Open  *open                   `json:"open,omitempty"`
	Pet   *pet                    `json:"pet,omitempty"`
	Any   any                     `json:"any,omitempty"`
}

// UnmarshalJSON is what the generator writes for a union.
func (p *pet) UnmarshalJSON(data []byte) (err error) {
	*p = pet{}
	p.Raw, err = UnmarshalUnion(data, Union{Discriminator: "kind", Variants: p.variants()})
	return err
}

// FuzzUnmarshal: no JSON makes decoding panic, and what was decoded is encoded as
// something that decodes to the same.
func FuzzUnmarshal(f *testing.F) {
	for _, a := range answers {
		f.Add([]byte(a))
		f.Add([]byte(`{"open":` + a + `,"pet":` + a + `,"any":` + a + `}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		settle[decoded](t, data)
		settle[pet](t, data)
		settle[any](t, data)
		settle[Nullable[open]](t, data)
		settle[[]int64](t, data)
	})
}

func settle[T any](t *testing.T, data []byte) {
	t.Helper()
	var first, second T
	if Unmarshal(data, &first) != nil {
		return
	}
	text, err := Marshal(first)
	if err != nil {
		t.Fatalf("%q is decoded but not encoded: %v", data, err)
	}
	if err := Unmarshal(text, &second); err != nil {
		t.Fatalf("%q becomes %q: %v", data, text, err)
	}
	if again, err := Marshal(second); err != nil || string(again) != string(text) && !folded(text) {
		t.Errorf("%q becomes %q, then %q: %v", data, text, again, err)
	}
}

// folded reports whether a name of a field stands in another case: encoding/json
// takes it for the field, and the last one wins.
func folded(text []byte) bool {
	lower := strings.ToLower(string(text))
	for _, name := range []string{"name", "note", "count", "plain"} {
		if strings.Count(lower, `"`+name+`"`) != strings.Count(string(text), `"`+name+`"`) || name == "plain" {
			return true
		}
	}
	return false
}

// FuzzPlainIntegers: integers change their spelling and nothing else.
func FuzzPlainIntegers(f *testing.F) {
	for _, a := range append(answers, " 0.0") {
		f.Add([]byte(a))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, changed := plainIntegers(data)
		if !changed && string(out) != string(data) {
			t.Errorf("%q became %q", data, out)
		}
		if json.Valid(data) && !json.Valid(out) {
			t.Errorf("%q became %q, which is no JSON", data, out)
		}
		token := strings.TrimSpace(string(data)) // as plainIntegers cuts it
		s, ok := plainInteger(token)
		if !ok || !json.Valid(data) || len(data) > 50 {
			return
		}
		was, fine := new(big.Rat).SetString(token)
		is, still := new(big.Rat).SetString(s)
		if fine && (!still || was.Cmp(is) != 0) {
			t.Errorf("%q became %q", data, s)
		}
	})
}

// FuzzError: whatever a server answers, the error can be printed and logged, and
// a wait is no negative one.
func FuzzError(f *testing.F) {
	for _, a := range answers {
		f.Add(429, []byte(a), "57", "Fri, 01 Mar 2030 12:00:20 +0000")
		f.Add(500, []byte(a), "Fri, 01 Mar 2030 12:00:09 GMT", "-1")
	}
	for _, wait := range []string{"", "-5", "1e300", "NaN", "Inf", "0x1p-2", "9223372036854775807", "1_0", "Fri, 31 Feb 2030 25:61:61 GMT", "\x00"} {
		f.Add(429, []byte{}, wait, wait)
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, after, reset string) {
		h := http.Header{"Retry-After": {after}, "X-Ratelimit-Reset": {reset}, "X-Ratelimit-Remaining": {after}, "X-Request-Id": {reset}}
		e := newError(&Operation{ID: "getThing", Version: "v1"}, &http.Response{StatusCode: status, Header: h}, body, start)
		text := e.Error()
		if len(text) > maxErrorText || !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q", text)
		}
		if e.RetryAfter < 0 {
			t.Errorf("a wait of %v", e.RetryAfter)
		}
		for _, s := range []retrySource{{header: "Retry-After", format: "unix"}, {header: "Retry-After"}, {body: "errors.0.data.waitMillis"}} {
			var root any
			_ = Unmarshal(body, &root)
			if d, ok := s.find(h, root, start); d < 0 || !ok && d != 0 {
				t.Errorf("%+v: a wait of %v, %t", s, d, ok)
			}
		}
		for _, d := range e.Details {
			if data, err := Marshal(d); err != nil || !json.Valid(data) {
				t.Errorf("%+v is encoded as %q: %v", d, data, err)
			}
		}
	})
}

// FuzzDecodeResult: a success of any form is decoded or refused, never worse.
func FuzzDecodeResult(f *testing.F) {
	for _, a := range answers {
		f.Add([]byte(a), "application/vnd.acme.v1+json; charset=utf-8", true)
		f.Add([]byte(a), "text/plain", false)
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string, envelope bool) {
		op := &Operation{ID: "getThing", Accept: "application/vnd.acme.v1+json", Envelope: envelope}
		res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {contentType}}}
		var out decoded
		if err := decodeResult(op, res, body, &out); err != nil {
			if text := err.Error(); len(text) > maxErrorText || !utf8.ValidString(text) {
				t.Errorf("%q", text)
			}
		}
		var text string
		op.Accept = "text/plain"
		_ = decodeResult(op, res, body, &text)
	})
}
