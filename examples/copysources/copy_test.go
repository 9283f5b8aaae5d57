package copysources_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/examples/copysources"
	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segment/segmenttest"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1/segmentv1test"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1alpha/segmentv1alphatest"
)

// source is one of the workspace that is copied from.
func source(slug, name string, settings map[string]any) segmentv1.Source {
	s := segmentv1.Source{
		ID: "id-of-" + slug, Slug: slug, Enabled: true, WriteKeys: []string{}, Labels: []segmentv1.Label{}, Settings: settings,
		Metadata: segmentv1.SourceMetadata{ID: "kind-of-" + slug, Options: []segmentv1.IntegrationOption{}, Categories: []string{}},
	}
	if name != "" {
		s.Name = segment.Ptr(name)
	}
	return s
}

// holding is a workspace with sources, one a page.
func holding(sources ...segmentv1.Source) segmentv1test.Sources {
	return segmentv1test.Sources{
		List: func(_ context.Context, params *segmentv1.ListSourcesParams) (*segmentv1.ListSourcesOutput, error) {
			out := &segmentv1.ListSourcesOutput{Sources: []segmentv1.Source{}}
			rest := sources
			for params.Cursor != "" && len(rest) > 0 && rest[0].ID != params.Cursor {
				rest = rest[1:]
			}
			if len(rest) > 0 {
				out.Sources = rest[:1]
			}
			if len(rest) > 1 {
				out.Pagination.Next = segment.Value(rest[1].ID)
			}
			return out, nil
		},
	}
}

// workspace is the one that is copied to; it keeps what it is asked to write. What
// a test does not set fails it when it is called.
type workspace struct {
	segmentv1test.Sources
	created []segmentv1.CreateSourceInput
	updated map[string]segmentv1.UpdateSourceInput
}

func writable(sources ...segmentv1.Source) *workspace {
	w := &workspace{Sources: holding(sources...), updated: map[string]segmentv1.UpdateSourceInput{}}
	w.Create = func(_ context.Context, in *segmentv1.CreateSourceInput) (*segmentv1.CreateSourceOutput, error) {
		w.created = append(w.created, *in)
		return &segmentv1.CreateSourceOutput{Source: source(in.Slug, "", in.Settings)}, nil
	}
	w.Update = func(_ context.Context, id string, in *segmentv1.UpdateSourceInput) (*segmentv1.UpdateSourceOutput, error) {
		w.updated[id] = *in
		return &segmentv1.UpdateSourceOutput{Source: source("any", "", nil)}, nil
	}
	return w
}

// copied runs a copy between two fakes and gives its report as text.
func copied(
	ctx context.Context, t *testing.T, from, to segmentv1test.Sources, opts copysources.Options, of ...segment.Option,
) (string, error) {
	t.Helper()
	source, target := &segmentv1test.Server{Sources: from}, &segmentv1test.Server{Sources: to}
	report, err := copysources.New(source.NewClient(t), target.NewClient(t, of...), opts).Run(ctx)
	return printed(t, report), err
}

func printed(t *testing.T, report *copysources.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n%v\nwant\n%v", what, got, want)
	}
}

// What is missing is created and then named, what is there stays; no secret, and
// nothing but what was read, is sent.
func TestCopiesWhatIsMissing(t *testing.T) {
	from := holding(
		source("web", "Website", map[string]any{"domain": "acme.example", "secret": "••••••••", "size": json.Number("9007199254740993")}),
		source("ios", "iOS", nil),
		source("nameless", "", nil),
	)
	to := writable(source("ios", "Another name", nil))
	report, err := copied(t.Context(), t, from, to.Sources, copysources.Options{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "report", report, "created  web\nskipped  ios\ncreated  nameless\n2 created, 0 updated, 1 skipped, 0 failed\n")
	equal(t, "created", to.created, []segmentv1.CreateSourceInput{
		{
			Slug: "web", Enabled: true, MetadataID: "kind-of-web", DisconnectAllWarehouses: segment.Ptr(true),
			Settings: map[string]any{"domain": "acme.example", "size": json.Number("9007199254740993")},
		},
		{Slug: "nameless", Enabled: true, MetadataID: "kind-of-nameless", DisconnectAllWarehouses: segment.Ptr(true)},
	})
	equal(t, "updated", to.updated, map[string]segmentv1.UpdateSourceInput{"id-of-web": {Name: segment.Ptr("Website")}})
}

// An update sends what differs and leaves out the rest.
func TestUpdates(t *testing.T) {
	from := holding(
		source("renamed", "New", map[string]any{"domain": "acme.example"}),
		source("moved", "Same", map[string]any{"domain": "new.example", "secret": "••••"}),
		source("same", "Same", map[string]any{"domain": "acme.example"}),
	)
	to := writable(
		source("renamed", "Old", map[string]any{"domain": "acme.example", "added": true}),
		source("moved", "Same", map[string]any{"domain": "old.example", "secret": "••••••"}),
		source("same", "Same", map[string]any{"domain": "acme.example", "added": true}),
	)
	report, err := copied(t.Context(), t, from, to.Sources, copysources.Options{Update: true})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "report", report, "updated  renamed\nupdated  moved\nskipped  same\n0 created, 2 updated, 1 skipped, 0 failed\n")
	equal(t, "updated", to.updated, map[string]segmentv1.UpdateSourceInput{
		"id-of-renamed": {Name: segment.Ptr("New")},
		"id-of-moved":   {Settings: map[string]any{"domain": "new.example"}},
	})
}

