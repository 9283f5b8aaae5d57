package fake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

// recorder is a test that keeps its failures, and panics, as a real one does,
// when it is used after its end.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
	cleanups []func()
	over     bool
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Error(args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		panic("Log in goroutine after the test has completed")
	}
	r.failures = append(r.failures, fmt.Sprint(args...))
}

func (r *recorder) Fatal(args ...any) {
	r.Error(args...)
	panic(errFatal)
}

func (r *recorder) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }

var errFatal = errors.New("the test has ended")

func (r *recorder) end() {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
	r.over = true
}

// reported fails t unless r has one failure that says want, and err says so too.
func (r *recorder) reported(t *testing.T, err error, want string) {
	t.Helper()
	if len(r.failures) != 1 || !strings.Contains(r.failures[0], want) {
		t.Errorf("failures %q, want one with %q", r.failures, want)
	}
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q in it", err, want)
	}
	r.failures = nil
}

func TestArgumentsAndResult(t *testing.T) {
	s := &testServer{}
	c := s.NewClient(t)
	s.Things.Get = func(ctx context.Context, owner string, id int64) (*thing, error) {
		if op, ok := runtime.OperationFrom(ctx); !ok || op != &opGetThing {
			t.Errorf("operation %v", op)
		}
		return &thing{ID: fmt.Sprint(owner, " ", id)}, nil
	}
	if out, err := get(c, "a/b c,%2F", 7); err != nil || out.ID != "a/b c,%2F 7" {
		t.Errorf("%+v, %v", out, err)
	}
	s.Things.Update = func(_ context.Context, id string, in *thingInput) (*thing, error) {
		return &thing{ID: id, Note: in.Note}, nil
	}
	var res runtime.Response
	for _, note := range []runtime.Nullable[string]{{}, runtime.Null[string](), runtime.Value("n")} {
		out, err := update(c, &thingInput{Note: note, Tags: []string{}}, runtime.WithResponse(&res))
		if err != nil || out.ID != "a" || out.Note != note {
			t.Errorf("%v: %+v, %v", note, out, err)
		}
	}
	if res.StatusCode != http.StatusCreated || res.Header.Get("Content-Type") != mediaType {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	s.Things.Delete = func(context.Context, string) error { return nil }
	err := c.Do(context.Background(), &opDeleteThing, runtime.Call{Path: []any{"a"}}, runtime.WithResponse(&res))
	if err != nil || res.StatusCode != http.StatusNoContent || len(res.Body) != 0 {
		t.Errorf("%v, %+v", err, res)
	}
}

func TestParams(t *testing.T) {
	var got *listParams
	s := &testServer{Things: things{List: func(_ context.Context, p *listParams) (*thing, error) {
		got = p
		return &thing{}, nil
	}}}
	c := s.NewClient(t)
	for _, tt := range []struct{ sent, want *listParams }{
		{nil, &listParams{}},
		{&listParams{Count: 3}, &listParams{Count: 3}},
		{&listParams{Cursor: "a b&c"}, &listParams{Cursor: "a b&c", Count: 200}}, // which the client adds
		{&listParams{Count: 1, Cursor: "c", Search: runtime.Ptr("")}, &listParams{Count: 1, Cursor: "c", Search: runtime.Ptr("")}},
	} {
		_, err := runtime.Send[thing](context.Background(), c, &opListThings, runtime.Call{Params: tt.sent})
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%+v: got %+v, %v", tt.sent, got, err)
		}
	}
}

func TestStreamsAndValues(t *testing.T) {
	s := &testServer{Things: things{
		Upload: func(_ context.Context, in io.Reader) (io.ReadCloser, error) {
			if in == nil {
				return io.NopCloser(strings.NewReader("nothing")), nil
			}
			data, err := io.ReadAll(in)
			return io.NopCloser(strings.NewReader("got " + string(data))), err
		},
		Tags: func(_ context.Context, in []string) (map[string]int, error) {
			if in == nil {
				return nil, nil
			}
			return map[string]int{"n": len(in)}, nil
		},
	}}
	c := s.NewClient(t)
	for body, want := range map[io.Reader]string{
		strings.NewReader("a,b"): "got a,b", io.MultiReader(strings.NewReader("c")): "got c", strings.NewReader(""): "got ", nil: "nothing",
	} {
		out, err := runtime.SendValue[io.ReadCloser](context.Background(), c, &opUpload, runtime.Call{Body: body})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(out); string(got) != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, tt := range []struct {
		body any
		want map[string]int
	}{{[]string{"a", "b"}, map[string]int{"n": 2}}, {[]string{}, map[string]int{"n": 0}}, {nil, nil}} {
		got, err := runtime.SendValue[map[string]int](context.Background(), c, &opTags, runtime.Call{Body: tt.body})
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%v: %v, %v", tt.body, got, err)
		}
	}
}

