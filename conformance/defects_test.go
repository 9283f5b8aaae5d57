package conformance

// Defects seen in generated clients of today, each by a check that a client has
// to pass: ours does, and a small client with the defect does not. So no check is
// one that cannot fail. The checks of requests stand here, those of values in
// defects_values_test.go, those of declarations in defects_types_test.go.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// defect is a check with two clients: ours must pass, the other must not.
type defect struct {
	name         string
	ours, theirs func(t *testing.T) error
}

// complaint is what a check says.
type complaint string

// Error is c.
func (c complaint) Error() string { return string(c) }

func wrong(format string, args ...any) error { return complaint(fmt.Sprintf(format, args...)) }

func TestDefects(t *testing.T) {
	t.Parallel()
	for _, d := range slices.Concat(defectsOfRequests, defectsOfValues, defectsOfTypes) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			if err := d.ours(t); err != nil {
				t.Error(err)
			}
			if err := d.theirs(t); err == nil {
				t.Error("the check passes a client that has the defect")
			} else {
				t.Logf("a client with the defect: %v", err)
			}
		})
	}
}

// client is one that knows no better.
type client struct{ token, url string }

// plainly makes a request of what it is given.
func (c client) plainly(ctx context.Context, method, path, accept, body string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", accept)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.DisableKeepAlives = true
	return (&http.Client{Transport: tr}).Do(r)
}

// done is plainly with the body read and thrown away.
func (c client) done(ctx context.Context, method, path, accept, body string) error {
	res, err := c.plainly(ctx, method, path, accept, body)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode > 299 {
		return errors.New(res.Status)
	}
	return nil
}

var defectsOfRequests = []defect{
	{
		name: "1 the server chooses the version",
		ours: func(t *testing.T) error {
			return pinsItsVersion(t, func(url string) error {
				core := clientAt(t, url)
				return errors.Join(getSource(t.Context(), core),
					outcome(segmentv1beta.New(core).Sources.Get(t.Context(), "s1")), outcome(segmentv1alpha.New(core).Sources.Get(t.Context(), "s1")))
			})
		},
		theirs: func(t *testing.T) error {
			return pinsItsVersion(t, func(url string) error {
				for range 3 {
					if err := (client{"t", url}).done(t.Context(), "GET", "/sources/s1", "application/json", ""); err != nil {
						return err
					}
				}
				return nil
			})
		},
	},
	{
		name: "1 several media types in one Accept",
		ours: func(t *testing.T) error {
			return pinsItsVersion(t, func(url string) error { return getSource(t.Context(), clientAt(t, url)) })
		},
		theirs: func(t *testing.T) error {
			return pinsItsVersion(t, func(url string) error {
				return client{"t", url}.done(t.Context(), "GET", "/sources/s1", stable+", "+beta+", application/json", "")
			})
		},
	},
	{
		name: "4 a missing token makes an anonymous request",
		ours: func(t *testing.T) error {
			return needsAToken(t, func(token, url string) error {
				core, err := segment.NewClient(token, segment.WithBaseURL(url))
				if err != nil {
					return err
				}
				return getSource(t.Context(), core)
			})
		},
		theirs: func(t *testing.T) error {
			return needsAToken(t, func(token, url string) error {
				return client{token, url}.done(t.Context(), "GET", "/sources/s1", stable, "")
			})
		},
	},
	{
		name: "5 an empty id or two dots lead to another resource",
		ours: func(t *testing.T) error {
			return keepsToItsResource(t, func(url, id string) error {
				return outcome(segmentv1.New(clientAt(t, url)).Sources.Delete(t.Context(), id))
			})
		},
		theirs: func(t *testing.T) error {
			return keepsToItsResource(t, func(url, id string) error {
				return client{"t", url}.done(t.Context(), "DELETE", "/sources/"+id, stable, "")
			})
		},
	},
	{
		name:   "6 a refusal is an error at once",
		ours:   func(t *testing.T) error { return waitsAsLongAsAsked(t, ourPost(t)) },
		theirs: func(t *testing.T) error { return waitsAsLongAsAsked(t, naivePost(0)) },
	},
	{
		name:   "6 a refusal is retried sooner than asked",
		ours:   func(t *testing.T) error { return waitsAsLongAsAsked(t, ourPost(t)) },
		theirs: func(t *testing.T) error { return waitsAsLongAsAsked(t, naivePost(time.Millisecond)) },
	},
	{
		name:   "6 a write is repeated after a server failure",
		ours:   func(t *testing.T) error { return writesOnce(t, ourPost(t)) },
		theirs: func(t *testing.T) error { return writesOnce(t, naivePost(time.Millisecond)) },
	},
	{
		name:   "6 a wait does not end with its context",
		ours:   func(t *testing.T) error { return waitsUntilCancelled(t, ourPost(t)) },
		theirs: func(t *testing.T) error { return waitsUntilCancelled(t, naivePost(150*time.Millisecond)) },
	},
	{
		name:   "14 a cursor that repeats goes on for ever",
		ours:   func(t *testing.T) error { return endsLoops(t, ourPages(t)) },
		theirs: func(t *testing.T) error { return endsLoops(t, naivePages(false)) },
	},
	{
		name:   "14 a null cursor is taken for another page",
		ours:   func(t *testing.T) error { return endsAtNull(t, ourPages(t)) },
		theirs: func(t *testing.T) error { return endsAtNull(t, naivePages(true)) },
	},
	{
		name:   "14 the caller's params are changed",
		ours:   func(t *testing.T) error { return leavesParams(t, ourPages(t)) },
		theirs: func(t *testing.T) error { return leavesParams(t, naivePages(false)) },
	},
}

