package conformance

// Redirects: followed with the same call, never with the token to another host,
// and never into another method.

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// moved redirects whatever does not come to /new to there, and records the
// credentials that arrive.
type moved struct {
	mu     sync.Mutex
	tokens []string
}

func (m *moved) note(r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tokens = append(m.tokens, r.Header.Get("Authorization")+r.Header.Get("X-Internal"))
}

func (m *moved) to(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		m.note(r)
		if strings.HasPrefix(r.URL.Path, "/new") {
			say2(w, data(`{}`))
			return
		}
		w.Header().Set("Location", location+"/new"+r.URL.Path)
		w.WriteHeader(status)
	}
}

// 307 and 308 keep method and body (RFC 9110, 15.4.8 and 15.4.9): so does the
// client, with the token where it was meant for.
func TestRedirectsKeepTheCall(t *testing.T) {
	t.Parallel()
	for _, status := range []int{307, 308} {
		for _, w := range ways {
			var m moved
			s := trouble(t, m.to(status, ""))
			if err := w.call(t.Context(), s.client()); err != nil {
				t.Errorf("%s, %d: %v", w.method, status, err)
				continue
			}
			all := s.requests()
			first, second := all[0], all[1]
			second.Path, second.EscapedPath = first.Path, first.EscapedPath
			if len(all) != 2 || first != second || first.Method != w.method {
				t.Errorf("%s, %d: %+v", w.method, status, all)
			}
			if want := "Bearer " + apiToken; !slices.Equal(m.tokens, []string{want, want}) {
				t.Errorf("%s, %d: credentials %q", w.method, status, m.tokens)
			}
		}
	}
}

// For 301 and 302 net/http makes a GET of everything else: a DELETE that was
// never made would be a success. The caller gets the redirect instead.
func TestRedirectsDoNotChangeTheMethod(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302} {
		for _, w := range ways {
			var m moved
			s := trouble(t, m.to(status, ""))
			err := w.call(t.Context(), s.client())
			if w.method == http.MethodGet {
				if err != nil || len(s.requests()) != 2 {
					t.Errorf("GET, %d: %v", status, err)
				}
				continue
			}
			var e *segment.Error
			if n := len(s.requests()); n != 1 || !errors.As(err, &e) || e.StatusCode != status || !strings.HasPrefix(e.Header.Get("Location"), "/new") {
				t.Errorf("%s, %d: %d requests, %v", w.method, status, n, err)
			}
		}
	}
}

// 303 says that the call was made, and where its result is (RFC 9110, 15.4.4).
func TestSeeOther(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		var m moved
		s := trouble(t, m.to(http.StatusSeeOther, ""))
		err := w.call(t.Context(), s.client())
		all := s.requests()
		if err != nil || len(all) != 2 || all[1].Method != http.MethodGet || all[1].Body != "" || all[1].Accept != stable {
			t.Errorf("%s: %+v, %v", w.method, all, err)
		}
	}
}

// Another host, and be it another port of this one, gets no token, nothing that
// the caller put into headers, and no body: that call is an error.
func TestRedirectsToOtherHosts(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		var here, there moved
		other := trouble(t, there.to(0, ""))
		s := trouble(t, here.to(307, other.url))
		err := w.call(t.Context(), s.client(), segment.WithHeader("X-Internal", "secret"))
		if !slices.Equal(here.tokens, []string{"Bearer " + apiToken + "secret"}) {
			t.Errorf("%s: credentials %q", w.method, here.tokens)
		}
		arrived := other.requests()
		if s.requests()[0].Body != "" {
			if err == nil || len(arrived) != 0 {
				t.Errorf("%s: %+v, %v", w.method, arrived, err)
			}
			continue
		}
		if err != nil || len(arrived) != 1 || !slices.Equal(there.tokens, []string{""}) {
			t.Errorf("%s: credentials %q, %v", w.method, there.tokens, err)
			continue
		}
		if got := arrived[0]; got.Method != w.method || got.Accept != stable {
			t.Errorf("%+v", got)
		}
	}
}

// A token that went away does not come back by another redirect from there.
func TestRedirectsThereAndBack(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	arrived := map[string]string{}
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		arrived[r.Host+r.URL.Path] = r.Header.Get("Authorization") + r.Header.Get("X-Internal")
	}
	var home string
	other := trouble(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		http.Redirect(w, r, home+"/back", http.StatusTemporaryRedirect)
	})
	s := trouble(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		if r.URL.Path == "/back" {
			say2(w, data(`{}`))
			return
		}
		http.Redirect(w, r, other.url+"/away", http.StatusTemporaryRedirect)
	})
	home = s.url
	if err := getSource(t.Context(), s.client(), segment.WithHeader("X-Internal", "secret")); err != nil {
		t.Fatal(err)
	}
	if got := arrived[strings.TrimPrefix(other.url, "http://")+"/away"]; got != "" {
		t.Errorf("away: %q", got)
	}
	if got := arrived[strings.TrimPrefix(home, "http://")+"/back"]; strings.Contains(got, apiToken) {
		t.Errorf("back: %q", got)
	}
}

func TestRedirectLoops(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		s := trouble(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path, http.StatusPermanentRedirect)
		})
		err := w.call(t.Context(), s.client())
		if n := len(s.requests()); n != 10 || err == nil || !strings.Contains(err.Error(), "10 redirects") {
			t.Errorf("%s: %d requests, %v", w.method, n, err)
		}
	}
}

// A redirect that leads nowhere is the answer.
func TestRedirectsToNowhere(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"", "http://[::1", "ftp://example.com/x"} {
		s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
			if location != "" {
				w.Header().Set("Location", location)
			}
			w.WriteHeader(http.StatusTemporaryRedirect)
		})
		_, err := segmentv1.New(s.client(segment.WithMaxAttempts(1))).Sources.Get(t.Context(), "s1")
		if err == nil || strings.Contains(err.Error(), "example.com") || len(s.requests()) != 1 {
			t.Errorf("%q: %v", location, err)
		}
	}
}