func TestWhatFailsTheTest(t *testing.T) {
	getThing := func(context.Context, string, int64) (*thing, error) { return nil, nil }
	updated := func(context.Context, string, *thingInput) (*thing, error) { return &thing{}, nil }
	other := opGetThing
	other.Version, other.ID = "v1alpha", "getOther"
	unknown := opGetThing
	unknown.ID = "getOther"
	bodied := opDeleteThing
	header := func(set func(http.Header)) runtime.Option {
		return runtime.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return transport(func(r *http.Request) (*http.Response, error) {
				set(r.Header)
				return next.RoundTrip(r)
			})
		})
	}
	tests := []struct {
		name string
		fake things
		opts []runtime.Option
		call func(c *runtime.Client) error
		want string
	}{
		{"unset", things{}, nil, func(c *runtime.Client) error { _, err := get(c, "a", 1); return err },
			"examplev1test: Things.Get was called and is not set"},
		{"another version", things{Get: getThing}, nil, func(c *runtime.Client) error {
			return c.Do(context.Background(), &other, runtime.Call{Path: []any{"a", 1}})
		}, "exampletest: v1alpha getOther was called, and the client has fakes of v1 (examplev1test) only"},
		{"unknown operation", things{Get: getThing}, nil, func(c *runtime.Client) error {
			return c.Do(context.Background(), &unknown, runtime.Call{Path: []any{"a", 1}})
		}, "examplev1test: getOther was called and is no operation of the fake"},
		{"no result", things{Get: getThing}, nil, func(c *runtime.Client) error { _, err := get(c, "a", 1); return err },
			"examplev1test: Things.Get returned neither a result nor an error"},
		{"path", things{Get: getThing}, nil, func(c *runtime.Client) error { _, err := get(c, "a", "b"); return err },
			"Things.Get: path parameter thing: json: cannot unmarshal string into Go value of type int64"},
		{"two Accept headers", things{Get: getThing},
			[]runtime.Option{header(func(h http.Header) { h.Add("Accept", "text/html") })},
			func(c *runtime.Client) error { _, err := get(c, "a", 1); return err }, `the Accept headers are ["` + mediaType + `" "text/html"], not one with`},
		{"Content-Type", things{Update: updated}, []runtime.Option{header(func(h http.Header) { h.Set("Content-Type", "text/html") })},
			func(c *runtime.Client) error { _, err := update(c, &thingInput{}); return err }, `the Content-Type headers are ["text/html"], not one with`},
		{"unknown member", things{Update: updated}, nil, func(c *runtime.Client) error {
			_, err := update(c, map[string]any{"name": "a", "nick": "b"})
			return err
		}, "Things.Update: the body holds nick, which *fake.thingInput does not"},
		{"null for what cannot be", things{Update: updated}, nil, func(c *runtime.Client) error {
			_, err := update(c, map[string]any{"name": nil})
			return err
		}, "the body holds name, which"},
		{"no body", things{Update: updated}, []runtime.Option{header(func(h http.Header) { h.Del("Content-Type") })},
			func(c *runtime.Client) error { _, err := update(c, &thingInput{}); return err }, "the Content-Type headers are []"},
		{"a body too many", things{Delete: func(context.Context, string) error { return nil }}, nil, func(c *runtime.Client) error {
			return c.Do(context.Background(), &bodied, runtime.Call{Path: []any{"a"}, Body: 1})
		}, "a body was sent, and the operation takes none"},
		{"a parameter too many", things{List: func(context.Context, *listParams) (*thing, error) { return &thing{}, nil }}, nil,
			func(c *runtime.Client) error {
				return c.Do(context.Background(), &opListThings, runtime.Call{Params: params(func(e *runtime.Encoder) { e.Query("serach", "a", 0) })})
			}, "the query has serach, which is no parameter of the operation"},
		{"parameters too many", things{Delete: func(context.Context, string) error { return nil }}, nil, func(c *runtime.Client) error {
			return c.Do(context.Background(), &opDeleteThing, runtime.Call{
				Path: []any{"a"}, Params: params(func(e *runtime.Encoder) { e.Query("force", true, 0) }),
			})
		}, "the query has force, which is no parameter of the operation"},
		{"a failure that is none", things{Get: func(context.Context, string, int64) (*thing, error) { return nil, Fail(200) }}, nil,
			func(c *runtime.Client) error { _, err := get(c, "a", 1); return err }, "a failure has a status from 300 to 599, not 200"},
	}
	for _, tt := range tests {
		r := &recorder{}
		c := (&testServer{Things: tt.fake}).NewClient(r, tt.opts...)
		err := tt.call(c)
		t.Run(tt.name, func(t *testing.T) { r.reported(t, err, tt.want) })
		r.end()
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type params func(e *runtime.Encoder)

func (f params) EncodeParams(e *runtime.Encoder) { f(e) }

func TestFakesOfOneClient(t *testing.T) {
	for name, fakes := range map[string][]Fake{"no fake": nil, "twice": {&testServer{}, &testServer{}}} {
		r := &recorder{}
		func() {
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, errFatal) || len(r.failures) != 1 {
					t.Errorf("%s: %v, %q", name, err, r.failures)
				}
			}()
			NewClient(r, fakes)
		}()
	}
}

