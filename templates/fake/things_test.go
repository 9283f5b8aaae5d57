package fake

// A client of three operations and its fake, in the form in which they are
// generated.

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

const mediaType = "application/vnd.example.v1+json"

var (
	opGetThing = runtime.Operation{
		ID: "getThing", Method: http.MethodGet, Path: "/owners/{owner}/things/{thing}", Version: "v1",
		Accept: mediaType, Idempotent: true, Envelope: true,
	}
	opListThings = runtime.Operation{
		ID: "listThings", Method: http.MethodGet, Path: "/things", Version: "v1", Accept: mediaType, Idempotent: true, Envelope: true,
	}
	opUpdateThing = runtime.Operation{
		ID: "updateThing", Method: http.MethodPatch, Path: "/things/{thing}", Version: "v1",
		Accept: mediaType, ContentType: mediaType, BodyRequired: true, Envelope: true,
	}
	opDeleteThing = runtime.Operation{ID: "deleteThing", Method: http.MethodDelete, Path: "/things/{thing}", Version: "v1", Accept: mediaType}
	opUpload      = runtime.Operation{
		ID: "upload", Method: http.MethodPost, Path: "/upload", Version: "v1", Accept: "text/csv", ContentType: "application/octet-stream",
	}
	opTags = runtime.Operation{ID: "tags", Path: "/tags", Version: "v1", Accept: "application/json", ContentType: "application/json"}
)

var pageThings = runtime.Page{Param: "page", Count: "count", Cursor: "cursor", Style: runtime.DeepObject, DefaultCount: 200}

type thing struct {
	ID   string                   `json:"id"`
	Note runtime.Nullable[string] `json:"note,omitzero"`
	Next string                   `json:"next,omitempty"`
}

type thingInput struct {
	Name *string                  `json:"name,omitempty"`
	Note runtime.Nullable[string] `json:"note,omitzero"`
	Tags []string                 `json:"tags,omitzero"`
}

type listParams struct {
	Count  int64
	Cursor string
	Search *string
}

func (p *listParams) EncodeParams(e *runtime.Encoder) {
	if p == nil {
		p = new(listParams)
	}
	e.Page(&pageThings, p.Count, p.Cursor)
	e.Query("search", p.Search, runtime.Form|runtime.Explode)
}

func readListParams(d *Decoder, p *listParams) {
	d.Page(&pageThings, &p.Count, &p.Cursor)
	d.Query("search", &p.Search, runtime.Form|runtime.Explode)
}

type things struct {
	Get    func(ctx context.Context, owner string, thing int64) (*thing, error)
	List   func(ctx context.Context, params *listParams) (*thing, error)
	Update func(ctx context.Context, thing string, in *thingInput) (*thing, error)
	Delete func(ctx context.Context, thing string) error
	Upload func(ctx context.Context, in io.Reader) (io.ReadCloser, error)
	Tags   func(ctx context.Context, in []string) (map[string]int, error)
}

type testServer struct{ Things things }

func (s *testServer) NewClient(t testing.TB, opts ...runtime.Option) *runtime.Client {
	t.Helper()
	return NewClient(t, []Fake{s}, opts...)
}

func (s *testServer) Routes() Routes {
	return Routes{Package: "examplev1test", Version: "v1", Services: [][]Route{s.Things.routes()}}
}

func (s *things) routes() []Route {
	return []Route{
		{ID: "getThing", Name: "Things.Get", Func: &s.Get},
		{ID: "listThings", Name: "Things.List", Func: &s.List, Params: readListParams},
		{ID: "updateThing", Name: "Things.Update", Status: http.StatusCreated, Func: &s.Update},
		{ID: "deleteThing", Name: "Things.Delete", Status: http.StatusNoContent, Func: &s.Delete},
		{ID: "upload", Name: "Things.Upload", Func: &s.Upload},
		{ID: "tags", Name: "Things.Tags", Func: &s.Tags},
	}
}

func get(c *runtime.Client, owner string, id any) (*thing, error) {
	return runtime.Send[thing](context.Background(), c, &opGetThing, runtime.Call{Path: []any{owner, id}})
}

func update(c *runtime.Client, in any, opts ...runtime.CallOption) (*thing, error) {
	return runtime.Send[thing](context.Background(), c, &opUpdateThing, runtime.Call{Path: []any{"a"}, Body: in}, opts...)
}
