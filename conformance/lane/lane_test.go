package lane

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/sample"
)

const operations = `Sources.List()                     listSources    GET    /sources               v1 v1beta
Labels.Delete(key:string,value:string)  deleteLabel    DELETE /labels/{key}/{value}  v1
`

func TestList(t *testing.T) {
	got, err := List([]byte(operations))
	want := []Lane{
		{Version: "v1", Method: "Sources.List", ID: "listSources", HTTPMethod: "GET", Path: "/sources"},
		{Version: "v1beta", Method: "Sources.List", ID: "listSources", HTTPMethod: "GET", Path: "/sources"},
		{Version: "v1", Method: "Labels.Delete", Arguments: []string{"key", "value"}, ID: "deleteLabel", HTTPMethod: "DELETE", Path: "/labels/{key}/{value}"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := List([]byte("Sources.List() listSources")); err == nil {
		t.Error("a line without a path")
	}
}

func client(t *testing.T) *Client {
	t.Helper()
	c, err := New(nil, "v1")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What Go cannot hold is not sent, and said.
func TestArguments(t *testing.T) {
	labels := Lane{Version: "v1", Method: "Labels.Delete", Arguments: []string{"key", "value"}, ID: "deleteLabel"}
	list := Lane{Version: "v1", Method: "Audiences.List", Arguments: []string{"spaceID"}, ID: "listAudiences"}
	create := Lane{Version: "v1", Method: "Sources.Create", ID: "createSource"}
	space := map[string]any{"spaceId": "s"}
	for _, c := range []struct {
		lane  Lane
		input sample.Input
		want  string
	}{
		{labels, sample.Input{Path: map[string]any{"key": "k"}}, "no value for path parameter value"},
		{labels, sample.Input{Path: map[string]any{"key": "k", "value": "v", "x": "y"}}, "no argument for path parameters map[x:y]"},
		{labels, sample.Input{Path: map[string]any{"key": "k", "value": 1}}, "path parameter value"},
		{labels, sample.Input{Path: map[string]any{"key": "k", "value": "v"}, Query: map[string]any{}}, "no argument for the query (true)"},
		{labels, sample.Input{Path: map[string]any{"key": "k", "value": "v"}, Body: map[string]any{}}, "or the body (true)"},
		{list, sample.Input{Path: space, Query: map[string]any{"nobody": "x"}}, "no field for parameter nobody"},
		{list, sample.Input{Path: space, Query: map[string]any{"pagination": map[string]any{"size": 1}}}, "no field for size of parameter pagination"},
		{list, sample.Input{Path: space, Query: map[string]any{"pagination": map[string]any{"count": "1"}}}, "count of parameter pagination"},
		{list, sample.Input{Path: space, Query: map[string]any{"search": map[string]any{"query": "q"}}}, "holds something else"}, // type is required, and sent
		{create, sample.Input{Body: map[string]any{"slug": "s", "enabled": true, "metadataId": "m", "extra": 1}}, "/extra: want 1, got nothing"},
		{create, sample.Input{Body: map[string]any{"slug": 1}}, "cannot unmarshal"},
	} {
		_, err := client(t).Call(t.Context(), c.lane, c.input)
		var refused *ArgumentError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.lane, err, c.want)
		}
	}
	for _, l := range []Lane{{Method: "Nobody.Get"}, {Method: "Sources.Nothing"}, {Method: "Sources.ListAll"}} {
		if _, err := client(t).Call(t.Context(), l, sample.Input{}); err == nil || !strings.Contains(err.Error(), "no ") {
			t.Errorf("%s: error %v", l.Method, err)
		}
	}
	if _, err := New(nil, "v9"); err == nil {
		t.Error("a client of v9")
	}
}

// Methods and operations that do not have the same parameters are noticed.
func TestCheck(t *testing.T) {
	docs, err := document.Split()
	if err != nil {
		t.Fatal(err)
	}
	l := Lane{Version: "v1", Method: "Audiences.List", Arguments: []string{"spaceID"}, ID: "listAudiences"}
	right := docs[0].Operation("listAudiences")
	if err := client(t).Check(l, right); err != nil {
		t.Fatal(err)
	}
	text := document.Schema{"type": "string"}
	for want, change := range map[string]func(*document.Operation){
		"fields, of which": func(op *document.Operation) { op.Parameters = op.Parameters[:len(op.Parameters)-1] },
		"no field of": func(op *document.Operation) {
			op.Parameters = append(op.Parameters, document.Parameter{Name: "x", In: "query", Schema: text})
		},
		`is that of "search"`: func(op *document.Operation) {
			op.Parameters = append(op.Parameters, document.Parameter{Name: "Search", In: "query", Schema: text})
		},
		"arguments for a body": func(op *document.Operation) { op.Body = text },
	} {
		op := *right
		op.Parameters = append([]document.Parameter{}, right.Parameters...)
		change(&op)
		if err := client(t).Check(l, &op); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	get := Lane{Version: "v1", Method: "Sources.Delete", Arguments: []string{"sourceID"}, ID: "deleteSource"}
	if err := client(t).Check(get, right); err == nil || !strings.Contains(err.Error(), "no argument for parameter") {
		t.Errorf("error %v for a method without parameters", err)
	}
	if all := client(t).Methods(); len(all) != 126 || len(maps.Collect(pairs(all))) != 126 {
		t.Errorf("%d methods of v1", len(all))
	}
}

func pairs(list []string) func(func(string, bool) bool) {
	return func(yield func(string, bool) bool) {
		for _, v := range list {
			if !yield(v, true) {
				return
			}
		}
	}
}
