package runtime

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestRedirectDropsCredential(t *testing.T) {
	for _, in := range []string{"header", "query", "cookie"} {
		other := newServer(t, okay)
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/things/a":
				http.Redirect(w, r, "/here", http.StatusTemporaryRedirect)
			case "/here":
				http.Redirect(w, r, other.URL+"/there", http.StatusTemporaryRedirect)
			}
		})
		c, err := newClient(apiKey(in, "X-Key", "sekret"), []Option{WithBaseURL(s.URL), withCredential(bearer("sekret"))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := get(c, WithHeader("X-Own", "private")); err != nil {
			t.Fatal(err)
		}
		for _, r := range s.requests() { // the same host still gets it
			if !strings.Contains(fmt.Sprint(r.uri, r.header), "sekret") || r.header.Get("X-Own") == "" {
				t.Errorf("%s: the credential is lost: %v", in, r)
			}
		}
		r := other.last(t)
		if text := fmt.Sprint(r); strings.Contains(text, "sekret") || strings.Contains(text, "private") {
			t.Errorf("%s: sent to another host: %s", in, text)
		}
		if r.header.Get("Accept") != vendor {
			t.Error("the version is lost")
		}
	}
}

func TestRedirectLimits(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) })
	c, clock := s.client(t)
	_, err := get(c)
	wantText(t, err, "example: v1 getThing: stopped after 10 redirects")
	if len(clock.waits) != 0 {
		t.Error("repeated")
	}
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	c, _ = s.client(t, WithHTTPClient(stop))
	_, err = get(c)
	wantText(t, err, "example: v1 getThing: 302 Found")
}

// sites answers by URL: with a redirect (status and target), else with success.
type sites struct {
	redirects map[string]string // "308 https://…"
	got       []string          // URL, method, authorization, X-Own, body
}

func (s *sites) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		data, _ := io.ReadAll(r.Body)
		_ = r.Body.Close()
		body = string(data)
	}
	s.got = append(s.got, strings.TrimRight(strings.Join([]string{r.Method, r.URL.String(), r.Header.Get("Authorization"), r.Header.Get("X-Own"), body}, " "), " "))
	res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {vendor}}, Body: io.NopCloser(strings.NewReader(`{"data":{"id":"a"}}`)), Request: r}
	if to := s.redirects[r.URL.String()]; to != "" {
		res.StatusCode, _ = strconv.Atoi(to[:3])
		res.Header.Set("Location", to[4:])
	}
	return res, nil
}

