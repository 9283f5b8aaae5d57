package versions

import (
	"slices"
	"testing"

	"github.com/stratagen/strata/generator/ir"
)

// one makes a document of a single operation in v1 and v1alpha.
func one(v1, alpha ir.Operation, services ...string) *Set {
	api := &ir.API{}
	for i, op := range []*ir.Operation{&v1, &alpha} {
		token := []string{"v1", "v1alpha"}[i]
		service := "Gadgets"
		if len(services) > 0 {
			service = services[i]
		}
		op.ID = "getGadget"
		api.Versions = append(api.Versions, &ir.Version{
			Token: token, Package: ir.Package{Name: "acme" + token, ImportPath: "example.com/acme" + token},
			Services: []*ir.Service{{GoName: service, Operations: []*ir.Operation{op}}},
		})
	}
	return Of(api)
}

// TestRespects compares what no document with media types can make differ, or not
// without the other.
func TestRespects(t *testing.T) {
	str, number := &ir.Prim{Name: "string"}, &ir.Prim{Name: "int64"}
	args := func(names ...string) (list []*ir.PathParam) {
		for _, n := range names {
			list = append(list, &ir.PathParam{Name: n, GoName: n, Type: str})
		}
		return list
	}
	body := func(required, stream bool) *ir.Body {
		return &ir.Body{Type: &ir.Map{Elem: str}, Required: required, Stream: stream}
	}
	result := func(e ir.Expr, pointer bool) *ir.Result { return &ir.Result{Type: e, Pointer: pointer} }
	for _, c := range []struct {
		name      string
		v1, alpha ir.Operation
		services  []string
		want      []string
	}{
		{"nothing", ir.Operation{GoName: "Get", PathParams: args("a", "b")}, ir.Operation{GoName: "Get", PathParams: args("a", "b")}, nil, nil},
		{"service and method", ir.Operation{GoName: "Get"}, ir.Operation{GoName: "GetGadget"}, []string{"Gadgets", "Widgets"}, []string{"service", "name"}},
		{"arguments that change places", ir.Operation{PathParams: args("a", "b")}, ir.Operation{PathParams: args("b", "a")}, nil, []string{"arguments"}},
		{"type of an argument", ir.Operation{PathParams: args("a")}, ir.Operation{PathParams: []*ir.PathParam{{Name: "a", GoName: "a", Type: number}}}, nil, []string{"arguments"}},
		{"parameters in one", ir.Operation{Params: &ir.Params{GoName: "GetParams"}}, ir.Operation{}, nil, []string{"params"}},
		{"body in one", ir.Operation{}, ir.Operation{Body: body(true, false)}, nil, []string{"input"}},
		{"body required", ir.Operation{Body: body(false, false)}, ir.Operation{Body: body(true, false)}, nil, []string{"input"}},
		{"stream", ir.Operation{Body: body(true, true)}, ir.Operation{Body: body(true, false)}, nil, []string{"input"}},
		{"same body", ir.Operation{Body: body(true, false)}, ir.Operation{Body: body(true, false)}, nil, nil},
		{"result in one", ir.Operation{Result: result(str, false)}, ir.Operation{}, nil, []string{"output"}},
		{"result by pointer", ir.Operation{Result: result(str, false)}, ir.Operation{Result: result(str, true)}, nil, []string{"output"}},
		{"list and map", ir.Operation{Result: result(&ir.Slice{Elem: str}, false)}, ir.Operation{Result: result(&ir.Map{Elem: str}, false)}, nil, []string{"output"}},
		{"nullable", ir.Operation{Result: result(&ir.Nullable{Elem: str}, false)}, ir.Operation{Result: result(&ir.Ptr{Elem: str}, false)}, nil, []string{"output"}},
		{"pages", ir.Operation{Paging: &ir.Paging{PagesName: "ListPages", AllName: "ListAll"}}, ir.Operation{Paging: &ir.Paging{PagesName: "ListPages"}}, nil, []string{"paging"}},
		{"path of the version", ir.Operation{Path: "/v1/gadgets"}, ir.Operation{Path: "/v1alpha/gadgets"}, nil, nil},
		{"another path", ir.Operation{Path: "/v1/gadgets"}, ir.Operation{Path: "/v1alpha/gadget"}, nil, []string{"wire path"}},
		{"another HTTP method", ir.Operation{Method: "PUT"}, ir.Operation{Method: "PATCH"}, nil, []string{"wire path"}},
		{"prose, deprecation", ir.Operation{Doc: []string{"x"}}, ir.Operation{Deprecated: "soon"}, nil, nil},
	} {
		s := one(c.v1, c.alpha, c.services...)
		lane := s.Table().Services[0].Operations[0].Lanes[1]
		if !slices.Equal(lane.Differs, c.want) || (lane.SameAs == "v1") != (len(c.want) == 0) {
			t.Errorf("%s: differs in %q, same as %q; want %q", c.name, lane.Differs, lane.SameAs, c.want)
		}
		if got := s.Report("getGadget").Moves[0].Differs; !slices.Equal(got, c.want) {
			t.Errorf("%s: the report says %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRenamed: one declaration under two names is one type, two under one name
// are not.
func TestRenamed(t *testing.T) {
	v1, alpha := "example.com/acmev1", "example.com/acmev1alpha"
	use := func(path, name string) *ir.Result { return &ir.Result{Type: &ir.Named{ImportPath: path, GoName: name}} }
	for _, c := range []struct {
		name string
		typ  ir.Type // of v1alpha
		same bool
	}{
		{"alias", ir.Type{GoName: "Gadget", Alias: &ir.Named{ImportPath: v1, GoName: "Gadget"}, Decl: &ir.Struct{}}, true},
		{"another of that name", ir.Type{GoName: "Gadget", Decl: &ir.Struct{}}, false},
		{"another name", ir.Type{GoName: "Thing", Decl: &ir.Struct{}}, false},
	} {
		s := one(ir.Operation{Result: use(v1, "Gadget")}, ir.Operation{Result: use(alpha, c.typ.GoName)})
		s.api.Versions[0].Types = []*ir.Type{{GoName: "Gadget", Decl: &ir.Struct{}}}
		s.api.Versions[1].Types = []*ir.Type{&c.typ}
		m := Of(s.api).Report("getGadget").Moves[0]
		if c.same != (len(m.Differs) == 0) || c.same != (len(m.Types) == 0) {
			t.Errorf("%s: %+v", c.name, m)
		}
		if !c.same && (m.Types[0].From != c.typ.GoName || m.Types[0].To != "Gadget" || len(m.Types[0].Members) > 0) {
			t.Errorf("%s: %+v", c.name, m.Types)
		}
	}
}

func TestNearest(t *testing.T) {
	s := &Set{lanes: map[string][]*lane{}}
	for _, id := range []string{"getSource", "listSources", "createSource", "ping"} {
		s.lanes[id] = []*lane{{Operation: &ir.Operation{ID: id, GoName: "X"}, service: &ir.Service{GoName: "S"}}}
	}
	s.lanes["ping"][0].GoName = "Ping"
	for name, want := range map[string]string{"getSorce": "getSource", "LISTSOURCES": "listSources", "S.ping": "ping", "createSources": "createSource"} {
		if got := s.Nearest(name); len(got) != suggested || got[0] != want {
			t.Errorf("%s: %q, want %s first", name, got, want)
		}
	}
	if n := edits("kitten", "sitting"); n != 3 {
		t.Errorf("kitten to sitting takes 3 edits, not %d", n)
	}
}

func TestColours(t *testing.T) {
	g := &grid{coloured: true}
	if got := g.paint(cell{"=", green}); got != "\x1b[32m=\x1b[0m" {
		t.Errorf("%q", got)
	}
	if got := g.paint(cell{"yes", plain}); got != "yes" {
		t.Errorf("%q", got)
	}
}

// TestParams: parameters are told apart by where they stand too, and what they are
// made of is compared as well.
func TestParams(t *testing.T) {
	enum := func(values ...string) *ir.Enum {
		d := &ir.Enum{}
		for _, v := range values {
			d.Values = append(d.Values, &ir.EnumValue{GoName: "Mode" + v, Value: v})
		}
		return d
	}
	params := func(version, in string, required bool) ir.Operation {
		mode := &ir.Named{ImportPath: "example.com/acme" + version, GoName: "Mode"}
		return ir.Operation{Params: &ir.Params{GoName: "GetParams", Fields: []*ir.ParamField{
			{GoName: "Mode", Name: "mode", In: "query", Type: mode, Required: required},
			{GoName: "Trace", Name: "trace", In: in, Type: &ir.Prim{Name: "string"}},
		}}}
	}
	s := one(params("v1", "query", true), params("v1alpha", "header", false))
	s.api.Versions[0].Types = []*ir.Type{{GoName: "Mode", Decl: enum("A")}}
	s.api.Versions[1].Types = []*ir.Type{{GoName: "Mode", Decl: enum("A", "B")}}
	var got []string
	for _, c := range Of(s.api).Report("getGadget").Moves[0].Types {
		for _, m := range c.Members {
			got = append(got, c.From+" "+c.At+" "+m.Name+" "+m.line()[0].text+" "+m.line()[1].text)
		}
	}
	want := []string{
		"GetParams  query mode   ~ Mode Mode, optional -> Mode, required",
		"GetParams  header trace   - Trace string, optional",
		"GetParams  query trace   + Trace string, optional",
		`Mode GetParams.Mode B   - ModeB "B"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// TestPages: the fields of a pagination are one parameter on the wire, and two
// members here.
func TestPages(t *testing.T) {
	page := 0
	params := func(count string) ir.Operation {
		return ir.Operation{Params: &ir.Params{
			GoName: "ListParams",
			Fields: []*ir.ParamField{
				{GoName: "Count", In: "query", Type: &ir.Prim{Name: count}, Page: &page, PageRole: "count"},
				{GoName: "Cursor", In: "query", Type: &ir.Prim{Name: "string"}, Page: &page, PageRole: "cursor"},
			},
			Pages: []*ir.Page{{Param: "page", Count: "size", Cursor: "after"}},
		}}
	}
	s := one(params("int64"), params("int32"))
	var got []string
	for _, m := range Of(s.api).Report("getGadget").Moves[0].Types[0].Members {
		got = append(got, m.Name+" "+m.line()[0].text+" "+m.line()[1].text)
	}
	if want := []string{"query page.size   ~ Count int32 -> int64"}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
