package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/upstream/fetch"
)

const secret = "sk-hush-4711"

// withToken names a variable that holds the secret.
func withToken(t *testing.T, o fetch.Options) fetch.Options {
	t.Helper()
	t.Setenv("ACME_TOKEN", secret)
	o.TokenEnv = "ACME_TOKEN"
	return o
}

// as is the server under the name localhost, which is another host.
func (s *server) asLocalhost() string { return strings.Replace(s.URL, "127.0.0.1", "localhost", 1) }

func TestRedirects(t *testing.T) {
	var to string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/doc":
			send(w, doc)
		case "/3", "/2", "/1":
			next := map[string]string{"/3": "/2", "/2": "/1", "/1": "/doc"}[r.URL.Path]
			http.Redirect(w, r, next+"?signature=hush", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusMovedPermanently)
		default:
			http.Redirect(w, r, to, http.StatusTemporaryRedirect)
		}
	})
	r, err := get(t, s.URL+"/3", quick())
	if err != nil || string(r.Data) != doc {
		t.Fatal(err)
	}
	compare(t, s, strings.Join(append(r.Notes, r.From), "|"),
		"URL/3: redirected to URL/2?…|URL/2?…: redirected to URL/1?…|URL/1?…: redirected to URL/doc?…|URL/doc?…")

	_, err = get(t, s.URL+"/loop", quick())
	wantRejected(t, s, err, "URL/loop: more than 3 redirects, the last one from HOST to HOST")
	wantRequests(t, s, 4+4)

	port := strings.TrimPrefix(s.host(), "127.0.0.1")
	for address, want := range map[string]string{
		s.asLocalhost() + "/doc?x=hush":   "URL/: redirected from HOST to localhost" + port + ": another host, and not one of upstream.hosts",
		"http://acme.invalid/":            "URL/: redirected from HOST to acme.invalid: not https but http",
		"ftp://127.0.0.1/":                "URL/: redirected from HOST to 127.0.0.1: not https but ftp",
		"http://a:hush@" + s.host() + "/": "URL/: redirected from HOST to HOST: a user or password in the address",
	} {
		to = address
		before := s.requests.Load()
		_, err = get(t, s.URL+"/", quick())
		wantRejected(t, s, err, want)
		wantRequests(t, s, before+1)
	}
	to = s.asLocalhost() + "/doc"
	o := quick()
	o.Hosts = []string{"cdn.example.org", "localhost" + port}
	if r, err := get(t, s.URL+"/", o); err != nil || string(r.Data) != doc {
		t.Error(err)
	}
}

// From https there is no way to http, not even on this machine.
func TestRedirectToHTTP(t *testing.T) {
	plain := serve(t, func(w http.ResponseWriter, _ *http.Request) { send(w, doc) })
	s := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	defer s.Close()
	o := quick()
	o.RootCAs, o.Hosts = pool(s), []string{plain.host()}
	_, err := get(t, s.URL, o)
	wantRejected(t, nil, err, s.URL+": redirected from "+strings.TrimPrefix(s.URL, "https://")+" to "+plain.host()+": not https but http")
	wantRequests(t, plain, 0)
}

// The credential goes to the host of the source only, and a signature in its
// address goes nowhere else either.
func TestCredentialStaysAtHome(t *testing.T) {
	seen := map[string]http.Header{}
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen["other"] = r.Header
		send(w, doc)
	})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen[r.URL.Path] = r.Header
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "/b?signature=hush", http.StatusFound)
			return
		}
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	o := withToken(t, quick())
	o.Hosts = []string{other.host()}
	if _, err := get(t, s.URL+"/a?signature=hush", o); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/a", "/b"} {
		if got := seen[path].Get("Authorization"); got != "Bearer "+secret {
			t.Errorf("%s got %q", path, got)
		}
	}
	if all := fmt.Sprint(seen["other"]); strings.Contains(all, "hush") || seen["other"] == nil {
		t.Errorf("the other host got %s", all)
	}
}