// clientAt is a core client of the server at url.
func clientAt(t *testing.T, url string) *segment.Client {
	t.Helper()
	core, err := segment.NewClient(apiToken, segment.WithBaseURL(url), segment.WithMaxRetryWait(10*time.Second),
		segment.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// pinsItsVersion: each request names one version, and nothing else.
func pinsItsVersion(t *testing.T, calls func(url string) error) error {
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { say2(w, data(`{}`)) })
	if err := calls(s.url); err != nil {
		return err
	}
	for _, r := range s.requests() {
		if !slices.Contains([]string{stable, beta, alpha}, r.Accept) {
			return wrong("accepts %q: a new version of the operation changes the answer", r.Accept)
		}
	}
	return nil
}

// needsAToken: without a token nothing is sent.
func needsAToken(t *testing.T, call func(token, url string) error) error {
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { say2(w, data(`{}`)) })
	if err := call("", s.url); err == nil || len(s.requests()) > 0 {
		return wrong("%d anonymous requests, error %v", len(s.requests()), err)
	}
	return nil
}

// keepsToItsResource: whatever the id, no request leaves for another path than
// /sources/{id}.
func keepsToItsResource(t *testing.T, remove func(url, id string) error) error {
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { say2(w, data(`{"status":"SUCCESS"}`)) })
	for _, id := range []string{"", ".", "..", "a/../..", "s1?x=", "s1#"} {
		_ = remove(s.url, id)
	}
	for _, r := range s.requests() {
		if strings.Count(r.EscapedPath, "/") != 2 || r.Query != "" || len(r.Path) <= len("/sources/") || r.Path == "/sources/s1" {
			return wrong("%s %s?%s was sent", r.Method, r.EscapedPath, r.Query)
		}
	}
	return nil
}

// poster makes a POST to the server at url.
type poster func(ctx context.Context, url string) error

func ourPost(t *testing.T) poster {
	return func(ctx context.Context, url string) error { return createSource(ctx, clientAt(t, url)) }
}

// naivePost repeats whatever fails, after a wait of its own and whoever gave up
// meanwhile; without a wait it does not repeat.
func naivePost(wait time.Duration) poster {
	return func(ctx context.Context, url string) (err error) {
		for range 3 {
			err = client{"t", url}.done(context.WithoutCancel(ctx), "POST", "/sources", stable, `{}`)
			if err == nil || wait == 0 {
				return err
			}
			time.Sleep(wait)
		}
		return err
	}
}

// waitsAsLongAsAsked: the server asks for half a second, and gets it.
func waitsAsLongAsAsked(t *testing.T, post poster) error {
	f := refusal{header: none, body: fmt.Sprintf(rateLimited, 500)}
	handler, times := f.answer(false)
	err := post(t.Context(), trouble(t, handler).url)
	at := times()
	if err != nil || len(at) != 2 {
		return wrong("%d requests, %v", len(at), err)
	}
	if wait := at[1].Sub(at[0]); wait < 498*time.Millisecond {
		return wrong("asked for 500ms, came back after %v", wait)
	}
	return nil
}

