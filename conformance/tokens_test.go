package conformance

// A token is told to the API and to nobody else: everything that the generated
// packages hand out is printed in every way there is, and searched.

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// secretToken has characters that escaping changes.
const secretToken = "sgp_Recognisable+/Token=="

// spellings are what the token looks like when it gets out.
var spellings = sync.OnceValue(func() []string {
	token := secretToken
	all := []string{
		url.QueryEscape(token), url.PathEscape(token), hex.EncodeToString([]byte(token)),
		strings.ToUpper(hex.EncodeToString([]byte(token))), fmt.Sprintf("% x", token), strings.Trim(fmt.Sprintf("%d", []byte(token)), "[]"),
		"Recognisable", // the token itself, or a good part of it
	}
	for shift := range 3 { // base64 looks different at each place modulo 3
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + token))
		text = text[4 : len(text)-8]
		all = append(all, text, strings.NewReplacer("+", "-", "/", "_").Replace(text))
	}
	return all
})

// leak is the spelling of the token that text has in it; empty: none.
func leak(text string) string {
	for _, s := range spellings() {
		if strings.Contains(text, s) {
			return s
		}
	}
	return ""
}

func TestLeaksAreFound(t *testing.T) {
	type client struct{ Token string }
	for _, text := range []string{
		fmt.Sprintf("%+v", client{secretToken}), fmt.Sprintf("%q", secretToken), fmt.Sprintf("%x", secretToken), fmt.Sprintf("%X", secretToken),
		fmt.Sprintf("%v", []byte("Bearer "+secretToken)), fmt.Sprintf("%v", http.Header{"Authorization": {"Bearer " + secretToken}}),
		url.Values{"t": {secretToken}}.Encode(), "https://h/" + url.PathEscape(secretToken),
		base64.StdEncoding.EncodeToString([]byte("Bearer " + secretToken)), base64.URLEncoding.EncodeToString([]byte(secretToken)),
		base64.RawURLEncoding.EncodeToString([]byte("u:" + secretToken)), secretToken[4:20],
	} {
		if leak(text) == "" {
			t.Errorf("not found in %s", text)
		}
	}
	if walked := (walker{seen: map[any]bool{}}).text(&client{secretToken}); leak(walked) == "" {
		t.Error("not found by walking")
	}
}

// exhibits is all that was handed out, by name.
type exhibits struct {
	mu    sync.Mutex
	texts map[string]string
	shown map[string]any
}

func (e *exhibits) text(name, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.texts[name] += text
}

func (e *exhibits) show(name string, v any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.shown[name] = v
}

// watch is middleware that dumps what it sees on the way out and back.
func (e *exhibits) watch(next http.RoundTripper) http.RoundTripper {
	e.text("transport beneath middleware", fmt.Sprintf("%v %+v %#v", next, next, next)+walker{seen: map[any]bool{}}.text(next))
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		e.dump("request", r)
		res, err := next.RoundTrip(r)
		if res != nil {
			text, _ := httputil.DumpResponse(res, true)
			e.text("response dump", string(text))
			e.dump("request of the response", res.Request)
		}
		e.text("error in middleware", fmt.Sprintf("%v %#v", err, err))
		if op, ok := segment.OperationFrom(r.Context()); ok {
			e.show("operation", op)
		}
		return res, err
	})
}

func (e *exhibits) dump(name string, r *http.Request) {
	own := r.Clone(r.Context())
	if r.GetBody != nil {
		own.Body, _ = r.GetBody()
	}
	out, err := httputil.DumpRequestOut(own, true)
	e.text(name+" dump", fmt.Sprint(string(out), err, r.Header, fmt.Sprintf("%+v", r)))
}