// Whatever the server does with what it is sent, the credential is in no error,
// note, stamp or progress.
func TestCredentialNeverShown(t *testing.T) {
	o := withToken(t, quick())
	var shown []string
	o.Progress = func(text string) { shown = append(shown, text) }
	for path, answer := range map[string]http.HandlerFunc{
		"/title":    func(w http.ResponseWriter, _ *http.Request) { send(w, fmt.Sprintf("<html><title>%s</title>", secret)) },
		"/key":      func(w http.ResponseWriter, _ *http.Request) { send(w, fmt.Sprintf(`{"%s":1}`, secret)) },
		"/version":  func(w http.ResponseWriter, _ *http.Request) { send(w, fmt.Sprintf(`{"openapi":"%s"}`, secret)) },
		"/encoding": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", secret) },
		"/location": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+secret+".invalid/"+secret, http.StatusFound)
		},
		"/follow": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ok/"+secret, http.StatusFound) },
		"/ok/":    func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("ETag", secret); send(w, doc) },
		"/503":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) },
		"/garbage": func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				send(c, fmt.Sprintf("%s HTTP\r\n\r\n", secret))
				c.Close()
			}
		},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/ok/") {
				w.Header().Set("ETag", secret)
				send(w, doc)
				return
			}
			answer(w, r)
		})
		r, err := get(t, s.URL+path, o)
		text := fmt.Sprintf("%v %+v %v", err, err, shown)
		if r != nil {
			text += fmt.Sprintf("%+v %+v %s", r.Notes, r.Stamp, r.From)
		}
		if strings.Contains(text, secret) {
			t.Errorf("%s: %s", path, text)
		}
	}
	if len(shown) == 0 {
		t.Error("no progress was shown: the test sees nothing")
	}
}

func TestCredentialMissing(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { send(w, doc) })
	for _, value := range []string{"", " ", "sk-\nhush", "sk-hush é"} {
		o := withToken(t, quick())
		t.Setenv("ACME_TOKEN", value)
		_, err := get(t, s.URL, o)
		var e *fetch.Invalid
		if !errors.As(err, &e) || !strings.Contains(err.Error(), "ACME_TOKEN") || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %T %v", value, err, err)
		}
	}
	wantRequests(t, s, 0)
}

func TestConditional(t *testing.T) {
	var got http.Header
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("ETag", `"a1"`)
		w.Header().Set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")
		if r.Header.Get("If-None-Match") != "" || r.URL.Path == "/always" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		send(w, doc)
	})
	first, err := get(t, s.URL+"/a?signature=hush", quick())
	if err != nil || first.Stamp.ETag != `"a1"` || strings.Contains(fmt.Sprint(first.Stamp), "hush") {
		t.Fatal(err, first)
	}
	o := quick()
	o.HaveCopy = true
	again, err := fetch.Get(t.Context(), fetch.URL(s.URL+"/a?signature=hush"), first.Stamp, o)
	if err != nil || !again.NotModified || again.Stamp != first.Stamp || again.Data != nil {
		t.Errorf("%v %+v", err, again)
	}
	if got.Get("If-None-Match") != `"a1"` || got.Get("If-Modified-Since") != "Wed, 21 Oct 2015 07:28:00 GMT" {
		t.Errorf("sent %v", got)
	}
	// A stamp of another address is none; nor is one without the document.
	if r, err := fetch.Get(t.Context(), fetch.URL(s.URL+"/b"), first.Stamp, o); err != nil || r.NotModified {
		t.Errorf("%v %+v", err, r)
	}
	if r, err := fetch.Get(t.Context(), fetch.URL(s.URL+"/a?signature=hush"), first.Stamp, quick()); err != nil || r.NotModified {
		t.Errorf("%v %+v", err, r)
	}
	_, err = get(t, s.URL+"/always", quick())
	wantRejected(t, s, err, "URL/always: 304 but no local copy")
	_, err = get(t, s.URL+"/always", o)
	wantRejected(t, s, err, "URL/always: 304 to a request without conditions")
}