func TestWhereTheTokenGoes(t *testing.T) {
	const home = "https://api.example.com/things/a"
	const token, own = " Bearer sekret", " mine"
	tests := []struct {
		name      string
		redirects map[string]string
		got       []string // after the first one
	}{
		{"same host", map[string]string{home: "302 /b"}, []string{"GET https://api.example.com/b" + token + own}},
		{"same host, its port said", map[string]string{home: "302 https://API.example.com:443/b"}, []string{"GET https://API.example.com:443/b" + token + own}},
		{"other host", map[string]string{home: "307 https://evil.example/b"}, []string{"GET https://evil.example/b"}},
		{"subdomain", map[string]string{home: "302 https://evil.api.example.com/b"}, []string{"GET https://evil.api.example.com/b"}},
		{"domain above", map[string]string{home: "302 https://example.com/b"}, []string{"GET https://example.com/b"}},
		{"other port", map[string]string{home: "302 https://api.example.com:8443/b"}, []string{"GET https://api.example.com:8443/b"}},
		{"without TLS", map[string]string{home: "302 http://api.example.com/b"}, []string{"GET http://api.example.com/b"}},
		{"no scheme", map[string]string{home: "302 //evil.example/b"}, []string{"GET https://evil.example/b"}},
		{
			"there and back", map[string]string{home: "302 https://evil.example/b", "https://evil.example/b": "302 https://api.example.com/c", "https://api.example.com/c": "302 /d"},
			[]string{"GET https://evil.example/b", "GET https://api.example.com/c", "GET https://api.example.com/d"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &sites{redirects: tt.redirects}
			c, err := NewClient("sekret", WithHTTPClient(&http.Client{Transport: s}), WithHeader("X-Own", "mine"))
			if err != nil {
				t.Fatal(err)
			}
			out, err := get(c)
			if err != nil || out.ID != "a" {
				t.Fatal(out, err)
			}
			want := append([]string{"GET " + home + token + own}, tt.got...)
			if !reflect.DeepEqual(s.got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(s.got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestRedirectedBodies(t *testing.T) {
	const home = "https://api.example.com/things"
	const abroad = "example: v1 makeThing: the server redirects to another host, where the body does not belong"
	sent := "POST " + home + ` Bearer sekret  {"k":"private"}`
	tests := []struct {
		name, to string
		got      []string
		want     string // of the error
	}{
		{"303", "303 /b", []string{"GET https://api.example.com/b Bearer sekret"}, ""},
		{"307", "307 /b", []string{`POST https://api.example.com/b Bearer sekret  {"k":"private"}`}, ""},
		{"308", "308 /b", []string{`POST https://api.example.com/b Bearer sekret  {"k":"private"}`}, ""},
		{"301", "301 /b", nil, "example: v1 makeThing: 301 Moved Permanently"},
		{"302 abroad", "302 https://evil.example/b", nil, "example: v1 makeThing: 302 Found"},
		{"303 abroad", "303 https://evil.example/b", []string{"GET https://evil.example/b"}, ""},
		{"307 abroad", "307 https://evil.example/b", nil, abroad},
		{"308 without TLS", "308 http://api.example.com/b", nil, abroad},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &sites{redirects: map[string]string{home: tt.to}}
			f := &fakeClock{at: start}
			c, err := NewClient("sekret", WithHTTPClient(&http.Client{Transport: s}), withClock(f))
			if err != nil {
				t.Fatal(err)
			}
			_, err = create(c, map[string]string{"k": "private"})
			if tt.want != "" {
				wantText(t, err, tt.want)
			} else if err != nil {
				t.Error(err)
			}
			if want := append([]string{sent}, tt.got...); !reflect.DeepEqual(s.got, want) || len(f.waits) != 0 {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(s.got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestCallersRedirectPolicyHolds(t *testing.T) {
	refused := errors.New("not there")
	var asked []string
	policy := func(answer error) *http.Client {
		return &http.Client{
			Transport: &sites{redirects: map[string]string{"https://api.example.com/things": "307 https://evil.example/b"}},
			CheckRedirect: func(r *http.Request, via []*http.Request) error {
				asked = append(asked, fmt.Sprint(r.URL, len(via), r.Header.Get("Authorization")))
				return answer
			},
		}
	}
	c, err := NewClient("sekret", WithHTTPClient(policy(refused)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := create(c, 1); !errors.Is(err, refused) {
		t.Error(err)
	}
	if c, err = NewClient("sekret", WithHTTPClient(policy(http.ErrUseLastResponse))); err != nil {
		t.Fatal(err)
	}
	_, err = create(c, 1)
	wantText(t, err, "example: v1 makeThing: 307 Temporary Redirect")
	if want := []string{"https://evil.example/b 1", "https://evil.example/b 1"}; !reflect.DeepEqual(asked, want) {
		t.Error(asked)
	}
}

func TestCallersClientIsNotChanged(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/things/a" {
			http.Redirect(w, r, "/b", http.StatusFound)
			return
		}
		okay(w, r)
	})
	jar, _ := cookiejar.New(nil)
	rt := &http.Transport{}
	defer rt.CloseIdleConnections()
	policy := func(*http.Request, []*http.Request) error { return nil }
	own := &http.Client{Timeout: time.Minute, Jar: jar, Transport: rt, CheckRedirect: policy}
	before := *own
	c, _ := s.client(t, WithHTTPClient(own), WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return next }))
	for _, call := range []func() error{
		func() error { _, err := get(c); return err },
		func() error { _, err := create(c, 1); return err },
		func() error {
			_, err := SendValue[io.ReadCloser](t.Context(), c, &getThing, Call{Path: []any{"a"}})
			return err
		},
	} {
		if err := call(); err != nil {
			t.Fatal(err)
		}
	}
	same := own.Timeout == before.Timeout && own.Jar == before.Jar && own.Transport == before.Transport &&
		reflect.ValueOf(own.CheckRedirect).Pointer() == reflect.ValueOf(policy).Pointer() && rt.Proxy == nil && rt.DialContext == nil
	if !same {
		t.Errorf("%+v", own)
	}
	if c.s.watch.timeout != time.Minute || c.s.streaming.Timeout != time.Minute || c.s.http.Jar != jar {
		t.Error("the caller's timeout or jar does not hold")
	}
	if u, _ := url.Parse(s.URL); len(jar.Cookies(u)) != 0 {
		t.Error("cookies from nowhere")
	}
	if http.DefaultClient.Transport != nil || http.DefaultClient.CheckRedirect != nil || http.DefaultClient.Timeout != 0 {
		t.Error("the default client was changed")
	}
}

func TestRedirectsKeepTheMethod(t *testing.T) {
	for status, follows := range map[int]bool{301: false, 302: false, 303: true, 307: true, 308: true} {
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/new" {
				okay(w, r)
				return
			}
			w.Header().Set("Location", "/new")
			w.WriteHeader(status)
		})
		never := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
		for _, opts := range [][]Option{nil, {WithHTTPClient(never)}} {
			c, _ := s.client(t, opts...)
			_, err := create(c, map[string]string{"name": "x"})
			var e *Error
			if follows != (err == nil) || !follows && (!errors.As(err, &e) || e.StatusCode != status) {
				t.Errorf("POST, %d: %v", status, err)
			}
			if _, err := get(c); err != nil {
				t.Errorf("GET, %d: %v", status, err)
			}
		}
	}
}
