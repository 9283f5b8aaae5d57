package conformance

// Paging of every operation of every version that has pages, found by
// reflection: the same promises hold for all dialects.

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// versions are the clients of all versions over core, which may be nil, by the
// token of the version.
func versions(core *segment.Client) map[string]any {
	return map[string]any{"v1": segmentv1.New(core), "v1beta": segmentv1beta.New(core), "v1alpha": segmentv1alpha.New(core)}
}

// paged is an operation with its iterators.
type paged struct {
	name             string // v1 Sources.List
	list, pages, all reflect.Value
	answers          *pageServer
}

// methods gives each all methods of a client's services, by their names in
// golden/operations.txt.
func methods(client any, each func(name string, service, method reflect.Value, typ reflect.Method)) {
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		for j := range v.Field(i).NumMethod() {
			typ := v.Field(i).Type().Method(j)
			each(v.Type().Field(i).Name+"."+typ.Name, v.Field(i), v.Field(i).Method(j), typ)
		}
	}
}

// everyPaged finds the operations with iterators, sorted by name.
func everyPaged(core *segment.Client, s *pageServer) []paged {
	var ops []paged
	for version, client := range versions(core) {
		methods(client, func(name string, service, method reflect.Value, typ reflect.Method) {
			base, ok := strings.CutSuffix(typ.Name, "Pages")
			if !ok || method.Type().NumOut() != 1 {
				return
			}
			ops = append(ops, paged{
				name: version + " " + strings.TrimSuffix(name, "Pages"), answers: s,
				list: service.MethodByName(base), pages: method, all: service.MethodByName(base + "All"),
			})
		})
	}
	slices.SortFunc(ops, func(a, b paged) int { return strings.Compare(a.name, b.name) })
	return ops
}

// pageServer answers every operation with pages: the one that a cursor asks for.
type pageServer struct {
	output  reflect.Type
	numbers bool // cursors are numbers
	end     string
	loop    bool // the last page leads back to the second one
	failAt  int  // page, 0: none

	queries []url.Values
	sent    [][]string // items of each page that was answered, as JSON
}

const pagesOfAll = 3

// cursor is that of page i, 0 the first: text that needs escaping, or an offset.
func (s *pageServer) cursor(i int) string {
	if s.numbers {
		return strconv.Itoa(10 * i)
	}
	return fmt.Sprintf("c&%d=+/é%%20", i)
}

// place is the page that a query asks for.
func (s *pageServer) place(q url.Values) int {
	for i := range pagesOfAll {
		if got, ok := only(q, "cursor"); ok && got == s.cursor(i) {
			return i
		}
	}
	return 0
}

// only is the value of the one parameter that has this name, alone or in an
// object.
func only(q url.Values, last string) (value string, ok bool) {
	for name, values := range q {
		if name == last || strings.HasSuffix(name, "."+last) {
			if ok || len(values) != 1 {
				return "", false
			}
			value, ok = values[0], true
		}
	}
	return value, ok
}

