package proof

// The server of one version, and what is found out about one call of it.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/lane"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/conformance/value"
	"github.com/stratagen/strata/conformance/wire"
	"github.com/stratagen/strata/generated/segment"
)

const token = "a-token"

// Who finds something.
const (
	decoder   = "decoder"
	validated = "validator"
	compared  = "result"
	called    = "call" // arguments that do not fit, an error, no request or two
)

// finding is one line of what is wrong with a call.
type finding struct{ by, line string }

func (f finding) String() string { return f.by + ": " + f.line }

// server answers the calls of one version, each as the exchange wants it.
type server struct {
	doc       *document.Document
	validator *stranger
	url       string

	mu    sync.Mutex
	calls map[string]*exchange // by the header that names them
}

// exchange is one call.
type exchange struct {
	lane   lane.Lane
	op     *document.Operation
	input  sample.Input
	answer sample.Answer
	number int

	mu      sync.Mutex
	arrived int
	found   []finding
}

// exchangeHeader says to which exchange a request belongs. The server removes it
// before anybody looks.
const exchangeHeader = "X-Exchange"

func newServer(t testing.TB, d *document.Document) *server {
	t.Helper()
	v, err := newStranger(d)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{doc: d, validator: v, calls: map[string]*exchange{}}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	s.url = h.URL
	return s
}

// client is a client of the server whose requests go through wrap last: after
// that, nothing but the connection.
func (s *server) client(t testing.TB, wrap func(http.RoundTripper) http.RoundTripper) *lane.Client {
	t.Helper()
	through := &http.Client{Transport: wrap(http.DefaultTransport)}
	core, err := segment.NewClient(token, segment.WithBaseURL(s.url), segment.WithMaxAttempts(1), segment.WithHTTPClient(through))
	if err != nil {
		t.Fatal(err)
	}
	c, err := lane.New(core, s.doc.Version)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// plainly leaves requests as they are.
func plainly(next http.RoundTripper) http.RoundTripper { return next }

// answerType is one of the ways in which a server may name the type of its answer.
func (s *server) answerType(number int) string {
	return []string{s.doc.MediaType, s.doc.MediaType + "; charset=utf-8", "application/json", "application/json;charset=UTF-8"}[number%4]
}

// ServeHTTP lets the decoder and the validator look at a request and answers it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	x := s.calls[r.Header.Get(exchangeHeader)]
	s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if x == nil || err != nil {
		http.Error(w, fmt.Sprintf("no exchange, or no body: %v", err), http.StatusTeapot)
		return
	}
	r.Header.Del(exchangeHeader)
	got := wire.Request{Method: r.Method, Target: r.RequestURI, Header: r.Header, Body: body}
	x.add(decoder, wire.Check(x.op, token, x.input, got)...)
	x.add(validated, s.validator.complaints(x.op, got)...)
	x.mu.Lock()
	x.arrived++
	x.mu.Unlock()
	w.Header().Set("Content-Type", s.answerType(x.number))
	w.WriteHeader(x.op.Status)
	_, _ = w.Write(value.Encode(x.answer.Body))
}

func (x *exchange) add(by string, lines ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, line := range lines {
		x.found = append(x.found, finding{by, line})
	}
}

// try makes the call of an exchange and returns all that is wrong with it.
func (s *server) try(ctx context.Context, c *lane.Client, x *exchange) []finding {
	id := x.lane.ID + "-" + strconv.Itoa(x.number)
	s.mu.Lock()
	s.calls[id] = x
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.calls, id)
		s.mu.Unlock()
	}()
	result, err := c.Call(ctx, x.lane, x.input, segment.WithHeader(exchangeHeader, id))
	if err != nil {
		x.add(called, err.Error())
	} else if wrong := compare(x.answer, result); wrong != nil {
		x.add(compared, wrong...)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	var refused *lane.ArgumentError
	if x.arrived != 1 && !errors.As(err, &refused) {
		x.found = append(x.found, finding{called, fmt.Sprintf("%d requests", x.arrived)})
	}
	return x.found
}

// compare holds a result, encoded again, against what was in the envelope; but
// for the members that no schema has, which nothing keeps.
func compare(sent sample.Answer, result []byte) []string {
	got, err := value.Decode(result)
	if err != nil {
		return []string{err.Error()}
	}
	envelope, _ := sent.Body.(map[string]any)
	want := value.Without(envelope["data"], func(name string) bool { return strings.HasPrefix(name, sample.Unknown) })
	return value.Diff(want, got)
}
