package conformance

// What goes wrong between two pages, and the lists that have none.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

// thirds answers with three pages of one source each. Before each answer fault
// may answer something else, which it reports.
func thirds(fault func(w http.ResponseWriter, r *http.Request, page int) bool) http.HandlerFunc {
	next := []string{`,"next":"1"`, `,"next":"2"`, ``}
	return func(w http.ResponseWriter, r *http.Request) {
		page := 0
		_, _ = fmt.Sscan(r.URL.Query().Get("pagination.cursor"), &page)
		if fault(w, r, page) {
			return
		}
		say2(w, data(fmt.Sprintf(`{"sources":[{"id":"s%d"}],"pagination":{"current":"%d"%s}}`, page, page, next[page])))
	}
}

// A token that expires after the first page ends the pages, after the items
// before it and without asking again.
func TestTokenExpiresBetweenPages(t *testing.T) {
	t.Parallel()
	s := trouble(t, thirds(func(w http.ResponseWriter, _ *http.Request, page int) bool {
		if page == 0 {
			return false
		}
		w.WriteHeader(http.StatusUnauthorized)
		say2(w, `{"errors":[{"type":"unauthorized","message":"the token has expired"}]}`)
		return true
	}))
	got, failures := []string(nil), []error(nil)
	for src, err := range segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil) {
		if err != nil {
			failures = append(failures, err)
			continue
		}
		got = append(got, src.ID)
	}
	if !slices.Equal(got, []string{"s0"}) || len(failures) != 1 || !errors.Is(failures[0], segment.ErrUnauthorized) || len(s.requests()) != 2 {
		t.Errorf("%v, %v, %d requests", got, failures, len(s.requests()))
	}
}

// A source of tokens is asked for each page, so that none is older than its call.
func TestTokenIsRenewedBetweenPages(t *testing.T) {
	t.Parallel()
	var given atomic.Int64
	source := func(context.Context) (string, error) { return fmt.Sprint("token-", given.Add(1)), nil }
	s := trouble(t, thirds(func(w http.ResponseWriter, r *http.Request, page int) bool {
		if want := fmt.Sprint("Bearer token-", page+1); r.Header.Get("Authorization") == want {
			return false
		}
		w.WriteHeader(http.StatusUnauthorized) // each token is good for one page
		return true
	}))
	got, err := ids(segmentv1.New(s.client(segment.WithTokenSource(source))).Sources.ListAll(t.Context(), nil), sourceID)
	if err != nil || !slices.Equal(got, []string{"s0", "s1", "s2"}) {
		t.Errorf("%v, %v", got, err)
	}
}

// A page that is refused, or lost, is asked for again where it was: no item is
// missing and none comes twice.
func TestPagesAreRetried(t *testing.T) {
	t.Parallel()
	faulty := map[string]func(w http.ResponseWriter){
		"429": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusTooManyRequests)
			say2(w, fmt.Sprintf(rateLimited, 5))
		},
		"502":  func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		"lost": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"cut off": func(w http.ResponseWriter) {
			say2(w, `{"data":{"sources":[{"id":"twice"}],"pag`)
			panic(http.ErrAbortHandler)
		},
	}
	for name, answer := range faulty {
		var n atomic.Int64
		s := trouble(t, thirds(func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			if n.Add(1)%2 == 0 {
				return false
			}
			answer(w)
			return true
		}))
		got, err := ids(segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil), sourceID)
		if err != nil || !slices.Equal(got, []string{"s0", "s1", "s2"}) || len(s.requests()) != 6 {
			t.Errorf("%s: %v, %v, %d requests", name, got, err, len(s.requests()))
		}
	}
}

// A page that does not decode is an error after the items before it.
func TestBrokenPages(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		data(`{"sources":[{"id":"a"}],"pagination":{"next":7}}`):  "pagination.next",
		data(`{"sources":{"id":"a"},"pagination":{"next":"x"}}`):  "sources",
		data(`{"sources":[{"id":1}],"pagination":{"next":"x"}}`):  "sources.id",
		`{"sources":[{"id":"a"}],"pagination":{"next":"forever"`:  "unexpected",
		`{"errors":[{"type":"x"}]}`:                               "data",
		data(`{"sources":[{"id":"a"}],"pagination":["x"]}`):       "pagination",
		data(`"` + strings.Repeat(`\u0000`, 1000) + `"`):          "string",
		data(`{"sources":[{"id":"a"}],"pagination":{"next":{}}}`): "next",
	} {
		s := trouble(t, thirds(func(w http.ResponseWriter, _ *http.Request, page int) bool {
			if page == 1 {
				say2(w, body)
			}
			return page == 1
		}))
		got, err := ids(segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil), sourceID)
		var d *segment.DecodeError
		if !slices.Equal(got, []string{"s0"}) || !errors.As(err, &d) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v, want an error that says %s", body, got, err, want)
		}
	}
}