// A source that was deleted since it was listed is made again.
func TestGoneMeanwhile(t *testing.T) {
	to := writable(source("web", "Old", nil))
	update := to.Update
	to.Update = func(ctx context.Context, id string, in *segmentv1.UpdateSourceInput) (*segmentv1.UpdateSourceOutput, error) {
		if len(to.created) == 0 {
			return nil, segmentv1test.Fail(http.StatusNotFound)
		}
		return update(ctx, id, in)
	}
	report, err := copied(t.Context(), t, holding(source("web", "New", nil)), to.Sources, copysources.Options{Update: true})
	if err != nil || !strings.HasPrefix(report, "created  web\n") || len(to.created) != 1 {
		t.Errorf("%v, %d created:\n%s", err, len(to.created), report)
	}
}

// A source that the API refuses does not stop the others, and the report says all
// that the API has against it.
func TestRefused(t *testing.T) {
	to := writable()
	create := to.Create
	to.Create = func(ctx context.Context, in *segmentv1.CreateSourceInput) (*segmentv1.CreateSourceOutput, error) {
		if in.Slug != "bad" {
			return create(ctx, in)
		}
		return nil, segmentv1test.Fail(http.StatusUnprocessableEntity,
			segment.ErrorDetail{Type: "ValidationFailure", Field: "slug", Message: "is taken"},
			segment.ErrorDetail{Type: "ValidationFailure", Field: "metadataId", Message: "is unknown"},
			segment.ErrorDetail{Type: "ValidationFailure", Field: "settings.a", Message: "is missing"},
			segment.ErrorDetail{Type: "ValidationFailure", Message: "and more"},
		)
	}
	report, err := copied(t.Context(), t, holding(source("bad", "", nil), source("good", "", nil)), to.Sources, copysources.Options{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "report", report, `failed   bad
         slug: is taken
         metadataId: is unknown
         settings.a: is missing
         and more
created  good
1 created, 0 updated, 0 skipped, 1 failed
`)
}

// A source that got no name says so: it is there, and the next run finds it.
func TestNameless(t *testing.T) {
	detail := segment.ErrorDetail{Field: "name", Message: "is taken"}
	for status, want := range map[int]string{
		http.StatusUnprocessableEntity: "created, without its name\n         name: is taken",
		http.StatusConflict:            "created, without its name: segment: v1 updateSource: 409 Conflict: name: is taken",
	} {
		to := writable()
		to.Update = func(context.Context, string, *segmentv1.UpdateSourceInput) (*segmentv1.UpdateSourceOutput, error) {
			return nil, segmentv1test.Fail(status, detail)
		}
		report, err := copied(t.Context(), t, holding(source("web", "Website", nil)), to.Sources, copysources.Options{})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "report", report, "failed   web\n         "+want+"\n0 created, 0 updated, 0 skipped, 1 failed\n")
	}
}