func (s *pageServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.queries = append(s.queries, q)
	w.Header().Set("Content-Type", r.Header.Get("Accept"))
	i := s.place(q)
	if s.failAt > 0 && i == s.failAt {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	say2(w, data(s.page(i)))
}

// page writes page i: two items, each with its number for every text and number
// in it, and the way to the next page.
func (s *pageServer) page(i int) string {
	name, items := s.items(i)
	s.sent = append(s.sent, items)
	next := s.end
	switch {
	case i+1 < pagesOfAll:
		next = `,"next":` + s.quoted(i+1)
	case s.loop:
		next = `,"next":` + s.quoted(1)
	}
	return fmt.Sprintf(`{%q:[%s],"pagination":{"current":%s%s}}`, name, strings.Join(items, ","), s.quoted(i), next)
}

func (s *pageServer) quoted(i int) string {
	if s.numbers {
		return s.cursor(i)
	}
	return strconv.Quote(s.cursor(i))
}

func (s *pageServer) items(page int) (name string, items []string) {
	f, ok := itemField(s.output)
	if !ok {
		return "nothing", nil
	}
	for i := range 2 {
		text, err := segment.Marshal(filled(f.Type.Elem()).Interface())
		if err != nil {
			panic(err)
		}
		n := 10*page + i + 1
		items = append(items, strings.NewReplacer("a/b c", fmt.Sprint("item ", n), "1700000001", fmt.Sprint(n)).Replace(string(text)))
	}
	name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
	return name, items
}

// itemField is the one list of a result.
func itemField(output reflect.Type) (field reflect.StructField, ok bool) {
	for f := range output.Fields() {
		if f.Type.Kind() == reflect.Slice {
			if ok {
				return field, false
			}
			field, ok = f, true
		}
	}
	return field, ok
}

// arguments are those of an operation, with these params.
func (p paged) arguments(t *testing.T, params reflect.Value) []reflect.Value {
	t.Helper()
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	typ := p.list.Type()
	for i := 1; i < typ.NumIn()-2; i++ {
		args = append(args, filled(typ.In(i)))
	}
	return append(args, params)
}

// params are what the operation needs and the given place.
func (p paged) params(count int64, cursor string) reflect.Value {
	params := filled(p.list.Type().In(p.list.Type().NumIn() - 2))
	params.Elem().FieldByName("Count").SetInt(count)
	if at := params.Elem().FieldByName("Cursor"); at.Kind() == reflect.String {
		at.SetString(cursor)
	} else {
		n, _ := strconv.ParseInt(cursor, 10, 64)
		at.SetInt(n)
	}
	return params
}

// start sets the server for the operation.
func (p paged) start() *pageServer {
	s := p.answers
	*s = pageServer{output: p.list.Type().Out(0).Elem()}
	cursor, _ := p.list.Type().In(p.list.Type().NumIn() - 2).Elem().FieldByName("Cursor")
	s.numbers = cursor.Type.Kind() != reflect.String
	return s
}

// enough is more than there are pages or items.
const enough = 100

// gather ranges over a sequence, up to limit values, and gives them as JSON with
// the errors among them.
func gather(t *testing.T, seq reflect.Value, limit int) (values []string, errs []error) {
	t.Helper()
	for value, failure := range seq.Seq2() {
		if err, _ := failure.Interface().(error); err != nil {
			errs = append(errs, err)
			continue
		}
		if len(errs) > 0 {
			t.Error("a value after an error")
		}
		text, err := segment.Marshal(value.Interface())
		if err != nil {
			t.Fatal(err)
		}
		if values = append(values, string(text)); len(values) == limit {
			break
		}
	}
	return values, errs
}

func TestEveryPagedOperation(t *testing.T) {
	t.Parallel()
	s := &pageServer{}
	core := trouble(t, s.ServeHTTP).client()
	ops := everyPaged(core, s)
	for _, p := range ops {
		p.checkWhole(t)
		p.checkStart(t)
		p.checkLeaving(t)
		p.checkFailure(t)
		p.checkLoop(t)
	}
	if len(ops) != 128 {
		t.Errorf("%d operations with pages", len(ops))
	}
}

// checkWhole: all items once and in order, whichever way the last page says that
// it is the last; the count goes with each request, the params stay as they were,
// and the sequence can be ranged over again.
func (p paged) checkWhole(t *testing.T) {
	t.Helper()
	for i, end := range []string{`,"next":null`, ``, `,"next":""`} {
		s := p.start()
		if s.end = end; s.numbers && end == `,"next":""` {
			s.end = `,"next":0`
		}
		params := p.params(7, "")
		before := params.Elem().Interface() // a copy
		args := p.arguments(t, params)
		all, pages := p.all.Call(args)[0], p.pages.Call(args)[0]
		if len(s.queries) != 0 {
			t.Errorf("%s: fetched before the range", p.name)
		}
		for range max(1, 2-i) { // twice for the first
			s.queries, s.sent = nil, nil
			items, errs := gather(t, all, enough)
			if diff := cmp.Diff(slices.Concat(s.sent...), items); diff != "" || len(items) != 2*pagesOfAll || errs != nil {
				t.Errorf("%s: %v, items (-sent +got):\n%s", p.name, errs, diff)
			}
			p.checkQueries(t, 7, "")
		}
		s.queries = nil
		if got, errs := gather(t, pages, enough); len(got) != pagesOfAll || errs != nil {
			t.Errorf("%s: %d pages, %v", p.name, len(got), errs)
		}
		p.checkQueries(t, 7, "")
		if diff := cmp.Diff(before, params.Elem().Interface()); diff != "" {
			t.Errorf("%s: the params changed:\n%s", p.name, diff)
		}
	}
}

// checkQueries: the cursors are those that came, byte by byte, and nothing else
// differs from request to request.
func (p paged) checkQueries(t *testing.T, count int64, start string) {
	t.Helper()
	s := p.answers
	for i, q := range s.queries {
		cursor, given := only(q, "cursor")
		if i > 0 && cursor != s.cursor(i) || i == 0 && (given != (start != "") || cursor != start) {
			t.Errorf("%s: request %d: cursor %q in %v", p.name, i+1, cursor, q)
		}
		if n, _ := only(q, "count"); n != fmt.Sprint(count) {
			t.Errorf("%s: request %d: count %q", p.name, i+1, n)
		}
		maps.DeleteFunc(q, func(name string, _ []string) bool { return name == "cursor" || strings.HasSuffix(name, ".cursor") })
		if diff := cmp.Diff(s.queries[0], q); diff != "" {
			t.Errorf("%s: request %d (-first +this):\n%s", p.name, i+1, diff)
		}
	}
	if len(s.queries) != pagesOfAll {
		t.Errorf("%s: %d requests", p.name, len(s.queries))
	}
}

// checkStart: a cursor in the params is where the sequence starts.
func (p paged) checkStart(t *testing.T) {
	t.Helper()
	s := p.start()
	first := s.cursor(2)
	items, errs := gather(t, p.all.Call(p.arguments(t, p.params(5, first)))[0], enough)
	if len(items) != 2 || errs != nil || len(s.queries) != 1 {
		t.Errorf("%s: %d items, %d requests, %v", p.name, len(items), len(s.queries), errs)
		return
	}
	if got, _ := only(s.queries[0], "cursor"); got != first {
		t.Errorf("%s: cursor %q", p.name, got)
	}
}

// checkLeaving: the next page is not fetched for someone who has gone.
func (p paged) checkLeaving(t *testing.T) {
	t.Helper()
	for _, seq := range []reflect.Value{p.all, p.pages} {
		s := p.start()
		if got, errs := gather(t, seq.Call(p.arguments(t, p.params(5, "")))[0], 1); len(got) != 1 || errs != nil || len(s.queries) != 1 {
			t.Errorf("%s: %d values, %d requests, %v", p.name, len(got), len(s.queries), errs)
		}
	}
}

// checkFailure: what came before the failing page comes, then its error, once.
func (p paged) checkFailure(t *testing.T) {
	t.Helper()
	for want, seq := range map[int]reflect.Value{2: p.all, 1: p.pages} {
		s := p.start()
		s.failAt = 1
		got, errs := gather(t, seq.Call(p.arguments(t, p.params(5, "")))[0], enough)
		if len(got) != want || len(errs) != 1 || !errors.Is(errs[0], segment.ErrForbidden) || len(s.queries) != 2 {
			t.Errorf("%s: %d values, want %d; %d requests, %v", p.name, len(got), want, len(s.queries), errs)
		}
	}
}

// checkLoop: pages that lead back are an error after the last new one.
func (p paged) checkLoop(t *testing.T) {
	t.Helper()
	for want, seq := range map[int]reflect.Value{2 * pagesOfAll: p.all, pagesOfAll: p.pages} {
		s := p.start()
		s.loop = true
		got, errs := gather(t, seq.Call(p.arguments(t, p.params(5, "")))[0], enough)
		if len(got) != want || len(errs) != 1 || !errors.Is(errs[0], segment.ErrCursorLoop) || len(s.queries) != pagesOfAll {
			t.Errorf("%s: %d values, want %d; %d requests, %v", p.name, len(got), want, len(s.queries), errs)
		}
	}
}
