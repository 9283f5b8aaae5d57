//go:build unix

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stratagen/strata/conformance/lane"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/generated/segment"
)

// answer is what Prism sent, as far as tests look at it.
type answer struct {
	status      int
	contentType string
	violations  string // JSON; empty: Prism has none to report
}

// kept is the key under which the context of a call holds where its answer goes.
type kept struct{}

// keep is a transport that keeps the answers.
type keep struct{ next http.RoundTripper }

// RoundTrip notes what comes back.
func (k keep) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := k.next.RoundTrip(r)
	if to, ok := r.Context().Value(kept{}).(*answer); ok && err == nil {
		*to = answer{resp.StatusCode, resp.Header.Get("Content-Type"), resp.Header.Get("sl-violations")}
	}
	return resp, err
}

// versions are those of the clients, in the order of the documents.
var versions = []string{"v1", "v1beta", "v1alpha"}

// clients are those of all versions, by version. The transport gets requests as
// Prism would.
func clients(t testing.TB, url string, transport http.RoundTripper) map[string]*lane.Client {
	t.Helper()
	core, err := segment.NewClient("a-token", segment.WithBaseURL(url), segment.WithMaxAttempts(1),
		segment.WithHTTPClient(&http.Client{Transport: keep{brackets{transport}}}))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*lane.Client{}
	for _, v := range versions {
		if all[v], err = lane.New(core, v); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestEveryOperation calls every operation of every version with everything set,
// a few at a time.
func TestEveryOperation(t *testing.T) {
	prismProgram(t)
	a := readAPI(t)
	known, err := readPublished(a.version)
	if err != nil {
		t.Fatal(err)
	}
	all := clients(t, serve(t, a.path).url, http.DefaultTransport)
	a.checkLanes(t, all, known)
	var unexpected atomic.Int64
	t.Run("calls", func(t *testing.T) {
		for _, l := range a.lanes {
			t.Run(l.String(), func(t *testing.T) {
				t.Parallel()
				got, err := one(t.Context(), all[l.Version], l)
				why := l.judge(got, err)
				if f, ok := known.flaws[l.String()]; ok {
					why = f.judge(l, got, err)
				}
				if why == "" {
					return
				}
				if got.violations != "" {
					unexpected.Add(1)
				}
				t.Error(why)
			})
		}
	})
	fmt.Printf("document %s: %d calls (%s), %d violations", a.version, len(a.lanes), a.count(), unexpected.Load())
	if n := len(known.flaws); n > 0 {
		fmt.Printf("; %d of the calls cannot pass and did not", n)
	}
	fmt.Println()
}

// checkLanes checks that each method of the clients is called once, and that
// there are as many operations as others say.
func (a *api) checkLanes(t *testing.T, all map[string]*lane.Client, known *published) {
	t.Helper()
	called := map[string]bool{}
	lanes := map[string]bool{}
	for _, l := range a.lanes {
		if called[l.Version+" "+l.Method] {
			t.Errorf("%s: %s belongs to another operation too", l, l.Method)
		}
		called[l.Version+" "+l.Method], lanes[l.String()] = true, true
	}
	for version, client := range all {
		for _, m := range client.Methods() {
			if !called[version+" "+m] {
				t.Errorf("%s: %s is not called", version, m)
			}
		}
	}
	for l := range known.flaws {
		if !lanes[l] {
			t.Errorf("%s is listed and is no operation", l)
		}
	}
	want := known.count
	if os.Getenv(folder) == "" {
		want = shippedCount(t)
	}
	if a.count() != want {
		t.Errorf("document %s has operations %s, want %s", a.version, a.count(), want)
	}
}

// shippedCount is how many operations golden/operations.txt lists.
func shippedCount(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../golden/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed, err := lane.List(text)
	if err != nil {
		t.Fatal(err)
	}
	golden := &api{}
	for _, version := range versions {
		for _, l := range listed {
			if l.Version == version {
				golden.lanes = append(golden.lanes, laneOf{l, nil})
			}
		}
	}
	return golden.count()
}

// one makes one call, with everything set that can be.
func one(ctx context.Context, c *lane.Client, l laneOf) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var got answer
	in := sample.Inputs(l.op)[0]
	wholePages(in)
	_, err := c.Call(context.WithValue(ctx, kept{}, &got), l.Lane, in)
	return got, err
}

// wholePages asks for pages of three entries where there are pages. The older
// document allows fractions of an entry, which the clients do not.
func wholePages(in sample.Input) {
	for _, v := range in.Query {
		if page, ok := v.(map[string]any); ok && page["count"] != nil {
			page["count"] = json.Number("3")
		}
	}
}

// judge says what is wrong with an answer; empty: nothing.
func (l laneOf) judge(got answer, err error) string {
	var wrong []string
	if got.status != l.op.Status {
		wrong = append(wrong, fmt.Sprintf("status %d, want %d", got.status, l.op.Status))
	}
	if got.contentType != l.op.Document.MediaType {
		wrong = append(wrong, fmt.Sprintf("content type %q, want %q", got.contentType, l.op.Document.MediaType))
	}
	if got.violations != "" {
		wrong = append(wrong, "violations "+got.violations)
	}
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	return strings.Join(wrong, "\n")
}