func TestInvalidSources(t *testing.T) {
	for text, want := range map[string]string{
		"http://acme.example/x?hush":      "http://acme.example/x?…: must be https (http is for this machine only)",
		"https://hush:hush@acme.example/": "https://acme.example/: a URL with a user or password is not taken: name an environment variable (upstream.tokenEnv)",
		"redoc:ftp://acme.example":        "redoc:ftp://acme.example: must be https (http is for this machine only)",
		"https:acme":                      "https:: is no URL of a host",
		"https://acme.example/%zz?hush":   "(no URL): is no URL of a host",
		"git:--output=x:a":                "git:--output=x:a: a revision cannot begin with a dash",
		"git:main":                        "git:main: must be git:REF:PATH",
		"git::a":                          "git::a: must be git:REF:PATH",
		"ftp://acme.example/x?hush":       "ftp://acme.example/x?…: must be https (http is for this machine only)",
		"file:":                           "file:: names no file",
		"":                                "file:: names no file",
	} {
		_, err := fetch.ParseSource(text)
		var e *fetch.Invalid
		if !errors.As(err, &e) || err.Error() != want {
			t.Errorf("%q: %T %v, want %s", text, err, err, want)
		}
	}
	if _, err := fetch.Get(t.Context(), fetch.Source{}, fetch.Stamp{}, quick()); err == nil {
		t.Error("no source, no error")
	}
	for text, want := range map[string]fetch.Source{
		"-": fetch.Stdin(), "a.yaml": fetch.File("a.yaml"), "file:a.yaml": fetch.File("a.yaml"), "git:main:a": fetch.Git("main:a"),
		"https://acme.example/a": fetch.URL("https://acme.example/a"), "redoc:https://acme.example": fetch.Redoc("https://acme.example"),
		"http://localhost:1/": fetch.URL("http://localhost:1/"), "http://[::1]/": fetch.URL("http://[::1]/"), "C:/a": fetch.File("C:/a"),
	} {
		if got, err := fetch.ParseSource(text); err != nil || got != want {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
}

func TestFileAndStdin(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.json": doc, "empty": "", "large": strings.Repeat(" ", 2000)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	o := quick()
	o.Dir, o.Limits.Bytes = dir, 1000
	for name, want := range map[string]string{
		"a.json": "", "empty": "empty: 0 bytes: the document is empty", "large": "large: more than 1000 bytes, which is the limit",
		"absent": "absent: no such file or directory", ".": ".: is no file",
	} {
		r, err := fetch.Get(t.Context(), fetch.File(name), fetch.Stamp{}, o)
		if want != "" {
			wantRejected(t, nil, err, want)
		} else if err != nil || string(r.Data) != doc || r.From != name {
			t.Errorf("%v %+v", err, r)
		}
	}
	o.Stdin = strings.NewReader(doc)
	if r, err := fetch.Get(t.Context(), fetch.Stdin(), fetch.Stamp{}, o); err != nil || string(r.Data) != doc {
		t.Error(err)
	}
	_, err := fetch.Get(t.Context(), fetch.Stdin(), fetch.Stamp{}, o)
	wantRejected(t, nil, err, "standard input: 0 bytes: the document is empty")
}

func TestGit(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q", "-b", "main")
	write("a b.json", doc)
	write("large", strings.Repeat("x", 1<<20))
	write(".gitattributes", "*.json diff=evil text eol=crlf\n")
	git("config", "diff.evil.textconv", "touch evil; cat")
	git("add", ".")
	git("commit", "-q", "-m", "a")
	git("tag", "v1")
	write("a b.json", "later")
	o := quick()
	o.Dir, o.Limits.Bytes = dir, 1000
	for _, ref := range []string{"v1:a b.json", "main:a b.json", "HEAD:./a b.json"} {
		if r, err := fetch.Get(t.Context(), fetch.Git(ref), fetch.Stamp{}, o); err != nil || string(r.Data) != doc {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "evil")); err == nil {
		t.Error("a filter was run")
	}
	for ref, want := range map[string]string{
		"main:absent": "git:main:absent: git: path 'absent' does not exist in 'main'",
		"nope:a":      "git:nope:a: git: invalid object name 'nope'.",
		"main:large":  "git:main:large: more than 1000 bytes, which is the limit",
	} {
		_, err := fetch.Get(t.Context(), fetch.Git(ref), fetch.Stamp{}, o)
		var e *fetch.Rejected
		if !errors.As(err, &e) || err.Error() != want {
			t.Errorf("%T %v, want %s", err, err, want)
		}
	}
}

func TestRedoc(t *testing.T) {
	page := func(script string) string { return "<html><title>Acme</title>" + script }
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if a := r.Header.Get("Authorization"); a != "" {
			t.Errorf("the other host got %s", a)
		}
		send(w, "const s = {\"x\":"+doc+"}")
	})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/inline":
			w.Header().Set("ETag", `"p"`)
			send(w, page("<script>const __redoc_state = {\"spec\":{\"data\":"+doc+"}};</script>"))
		case "/tag/linked":
			w.Header().Set("ETag", `"page"`)
			send(w, page(`<script src="../redocly-state-1.js?v=hush"></script>`))
		case "/redocly-state-1.js":
			w.Header().Set("ETag", `"b"`)
			if r.Header.Get("If-None-Match") == `"b"` {
				w.WriteHeader(304)
				return
			}
			send(w, fmt.Sprintf("const __redoc_state = JSON.parse(%q);", `{"definition":{"data":`+doc+`}}`))
		case "/elsewhere":
			send(w, page(`<script src="`+other.URL+`/redocly-state-1.js"></script>`))
		case "/gone":
			send(w, page(`<script src="/redocly-state-2.js"></script>`))
		case "/login":
			w.Header().Set("Content-Type", "text/html")
			send(w, page(""))
		case "/swagger":
			send(w, page(`<script>x = {"openapi":"4.0.0","paths":{}}</script>`))
		default:
			w.WriteHeader(404)
		}
	})
	run := func(path string, stamp fetch.Stamp, o fetch.Options) (*fetch.Result, error) {
		return fetch.Get(t.Context(), fetch.Redoc(s.URL+path), stamp, o)
	}
	have := withToken(t, quick())
	have.HaveCopy = true
	for path, from := range map[string]string{"/inline": "URL/inline", "/tag/linked": "URL/redocly-state-1.js?…"} {
		r, err := run(path, fetch.Stamp{}, quick())
		if err != nil || string(r.Data) != doc {
			t.Fatalf("%s: %v %+v", path, err, r)
		}
		compare(t, s, r.From, from)
		again, err := run(path, r.Stamp, have)
		if err != nil || again.NotModified != (path == "/tag/linked") {
			t.Errorf("%s again: %v %+v", path, err, again)
		}
	}
	have.Hosts = []string{other.host()}
	if r, err := run("/elsewhere", fetch.Stamp{}, have); err != nil || string(r.Data) != doc {
		t.Error(err)
	}
	for path, want := range map[string]string{
		"/elsewhere": "URL/elsewhere: links a bundle of " + other.host() + " from HOST: another host, and not one of upstream.hosts",
		"/gone":      "URL/redocly-state-2.js: 404 Not Found",
		"/login":     `URL/login: no OpenAPI document in the page (title "Acme", scripts: 0): nothing in it is an object with openapi and paths; content-type text/html`,
		"/swagger":   "URL/swagger: openapi 4.0.0: only OpenAPI 3 can be read",
		"/404":       "URL/404: 404 Not Found",
	} {
		_, err := run(path, fetch.Stamp{}, quick())
		wantRejected(t, s, err, want)
	}
}

// Every limit that is not set has its default; a new one cannot be forgotten.
func TestDefaultLimits(t *testing.T) {
	d := reflect.ValueOf(fetch.DefaultLimits())
	for i := range d.NumField() {
		if d.Field(i).IsZero() {
			t.Errorf("%s has no default", d.Type().Field(i).Name)
		}
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"https://a:b@c.example/d%2Fe?f=g#h": "https://c.example/d%2Fe?…", "https://c.example": "https://c.example", "%": "(no URL)",
	} {
		if got := fetch.Shown(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if _, err := url.Parse(fetch.Shown("https://c.example/x")); err != nil {
		t.Error(err)
	}
}
