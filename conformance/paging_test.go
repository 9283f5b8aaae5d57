package conformance

// The paging dialects of the API, and the servers that get paging wrong.

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// sourcesPage is an answer to GET /sources?query with one source.
func sourcesPage(query, id, pagination string) exchange {
	return exchange{
		want: call("GET", stable, "/sources", query),
		body: data(`{"sources":[{"id":"` + id + `"}],"pagination":{"current":"x"` + pagination + `}}`),
	}
}

// ids collects the items of all pages, as far as they come.
func ids[T any](seq iter.Seq2[T, error], id func(T) string) (all []string, err error) {
	for item, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, id(item))
	}
	return all, nil
}

func sourceID(s segmentv1.Source) string { return s.ID }

// Absent, null and empty next all end the pages.
func TestListAll(t *testing.T) {
	for name, end := range map[string]string{"absent": ``, "null": `,"next":null`, "empty": `,"next":""`} {
		t.Run(name, func(t *testing.T) {
			s := serve(t,
				sourcesPage("", "a", `,"next":"Mg=="`),
				sourcesPage("pagination.count=200&pagination.cursor=Mg%3D%3D", "b", `,"next":"Mw==","previous":"MQ=="`),
				sourcesPage("pagination.count=200&pagination.cursor=Mw%3D%3D", "c", end),
			)
			got, err := ids(segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil), sourceID)
			if err != nil || !slices.Equal(got, []string{"a", "b", "c"}) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestListPagesLeavesParamsAlone(t *testing.T) {
	params := &segmentv1.ListSourcesParams{Count: 1, Cursor: "1"}
	first := sourcesPage("pagination.count=1&pagination.cursor=1", "a", `,"next":"2"`)
	second := sourcesPage("pagination.count=1&pagination.cursor=2", "b", ``)
	s := serve(t, first, second, first, second)
	seq := segmentv1.New(s.client()).Sources.ListPages(t.Context(), params)
	for range 2 { // the sequence starts anew each time
		n := 0
		for page, err := range seq {
			if err != nil || len(page.Sources) != 1 {
				t.Fatal(page, err)
			}
			n++
		}
		if n != 2 || *params != (segmentv1.ListSourcesParams{Count: 1, Cursor: "1"}) {
			t.Errorf("%d pages, params %+v", n, *params)
		}
	}
}

// A page is fetched when it is reached, and not before.
func TestLeavingTheRange(t *testing.T) {
	s := serve(t, sourcesPage("pagination.count=1", "a", `,"next":"2"`))
	for src, err := range segmentv1.New(s.client()).Sources.ListAll(t.Context(), &segmentv1.ListSourcesParams{Count: 1}) {
		if err != nil || src.ID != "a" {
			t.Error(src, err)
		}
		break
	}
	if n := len(s.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestCursorLoops(t *testing.T) {
	for _, c := range []struct {
		name   string
		start  string
		script []exchange
		want   []string
	}{
		{"the same again", "", []exchange{
			sourcesPage("", "a", `,"next":"2"`),
			sourcesPage("pagination.count=200&pagination.cursor=2", "b", `,"next":"2"`),
		}, []string{"a", "b"}},
		{"back to the start", "1", []exchange{
			sourcesPage("pagination.count=200&pagination.cursor=1", "a", `,"next":"2"`),
			sourcesPage("pagination.count=200&pagination.cursor=2", "b", `,"next":"1"`),
		}, []string{"a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v1 := segmentv1.New(serve(t, c.script...).client())
			got, err := ids(v1.Sources.ListAll(t.Context(), &segmentv1.ListSourcesParams{Cursor: c.start}), sourceID)
			if !errors.Is(err, segment.ErrCursorLoop) || !slices.Equal(got, c.want) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// An error ends the sequence, once, after what came before it.
func TestErrorInTheMiddle(t *testing.T) {
	s := serve(t, sourcesPage("", "a", `,"next":"2"`), exchange{status: 404, body: `{"errors":[{"type":"NotFound"}]}`})
	items, failures := 0, 0
	for _, err := range segmentv1.New(s.client()).Sources.ListAll(t.Context(), nil) {
		if err == nil {
			items++
			continue
		}
		failures++
		if !errors.Is(err, segment.ErrNotFound) {
			t.Error(err)
		}
	}
	if items != 1 || failures != 1 {
		t.Errorf("%d items, %d errors", items, failures)
	}
}

// Space Filters count by offset, ten at most.
func TestOffsets(t *testing.T) {
	page := func(query, id, pagination string) exchange {
		return exchange{
			want: call("GET", beta, "/filters", query),
			body: data(`{"filters":[{"id":"` + id + `"}]` + pagination + `}`),
		}
	}
	s := serve(t,
		page("integrationId=i", "a", `,"pagination":{"current":0,"next":10}`),
		page("integrationId=i&pagination.count=10&pagination.cursor=10", "b", `,"pagination":{"current":10,"next":2.0e1}`),
		page("integrationId=i&pagination.count=10&pagination.cursor=20", "c", ``),
	)
	params := &segmentv1beta.ListFiltersForSpaceParams{IntegrationID: "i"}
	got, err := ids(segmentv1beta.New(s.client()).SpaceFilters.ListAll(t.Context(), params), func(f segmentv1beta.Filter) string { return f.ID })
	if err != nil || !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("%v, %v", got, err)
	}
}

// The syncs of a reverse ETL model take count and cursor flat.
func TestFlatPaging(t *testing.T) {
	const path = "/reverse-etl-models/m/subscriptionId/s/syncs"
	page := func(query, id, pagination string) exchange {
		return exchange{
			want: call("GET", alpha, path, query),
			body: data(`{"syncStatuses":[{"syncId":"` + id + `"}]` + pagination + `}`),
		}
	}
	s := serve(t,
		page("count=5", "a", `,"pagination":{"current":"1","next":"Mg=="}`),
		page("count=5&cursor=Mg%3D%3D", "b", ``),
	)
	params := &segmentv1alpha.ListReverseETLSyncStatusesFromModelAndSubscriptionIDParams{Count: 5}
	got, err := ids(segmentv1alpha.New(s.client()).ReverseETL.ListSyncStatusesAll(t.Context(), "m", "s", params),
		func(s segmentv1alpha.ReverseETLSyncStatus) string { return s.SyncID })
	if err != nil || !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%v, %v", got, err)
	}
}

// The consumers of a credential are two lists with a place in each.
func TestTwoPaginations(t *testing.T) {
	const path = "/credentials/c/consumers"
	for _, c := range []struct {
		params *segmentv1.ListCredentialConsumersParams
		query  string
	}{
		{&segmentv1.ListCredentialConsumersParams{WarehousesCount: 2, SourcesCount: 3}, "warehousesPagination.count=2&sourcesPagination.count=3"},
		{
			&segmentv1.ListCredentialConsumersParams{WarehousesCount: 2, WarehousesCursor: "w", SourcesCount: 3, SourcesCursor: "s"},
			"warehousesPagination.count=2&warehousesPagination.cursor=w&sourcesPagination.count=3&sourcesPagination.cursor=s",
		},
		{&segmentv1.ListCredentialConsumersParams{SourcesCursor: "s"}, "sourcesPagination.count=200&sourcesPagination.cursor=s"},
		{nil, ""},
	} {
		s := serve(t, exchange{want: call("GET", stable, path, c.query), body: data(
			`{"warehouses":[{"id":"w1"}],"warehousesPagination":{"current":"a","next":"b"},"sources":[{"id":"s1"}],"sourcesPagination":{"current":"c"}}`)})
		out, err := segmentv1.New(s.client()).Credentials.ListConsumers(t.Context(), "c", c.params)
		if err != nil {
			t.Fatal(err)
		}
		if out.WarehousesPagination.Next.OrZero() != "b" || !out.SourcesPagination.Next.IsZero() || out.Sources[0].ID != "s1" {
			t.Errorf("%+v", out)
		}
	}
}