// answers of the server by path, each a way to end.
func treacherous(t *testing.T) *troubled {
	t.Helper()
	return trouble(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+secretToken {
			t.Errorf("credential %q", got)
		}
		switch id := strings.TrimPrefix(r.URL.Path, "/sources/"); id {
		case "lost":
			panic(http.ErrAbortHandler)
		case "html":
			say2(w, page)
		case "stall":
			<-r.Context().Done()
		case "loop":
			http.Redirect(w, r, r.URL.Path, http.StatusPermanentRedirect)
		case "beta":
			reply(200, beta, data(`{}`))(w, r)
		case "401", "403", "404", "422", "429", "500", "503":
			var status int
			_, _ = fmt.Sscan(id, &status)
			w.Header().Set("Deprecation", "true")
			w.Header().Set("X-Request-Id", "r1")
			w.WriteHeader(status)
			say2(w, `{"errors":[{"type":"x","message":"no","field":"f","data":{"msBeforeNext":1}}]}`)
		default:
			w.Header().Set("Warning", `299 - "old"`)
			say2(w, data(`{"source":`+sourceJSON+`,"sources":[`+sourceJSON+`],"pagination":{"current":"x"}}`))
		}
	})
}

// collect makes calls that end in every way, and keeps what they hand out.
func (e *exhibits) collect(t *testing.T, core *segment.Client) {
	t.Helper()
	for version, client := range versions(core) {
		e.show(version, client)
		e.show(version+" by value", reflect.ValueOf(client).Elem().Interface())
		methods(client, func(name string, service, method reflect.Value, _ reflect.Method) {
			e.show(version+" "+name, []any{service.Interface(), service.Elem().Interface()})
			if method.Type().NumOut() == 1 {
				return
			}
			for in := range method.Type().Ins() {
				if in.Kind() == reflect.Pointer {
					e.show(version+" "+name+" input", filled(in).Interface())
				}
			}
		})
	}
	v1 := segmentv1.New(core)
	for _, id := range []string{"s1", "", "..", "lost", "html", "stall", "loop", "beta", "401", "403", "404", "422", "429", "500", "503"} {
		var r segment.Response
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		if id == "stall" {
			time.AfterFunc(10*time.Millisecond, cancel)
		}
		out, err := v1.Sources.Get(ctx, id, segment.WithResponse(&r), segment.WithMaxAttempts(2))
		cancel()
		if (err == nil) != (id == "s1") {
			t.Errorf("%q: %v", id, err)
		}
		e.show("result "+id, []any{out, err, errors.Unwrap(err), r, &r})
	}
	_, err := v1.Sources.Create(t.Context(), nil)
	e.show("nil body", err)
	_, err = v1.IAMUsers.DeleteInvites(t.Context(), nil)
	e.show("missing parameter", err)
	for src, err := range v1.Sources.ListAll(t.Context(), nil) {
		e.show("item", []any{src, err})
	}
}