// A page may be empty, and be it without a list, and others follow.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	for _, list := range []string{``, `"sources":[],`, `"sources":null,`} {
		s := trouble(t, thirds(func(w http.ResponseWriter, _ *http.Request, page int) bool {
			if page == 1 {
				say2(w, data(`{`+list+`"pagination":{"current":"1","next":"2","totalEntries":1}}`))
			}
			return page == 1
		}))
		got, err := ids(segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil), sourceID)
		if err != nil || !slices.Equal(got, []string{"s0", "s2"}) {
			t.Errorf("%s: %v, %v", list, got, err)
		}
	}
}

// The end of the context is the end of the pages, also inside of a page.
func TestPagesEndWithTheirContext(t *testing.T) {
	t.Parallel()
	s := trouble(t, thirds(func(_ http.ResponseWriter, r *http.Request, page int) bool {
		if page == 1 {
			<-r.Context().Done() // the client is gone
		}
		return page == 1
	}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	start, items, failures := time.Now(), 0, 0
	for _, err := range segmentv1.New(s.client()).Sources.ListAll(ctx, nil) {
		if err == nil {
			items++
			time.AfterFunc(20*time.Millisecond, cancel)
			continue
		}
		if failures++; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if items != 1 || failures != 1 || time.Since(start) > prompt {
		t.Errorf("%d items, %d errors after %v", items, failures, time.Since(start))
	}
}

// Operations that know cursors and cannot follow them, each for a reason.
var unpaged = map[string]string{
	"Credentials.ListConsumers":                    "two lists with a place in each: which would the next page be of?",
	"DeletionAndSuppression.ListSourceRegulations": "takes a place, and does not return the next one",
	"Activations.ListSupportedDestinations":        "returns a place, and takes none",
	"Spaces.BatchQueryMessagingSubscriptions":      "returns a place, and takes none",
	"Spaces.ReplaceMessagingSubscriptions":         "returns a place, and takes none",
}

// Every operation that takes a cursor and returns the next one can be ranged
// over, by pages and by items; the others are those above.
func TestWhatHasNoPages(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for version, client := range versions(nil) {
		names := map[string]bool{}
		methods(client, func(name string, _, _ reflect.Value, _ reflect.Method) { names[name] = true })
		methods(client, func(name string, _, method reflect.Value, _ reflect.Method) {
			if method.Type().NumOut() != 2 {
				return
			}
			takes, returns := false, hasField(method.Type().Out(0), "Pagination")
			for in := range method.Type().Ins() {
				takes = takes || hasField(in, "Cursor")
			}
			pages, all := names[name+"Pages"], names[name+"All"]
			want := takes && returns && unpaged[name] == ""
			if pages != want || all != want {
				t.Errorf("%s %s: takes a cursor: %v, returns one: %v, Pages: %v, All: %v", version, name, takes, returns, pages, all)
			}
			if (takes || returns) && !want {
				seen[name] = true
			}
		})
	}
	for name := range unpaged {
		if !seen[name] {
			t.Errorf("%s is not what is said of it", name)
		}
	}
	if len(seen) != len(unpaged) {
		t.Errorf("%v", seen)
	}
}

// hasField reports whether t is a pointer to a struct with a field whose name
// ends so.
func hasField(t reflect.Type, suffix string) bool {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return false
	}
	for f := range t.Elem().Fields() {
		if strings.HasSuffix(f.Name, suffix) {
			return true
		}
	}
	return false
}

// What cannot be followed can be walked by hand, or at least seen.
func TestPlacesByHand(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := serve(t,
		exchange{
			want: call("GET", stable, "/regulations/sources/s1", "pagination.count=200&pagination.cursor=Mg%3D%3D"),
			body: data(`{"regulations":[]}`),
		},
		exchange{
			want: call("GET", alpha, "/spaces/sp/audienceType/USERS/supported-destinations", ""),
			body: data(`{"supportedDestinations":[],"pagination":{"current":"MA==","next":"Mg==","totalEntries":3}}`),
		},
	)
	core := s.client()
	params := &segmentv1.ListRegulationsFromSourceParams{Cursor: "Mg=="}
	if _, err := segmentv1.New(core).DeletionAndSuppression.ListSourceRegulations(ctx, "s1", params); err != nil {
		t.Error(err)
	}
	out, err := segmentv1alpha.New(core).Activations.ListSupportedDestinations(ctx, "sp", "USERS", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := segmentv1.PaginationOutput{Current: "MA==", Next: segment.Value("Mg=="), TotalEntries: segment.Ptr(int64(3))}
	if diff := cmp.Diff(&want, out.Pagination); diff != "" {
		t.Errorf("pagination (-want +got):\n%s", diff)
	}
}