// A short wait is the client's business; one that is too long ends the run, and
// says how long it is.
func TestRateLimited(t *testing.T) {
	limited := func(seconds string) error {
		return &segmentv1test.Failure{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}}}
	}
	to := writable()
	create, calls := to.Create, 0
	to.Create = func(ctx context.Context, in *segmentv1.CreateSourceInput) (*segmentv1.CreateSourceOutput, error) {
		switch calls++; {
		case in.Slug == "second":
			return nil, limited("3600")
		case calls == 1:
			return nil, limited("0")
		default:
			return create(ctx, in)
		}
	}
	from := holding(source("first", "", nil), source("second", "", nil), source("third", "", nil))
	report, err := copied(t.Context(), t, from, to.Sources, copysources.Options{}, segment.WithMaxAttempts(2))
	var refused *segment.Error
	if !errors.Is(err, segment.ErrRateLimited) || !errors.As(err, &refused) || refused.RetryAfter != time.Hour {
		t.Errorf("not a rate limit of an hour: %v", err)
	}
	equal(t, "report", report, "created  first\n1 created, 0 updated, 0 skipped, 0 failed\n")
	equal(t, "calls", calls, 3)
}

// An interrupt ends the run, and the report has what was done until then.
func TestInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	to := writable()
	create := to.Create
	to.Create = func(ctx context.Context, in *segmentv1.CreateSourceInput) (*segmentv1.CreateSourceOutput, error) {
		if in.Slug == "second" {
			interrupt()
			return nil, ctx.Err()
		}
		return create(ctx, in)
	}
	from := holding(source("first", "", nil), source("second", "", nil), source("third", "", nil))
	report, err := copied(ctx, t, from, to.Sources, copysources.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	equal(t, "report", report, "created  first\n1 created, 0 updated, 0 skipped, 0 failed\n")
}

// A dry run writes nothing: a fake without Create and Update would fail the test.
func TestDryRun(t *testing.T) {
	from := holding(source("web", "Website", nil), source("ios", "New", nil))
	report, err := copied(t.Context(), t, from, holding(source("ios", "Old", nil)), copysources.Options{DryRun: true, Update: true})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "report", report, "created  web\nupdated  ios\n1 created, 1 updated, 0 skipped, 0 failed\n")
}

// alphaCopied copies one source with the alpha version, on a client that fakes
// both.
func alphaCopied(t *testing.T, to segmentv1test.Sources, alpha segmentv1alphatest.Sources) string {
	t.Helper()
	from := &segmentv1test.Server{Sources: holding(source("web", "Website", nil))}
	target := segmenttest.NewClient(t, []segmenttest.Fake{
		&segmentv1test.Server{Sources: to}, &segmentv1alphatest.Server{Sources: alpha},
	})
	report, err := copysources.New(from.NewClient(t), target, copysources.Options{Alpha: true}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return printed(t, report)
}

// The alpha version takes the name: one call, and none of v1's.
func TestAlpha(t *testing.T) {
	var created []segmentv1alpha.CreateSourceInput
	report := alphaCopied(t, holding(), segmentv1alphatest.Sources{
		Create: func(_ context.Context, in *segmentv1alpha.CreateSourceInput) (*segmentv1alpha.CreateSourceOutput, error) {
			created = append(created, *in)
			return &segmentv1alpha.CreateSourceOutput{Source: source(in.Slug, "", nil)}, nil
		},
	})
	equal(t, "report", report, "created  web\n1 created, 0 updated, 0 skipped, 0 failed\n")
	equal(t, "created", created, []segmentv1alpha.CreateSourceInput{
		{Slug: "web", Name: segment.Ptr("Website"), Enabled: true, MetadataID: "kind-of-web"},
	})
}

// An alpha operation may be gone tomorrow: then v1's are called.
func TestAlphaGone(t *testing.T) {
	to := writable()
	report := alphaCopied(t, to.Sources, segmentv1alphatest.Sources{
		Create: func(context.Context, *segmentv1alpha.CreateSourceInput) (*segmentv1alpha.CreateSourceOutput, error) {
			return nil, segmentv1alphatest.Fail(http.StatusNotFound)
		},
	})
	equal(t, "report", report, "created  web\n1 created, 0 updated, 0 skipped, 0 failed\n")
	equal(t, "created and named", []int{len(to.created), len(to.updated)}, []int{1, 1})
}

// A list that fails ends the run before anything is written.
func TestUnauthorized(t *testing.T) {
	denied := segmentv1test.Sources{
		List: func(context.Context, *segmentv1.ListSourcesParams) (*segmentv1.ListSourcesOutput, error) {
			return nil, segmentv1test.Fail(http.StatusUnauthorized)
		},
	}
	for _, c := range [][2]segmentv1test.Sources{{denied, holding()}, {holding(), denied}} {
		if _, err := copied(t.Context(), t, c[0], c[1], copysources.Options{}); !errors.Is(err, segment.ErrUnauthorized) {
			t.Errorf("ended with %v", err)
		}
	}
}