// refused are clients that could not be made, and calls that could not be sent.
func (e *exhibits) refused(t *testing.T) {
	t.Helper()
	for i, opts := range [][]segment.Option{
		{segment.WithBaseURL("http://u:" + secretToken + "@h")}, {segment.WithBaseURL("http://h?token=" + secretToken)},
		{segment.WithBaseURL("http://u:" + secretToken + "@h:port")}, {segment.WithBaseURL("u:" + secretToken + "@h")},
		{segment.WithBaseURL("http://?" + secretToken)}, {segment.WithBaseURL("http://u:" + secretToken[4:16] + "@h/%zz")}, {segment.WithHeader("Authorization", "Bearer "+secretToken)},
		{segment.WithHeader("X-Key", secretToken+"\n")}, {segment.WithMaxResponseBytes(-1)},
	} {
		_, err := segment.NewClient(secretToken, opts...)
		if err == nil {
			t.Errorf("%d was accepted", i)
		}
		e.show(fmt.Sprint("refused client ", i), err)
	}
	_, err := segment.NewClient(secretToken + "\n")
	e.show("refused token", err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	source := func(context.Context) (string, error) { return secretToken, nil }
	bad := func(context.Context) (string, error) { return secretToken + "\r\n", nil }
	for name, opt := range map[string]segment.Option{"source": segment.WithTokenSource(source), "bad source": segment.WithTokenSource(bad)} {
		e.show(name, opt)
		core, err := segment.NewClient("", opt, segment.WithBaseURL("http://"+l.Addr().String()))
		e.show(name+" client", []any{core, err})
		_, err = segmentv1.New(core).Sources.Get(t.Context(), "s1", segment.WithMaxAttempts(1))
		if err == nil {
			t.Errorf("%s: called", name)
		}
		e.show(name+" call", err)
	}
}

func TestTokensDoNotGetOut(t *testing.T) {
	t.Parallel()
	e := &exhibits{texts: map[string]string{}, shown: map[string]any{}}
	s := treacherous(t)
	var logs [2]bytes.Buffer
	debug := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	for i, handler := range []slog.Handler{slog.NewTextHandler(&logs[0], debug), slog.NewJSONHandler(&logs[1], debug)} {
		core, err := segment.NewClient(secretToken, segment.WithBaseURL(s.url), segment.WithHTTPClient(&http.Client{Transport: s.transport}),
			segment.WithMaxRetryWait(20*time.Millisecond), segment.WithLogger(slog.New(handler)), segment.WithMiddleware(e.watch))
		if err != nil {
			t.Fatal(err)
		}
		e.show("core", core)
		e.show("core by value", *core)
		e.collect(t, core)
		e.text(fmt.Sprint("log ", i), logs[i].String())
		if !strings.Contains(logs[i].String(), "getSource") {
			t.Error("nothing was logged")
		}
	}
	e.refused(t)
	if len(e.shown) < 400 {
		t.Errorf("only %d values were shown", len(e.shown))
	}
	for name, text := range e.texts {
		if s := leak(text); s != "" {
			t.Errorf("%s has the token as %q", name, s)
		}
	}
	for name, v := range e.shown {
		for how, text := range printed(v) {
			if s := leak(text); s != "" {
				t.Errorf("%s, printed by %s, has the token as %q", name, how, s)
			}
		}
	}
}

// printed is v in every form in which programs print things.
func printed(v any) map[string]string {
	all := map[string]string{"walking": walker{seen: map[any]bool{}}.text(v), "Println": fmt.Sprintln(v)}
	for _, verb := range strings.Split("%v %+v %#v %s %q %+q %x %X % x %d %c %U %T %p %t %b %o %e %08v %-20s", " %") {
		verb = "%" + strings.TrimPrefix(verb, "%")
		all[verb] = fmt.Sprintf(verb, v)
	}
	text, err := json.Marshal(v)
	all["json"] = fmt.Sprint(string(text), err)
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("text", "v", v, slog.Group("g", "v", v))
	slog.New(slog.NewJSONHandler(&b, nil)).Info("json", "v", v)
	log.New(&b, "", 0).Print(v)
	all["log"] = b.String()
	all["wrapped"] = fmt.Sprintf("%+v %#v", struct{ V, v any }{v, v}, []any{&v, v})
	return all
}

// walker finds all text beneath a value as a debugger does: through pointers and
// fields that are not exported. It stops at what is not ours: the connections
// that net/http keeps.
type walker struct{ seen map[any]bool }

func (w walker) text(v any) string {
	var b strings.Builder
	w.walk(&b, reflect.ValueOf(v))
	return b.String()
}

func (w walker) walk(b io.StringWriter, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		_, _ = b.WriteString(v.String() + "\n")
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Type() == reflect.TypeFor[*http.Transport]() || strings.HasPrefix(v.Type().String(), "*net.") {
			return
		}
		if v.Kind() == reflect.Pointer {
			key := [2]any{v.Pointer(), v.Type()}
			if w.seen[key] {
				return
			}
			w.seen[key] = true
		}
		w.walk(b, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			w.walk(b, v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			_, _ = b.WriteString(fmt.Sprintf("%s\n", v))
			return
		}
		for i := range v.Len() {
			w.walk(b, v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			w.walk(b, k)
			w.walk(b, v.MapIndex(k))
		}
	}
}
