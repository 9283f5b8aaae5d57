package conformance

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// echo answers with what was asked: the id in the path, and the version as the
// slug. Every fifth call is refused first.
func echo(t *testing.T) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		accept := r.Header.Get("Accept")
		if body, _ := io.ReadAll(r.Body); len(body) > 0 && r.Header.Get("Content-Type") != accept {
			t.Errorf("%s: %s in a call of %s", r.URL.Path, r.Header.Get("Content-Type"), accept)
		}
		w.Header().Set("Content-Type", accept)
		if n.Add(1)%5 == 0 {
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, `{"errors":[{"type":"RateLimited","data":{"msBeforeNext":1}}]}`)
			return
		}
		id := strings.TrimPrefix(r.URL.Path, "/sources/")
		_, _ = fmt.Fprintf(w, `{"data":{"source":{"id":%q,"slug":%q},"pagination":{"current":""}}}`, id, accept)
	}
}

// One core client serves all goroutines and all versions at once.
func TestOneClientForAll(t *testing.T) {
	s := httptest.NewServer(echo(t))
	defer s.Close()
	core, err := segment.NewClient(apiToken, segment.WithBaseURL(s.URL), segment.WithMaxAttempts(50))
	if err != nil {
		t.Fatal(err)
	}
	v1, v1beta, v1alpha := segmentv1.New(core), segmentv1beta.New(core), segmentv1alpha.New(core)
	ctx := t.Context()
	calls := []struct {
		version string
		get     func(context.Context, string, ...segment.CallOption) (*segmentv1.GetSourceOutput, error)
		update  func(context.Context, string, *segmentv1.UpdateSourceInput, ...segment.CallOption) (*segmentv1.UpdateSourceOutput, error)
	}{
		{stable, v1.Sources.Get, v1.Sources.Update},
		{beta, v1beta.Sources.Get, v1beta.Sources.Update},
		{alpha, v1alpha.Sources.Get, v1alpha.Sources.Update},
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 30 {
				c, id := calls[(g+i)%len(calls)], fmt.Sprintf("s%d-%d", g, i)
				got, err := c.get(ctx, id)
				if err != nil || got.Source.ID != id || got.Source.Slug != c.version {
					t.Errorf("get %s in %s: %+v, %v", id, c.version, got, err)
				}
				changed, err := c.update(ctx, id, &segmentv1.UpdateSourceInput{Name: &id})
				if err != nil || changed.Source.ID != id || changed.Source.Slug != c.version {
					t.Errorf("update %s in %s: %+v, %v", id, c.version, changed, err)
				}
			}
		})
	}
	wg.Wait()
}
