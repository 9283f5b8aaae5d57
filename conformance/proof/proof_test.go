package proof

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/fit"
	"github.com/stratagen/strata/conformance/lane"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/generated/segment"
)

// lanesOf is how many operations each version has.
var lanesOf = map[string]int{"v1": 126, "v1beta": 126, "v1alpha": 188}

// tally counts what the proof has done.
type tally struct {
	proven, calls, inputs, answers atomic.Int64
	facts, enums                   atomic.Int64 // of schemas, all of them seen
}

func TestEveryLane(t *testing.T) {
	all := lanes(t)
	var sum tally
	t.Run("lanes", func(t *testing.T) {
		for _, d := range documents(t) {
			t.Run(d.Version, func(t *testing.T) {
				t.Parallel()
				sum.version(t, d, all)
			})
		}
	})
	if n := int(sum.proven.Load()); n != 440 || len(all) != 440 {
		t.Errorf("%d of %d lanes, want 440 of 440", n, len(all))
	}
	if sum.calls.Load() < 7000 || sum.facts.Load() < 20000 || sum.enums.Load() < 2000 {
		t.Errorf("only %d calls, %d facts, %d values of enums", sum.calls.Load(), sum.facts.Load(), sum.enums.Load())
	}
	reportExplained(t)
	t.Logf("%d of 440 lanes: %d calls with %d inputs and %d answers, which show all %d facts of their schemas, %d of them values of enums",
		sum.proven.Load(), sum.calls.Load(), sum.inputs.Load(), sum.answers.Load(), sum.facts.Load(), sum.enums.Load())
}

var split = sync.OnceValues(document.Split)

// documents are those of the versions.
func documents(t testing.TB) []*document.Document {
	t.Helper()
	docs, err := split()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// lanes are those that golden/operations.txt lists.
func lanes(t testing.TB) []lane.Lane {
	t.Helper()
	text, err := os.ReadFile("../../golden/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, err := lane.List(text)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// version proves the lanes of one version, and that its document, its client and
// the list have the same ones.
func (sum *tally) version(t *testing.T, d *document.Document, all []lane.Lane) {
	s := newServer(t, d)
	w := &witness{}
	c := s.client(t, w.watch)
	methods, operations := c.Methods(), map[string]bool{}
	for _, op := range d.Operations {
		operations[op.ID] = true
	}
	n := 0
	for _, l := range all {
		if l.Version != d.Version {
			continue
		}
		n++
		methods = slices.DeleteFunc(methods, func(m string) bool { return m == l.Method })
		delete(operations, l.ID)
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			sum.lane(t, s, c, l)
			w.check(t, l)
		})
	}
	if n != lanesOf[d.Version] || len(methods) > 0 || len(operations) > 0 {
		t.Errorf("%d lanes, want %d; methods beyond: %q, operations beyond: %v", n, lanesOf[d.Version], methods, operations)
	}
}

// lane proves one lane: with every input and every answer, as many times as
// there are of the one that has more.
func (sum *tally) lane(t *testing.T, s *server, c *lane.Client, l lane.Lane) {
	op := s.doc.Operation(l.ID)
	if op == nil || op.Method != l.HTTPMethod || op.Path != l.Path {
		t.Fatalf("%s %s is not in the document: %v", l.HTTPMethod, l.Path, op)
	}
	if err := c.Check(l, op); err != nil {
		t.Fatal(err)
	}
	inputs, answers := sample.Inputs(op), sample.Answers(op)
	sum.seen(t, op, inputs, answers)
	n := max(len(inputs), len(answers))
	for i := range n {
		x := &exchange{lane: l, op: op, input: inputs[i%len(inputs)], answer: answers[i%len(answers)], number: i}
		for _, f := range explain(l.String(), s.try(t.Context(), c, x)) {
			t.Errorf("input %q, answer %q: %s", x.input.For, x.answer.For, f)
		}
	}
	sum.calls.Add(int64(n))
	sum.inputs.Add(int64(len(inputs)))
	sum.answers.Add(int64(len(answers)))
	if !t.Failed() {
		sum.proven.Add(1)
	}
}

// seen checks that what is sent is what the schemas allow, and all of it.
func (sum *tally) seen(t *testing.T, op *document.Operation, inputs []sample.Input, answers []sample.Answer) {
	t.Helper()
	in, out := fit.New(op.Document, sample.Schema(op)), fit.New(op.Document, op.Answer)
	var wrong []string
	for _, i := range inputs {
		wrong = append(wrong, in.Check(i.Object())...)
	}
	for _, a := range answers {
		if !strings.HasPrefix(a.For, "unknown") {
			wrong = append(wrong, out.Check(a.Body)...)
		}
	}
	for _, line := range wrong {
		t.Errorf("not allowed: %s", line)
	}
	for _, fact := range append(in.Missing(), out.Missing()...) {
		if fact != "/data not there" { // then there is no result
			t.Errorf("never sent: %s", fact)
		}
	}
	for _, sheet := range []*fit.Sheet{in, out} {
		facts, enums := sheet.Facts()
		sum.facts.Add(int64(facts))
		sum.enums.Add(int64(enums))
	}
}

// witness is a middleware that keeps the operation that each call says it is.
type witness struct{ said sync.Map } // operationId -> *segment.Operation

func (w *witness) watch(next http.RoundTripper) http.RoundTripper {
	return tripper(func(r *http.Request) (*http.Response, error) {
		if op, ok := segment.OperationFrom(r.Context()); ok {
			w.said.Store(op.ID, op)
		}
		return next.RoundTrip(r)
	})
}

// check compares it with the lane.
func (w *witness) check(t *testing.T, l lane.Lane) {
	t.Helper()
	v, _ := w.said.Load(l.ID)
	op, ok := v.(*segment.Operation)
	if !ok {
		t.Errorf("no call said that it is %s", l.ID)
		return
	}
	want := fmt.Sprint(l.Version, l.HTTPMethod, l.Path)
	if got := fmt.Sprint(op.Version, op.Method, op.Path); got != want {
		t.Errorf("the operation in the context is %s, want %s", got, want)
	}
}

type tripper func(*http.Request) (*http.Response, error)

// RoundTrip calls f.
func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