// What comes after the end of a test must not panic, nor call its functions.
func TestAfterTheTest(t *testing.T) {
	r := &recorder{}
	s := &testServer{Things: things{Get: func(context.Context, string, int64) (*thing, error) {
		t.Error("called")
		return &thing{}, nil
	}}}
	c := s.NewClient(r)
	r.end()
	if _, err := get(c, "a", 1); err == nil || !strings.Contains(err.Error(), "examplev1test: Things.Get: called after the end of the test") {
		t.Error(err)
	}
	if _, err := update(c, &thingInput{}); err == nil || len(r.failures) > 0 {
		t.Error(err, r.failures)
	}
}

func TestConcurrentCalls(t *testing.T) {
	s := &testServer{Things: things{Get: func(_ context.Context, owner string, id int64) (*thing, error) {
		return &thing{ID: fmt.Sprint(owner, id)}, nil
	}}}
	c := s.NewClient(t)
	r := &recorder{}
	failing := (&testServer{}).NewClient(r)
	var all sync.WaitGroup
	for i := range 64 {
		all.Add(1)
		go func() {
			defer all.Done()
			if out, err := get(c, "o", i); err != nil || out.ID != fmt.Sprint("o", i) {
				t.Errorf("%+v, %v", out, err)
			}
			_, _ = get(failing, "o", i)
		}()
	}
	all.Wait()
	if len(r.failures) != 64 {
		t.Errorf("%d failures", len(r.failures))
	}
}

// A function may end the test, or panic: both reach whoever made the call.
func TestPanicInAFunction(t *testing.T) {
	s := &testServer{Things: things{Get: func(context.Context, string, int64) (*thing, error) { panic("mine") }}}
	c := s.NewClient(t)
	defer func() {
		if p := recover(); p != "mine" {
			t.Error(p)
		}
	}()
	_, _ = get(c, "a", 1)
}

func TestCanceledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &testServer{Things: things{Delete: func(ctx context.Context, _ string) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}}}
	c := s.NewClient(t)
	for range 2 { // during a call, and before one
		if err := c.Do(ctx, &opDeleteThing, runtime.Call{Path: []any{"a"}}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func TestOptions(t *testing.T) {
	calls := 0
	s := &testServer{Things: things{Get: func(context.Context, string, int64) (*thing, error) {
		if calls++; calls < 3 {
			return nil, Fail(http.StatusTooManyRequests, runtime.ErrorDetail{Data: []byte(`{"waitMillis":1}`)})
		}
		return &thing{ID: "a"}, nil
	}}}
	elsewhere := &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		t.Error("left the fake")
		return nil, io.EOF
	})}
	c := s.NewClient(t, runtime.WithMaxAttempts(3), runtime.WithHTTPClient(elsewhere), runtime.WithBaseURL("https://proxy.example.com/api/v9"))
	if out, err := get(c, "a", 1); err != nil || out.ID != "a" || calls != 3 {
		t.Errorf("%+v, %v after %d calls", out, err, calls)
	}
}