// writesOnce: after a 503 nobody knows whether the source was made.
func writesOnce(t *testing.T, post poster) error {
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	if err := post(t.Context(), s.url); err == nil || len(s.requests()) != 1 {
		return wrong("sent %d times, %v", len(s.requests()), err)
	}
	return nil
}

// waitsUntilCancelled: who cancels during the wait need not wait for its end.
func waitsUntilCancelled(t *testing.T, post poster) error {
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTooManyRequests)
		say2(w, fmt.Sprintf(rateLimited, 5000))
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	if err := post(ctx, s.url); !errors.Is(err, context.Canceled) {
		return wrong("%v after %v, want %v", err, time.Since(start), context.Canceled)
	}
	return nil
}

// pager ranges over the ids of the sources of the server at url.
type pager func(ctx context.Context, url string, params *segmentv1.ListSourcesParams) iter.Seq2[string, error]

func ourPages(t *testing.T) pager {
	return func(ctx context.Context, url string, params *segmentv1.ListSourcesParams) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			for src, err := range segmentv1.New(clientAt(t, url)).Sources.ListAll(ctx, params) {
				if !yield(src.ID, err) {
					return
				}
			}
		}
	}
}

// naivePages are the loops that users of other clients write, or are given.
func naivePages(nullIsSet bool) pager {
	return func(ctx context.Context, url string, params *segmentv1.ListSourcesParams) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			for {
				res, err := client{"t", url}.plainly(ctx, "GET", "/sources?pagination.cursor="+params.Cursor, stable, "")
				if err != nil {
					yield("", err)
					return
				}
				var page struct {
					Data struct {
						Sources    []struct{ ID string }
						Pagination map[string]*string
					}
				}
				err = json.NewDecoder(res.Body).Decode(&page)
				_ = res.Body.Close()
				for _, src := range page.Data.Sources {
					if !yield(src.ID, err) {
						return
					}
				}
				next, isSet := page.Data.Pagination["next"]
				if !isSet || next == nil && !nullIsSet {
					return
				}
				params.Cursor = segment.Deref(next)
			}
		}
	}
}

// take collects at most limit values.
func take(seq iter.Seq2[string, error], limit int) (all []string, err error) {
	for id, err := range seq {
		if err != nil {
			return all, err
		}
		if all = append(all, id); len(all) == limit {
			break
		}
	}
	return all, nil
}

// endsLoops: a server that repeats a cursor is found out.
func endsLoops(t *testing.T, pages pager) error {
	s := trouble(t, reply(200, stable, data(`{"sources":[{"id":"a"}],"pagination":{"current":"x","next":"x"}}`)))
	got, err := take(pages(t.Context(), s.url, &segmentv1.ListSourcesParams{}), 50)
	if err == nil || len(got) > 2 {
		return wrong("%d items of a list of one, %v", len(got), err)
	}
	return nil
}

// endsAtNull: null is the end, as no cursor is.
func endsAtNull(t *testing.T, pages pager) error {
	s := trouble(t, reply(200, stable, data(`{"sources":[{"id":"a"}],"pagination":{"current":"x","next":null}}`)))
	got, err := take(pages(t.Context(), s.url, &segmentv1.ListSourcesParams{}), 50)
	if err != nil || len(got) != 1 {
		return wrong("%d items of a list of one, %v", len(got), err)
	}
	return nil
}

// leavesParams: the same params give the same list again.
func leavesParams(t *testing.T, pages pager) error {
	s := trouble(t, thirds(func(http.ResponseWriter, *http.Request, int) bool { return false }))
	params := &segmentv1.ListSourcesParams{}
	for range 2 {
		got, err := take(pages(t.Context(), s.url, params), 50)
		if err != nil || !slices.Equal(got, []string{"s0", "s1", "s2"}) || *params != (segmentv1.ListSourcesParams{}) {
			return wrong("%v, %+v, %v", got, *params, err)
		}
	}
	return nil
}
