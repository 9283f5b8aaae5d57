package fake

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

// Fake is the fake of one version of the API. The Server of each generated
// package for tests is one.
type Fake interface{ Routes() Routes }

// Routes is what a fake can answer.
type Routes struct {
	Package  string // of the fake, for messages
	Version  string // on the wire; empty: the API has no versions
	Services [][]Route
}

// Route binds an operation to the function that fakes it.
type Route struct {
	ID     string // of the operation
	Name   string // of the function, for messages: "Things.Get"
	Status int    // of an answer that is no failure; 0: 200
	// Func is a pointer to the function, which may be set at any time before the
	// call. It takes a context, the path parameters, the body and a pointer to
	// the struct of the other parameters, and returns a result and an error, or
	// the error alone.
	Func any
	// Params fills that struct: a func(*Decoder, *P); nil: there is none.
	Params any
}

// NewClient returns a client whose calls reach fakes, one for each version that
// the test uses, and nothing else: no network, no server. What goes wrong on the
// way, such as a call that has no function, fails t by name.
//
// A call is sent once, unless opts say otherwise (WithMaxAttempts); of the
// client that WithHTTPClient gives nothing is used.
func NewClient(t testing.TB, fakes []Fake, opts ...runtime.Option) *runtime.Client {
	t.Helper()
	s, err := newServer(t, fakes)
	if err != nil {
		t.Fatalf("%s: %v", packageName, err)
	}
	all := []runtime.Option{runtime.WithBaseURL("https://fake.invalid"), runtime.WithMaxAttempts(1)}
	all = append(all, opts...)
	all = append(all, runtime.WithHTTPClient(&http.Client{Transport: s}))
	c, err := newClient(all)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// version is a fake, ready to be looked up.
type version struct {
	Routes
	byID map[string]*Route
}

func newServer(t testing.TB, fakes []Fake) (*server, error) {
	if len(fakes) == 0 {
		return nil, errors.New("a client needs a fake")
	}
	s := &server{t: t, versions: map[string]*version{}}
	for _, f := range fakes {
		v := &version{Routes: f.Routes(), byID: map[string]*Route{}}
		if s.versions[v.Version] != nil {
			return nil, fmt.Errorf("two fakes of one version: %s", v.Package)
		}
		s.versions[v.Version] = v
		s.order = append(s.order, v)
		for _, routes := range v.Services {
			for i := range routes {
				v.byID[routes[i].ID] = &routes[i]
			}
		}
	}
	t.Cleanup(s.end)
	return s, nil
}
