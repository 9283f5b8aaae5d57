package conformance

// Every operation of every version, called through its method with arguments
// made by reflection: nothing is left out, and nothing is one version's mistake.

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// recorder is a server and the middleware of its client: it keeps the operation
// and the request of the last call, and answers what it is told to.
type recorder struct {
	reply []byte
	op    *segment.Operation
	got   request
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.got = read(req)
	w.Header().Set("Content-Type", r.got.Accept+"; charset=utf-8")
	_, _ = w.Write(r.reply)
}

func (r *recorder) watch(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		r.op, _ = segment.OperationFrom(req.Context())
		return next.RoundTrip(req)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip calls f.
func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// lanes are the operations that golden/operations.txt lists, one for each of
// their versions: v1 Sources.Get getSource GET /sources/{sourceId}.
func lanes(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../golden/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 4 {
			method, _, _ := strings.Cut(f[0], "(")
			for _, version := range f[4:] {
				all[strings.Join([]string{version, method, f[1], f[2], f[3]}, " ")] = true
			}
		}
	}
	return all
}

func TestEveryOperation(t *testing.T) {
	r := &recorder{}
	s := httptest.NewServer(r)
	defer s.Close()
	core, err := segment.NewClient(apiToken, segment.WithBaseURL(s.URL), segment.WithMiddleware(r.watch))
	if err != nil {
		t.Fatal(err)
	}
	missing := lanes(t)
	for _, c := range []struct {
		name, mediaType string
		client          any
	}{
		{"v1", stable, segmentv1.New(core)}, {"v1beta", beta, segmentv1beta.New(core)}, {"v1alpha", alpha, segmentv1alpha.New(core)},
	} {
		client := reflect.ValueOf(c.client).Elem()
		for i := range client.NumField() {
			service := client.Field(i)
			for j := range service.NumMethod() {
				method := service.Type().Method(j)
				if method.Type.NumOut() != 2 { // an iterator, over what another method fetches
					continue
				}
				name := client.Type().Field(i).Name + "." + method.Name
				t.Run(c.name+"/"+name, func(t *testing.T) {
					r.try(t, service.Method(j), c.mediaType)
					lane := strings.Join([]string{c.name, name, r.op.ID, r.op.Method, r.op.Path}, " ")
					if !missing[lane] || r.op.Version != c.name {
						t.Errorf("%s, version %s: not among the operations", lane, r.op.Version)
					}
					delete(missing, lane)
				})
			}
		}
	}
	for lane := range missing {
		t.Errorf("no method for %s", lane)
	}
}

// try calls a method with every parameter and property set, answers with every
// property set, and checks what went over the wire and what came back.
func (r *recorder) try(t *testing.T, method reflect.Value, mediaType string) {
	t.Helper()
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	ids := 0
	var in reflect.Value
	for i := 1; i < method.Type().NumIn()-1; i++ {
		arg := filled(method.Type().In(i))
		if arg.Kind() == reflect.String {
			ids++
		} else {
			in = arg
		}
		args = append(args, arg)
	}
	want := filled(method.Type().Out(0))
	reply, err := segment.Marshal(want.Interface())
	if err != nil {
		t.Fatal(err)
	}
	r.reply = []byte(data(string(reply)))
	results := method.Call(args)
	if err, _ := results[1].Interface().(error); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Interface(), results[0].Interface()); diff != "" {
		t.Errorf("result (-sent +got):\n%s", diff)
	}
	if n := strings.Count(r.op.Path, "{"); n != ids {
		t.Errorf("%d path parameters in %s, %d arguments", n, r.op.Path, ids)
	}
	r.check(t, in, mediaType)
}

func (r *recorder) check(t *testing.T, in reflect.Value, mediaType string) {
	t.Helper()
	want := request{Method: r.op.Method, EscapedPath: escaped(r.op.Path), Accept: mediaType}
	want.Path = strings.ReplaceAll(want.EscapedPath, "a%2Fb%20c", "a/b c")
	isBody := false
	if in.IsValid() {
		_, isQuery := in.Interface().(segment.ParamEncoder)
		isBody = !isQuery
		if isQuery && r.got.Query == "" {
			t.Error("no query")
		}
	}
	if isBody {
		want.ContentType = mediaType
		body, err := segment.Marshal(in.Interface())
		if err != nil {
			t.Error(err)
		}
		want.Body = string(body)
	}
	want.Query = r.got.Query
	if strings.Contains(want.Query, "%5B") || strings.Contains(want.Query, "%7B") {
		t.Errorf("query %s", want.Query)
	}
	if diff := cmp.Diff(want, r.got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

// escaped is a path template with the text of filled in its holes.
func escaped(template string) string {
	parts := strings.Split(template, "{")
	for i, p := range parts[1:] {
		_, after, _ := strings.Cut(p, "}")
		parts[i+1] = "a%2Fb%20c" + after
	}
	return strings.Join(parts, "")
}

// A list or a map that is required and nil goes out empty, wherever it stands.
func TestNoInputSendsNullForAList(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, client := range []any{segmentv1.New(nil), segmentv1beta.New(nil), segmentv1alpha.New(nil)} {
		v := reflect.ValueOf(client).Elem()
		for i := range v.NumField() {
			for j := range v.Field(i).NumMethod() {
				f := v.Field(i).Method(j).Type()
				for k := range f.NumIn() {
					if in := f.In(k); strings.HasSuffix(in.String(), "Input") && !seen[in] {
						seen[in] = true
						checkNulls(t, in)
					}
				}
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d inputs", len(seen))
	}
}

func checkNulls(t *testing.T, in reflect.Type) {
	t.Helper()
	text, err := json.Marshal(hollow(in).Interface())
	if err != nil {
		t.Errorf("%s: %v", in, err)
		return
	}
	for _, path := range nulls(text) {
		if typ := at(in, path); typ == nil || !isNullable(typ) {
			t.Errorf("%s: %s is null, and is a %s", in, strings.Join(path, "."), typ)
		}
	}
}
