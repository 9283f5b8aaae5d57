package fake

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

// server is the transport of a client: it answers with the functions of its
// fakes. Calls may come from several goroutines.
type server struct {
	t        testing.TB
	order    []*version
	versions map[string]*version

	mu   sync.RWMutex
	over bool // the test has ended: a testing.TB that is used after it panics
}

// end waits for reports under way, so that none comes too late.
func (s *server) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

func (s *server) ended() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.over
}

// report fails the test, and is the error of the call too. It may run on any
// goroutine, which is why it does not end the test.
func (s *server) report(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if !s.over {
		s.t.Error(err)
	}
	return err
}

// RoundTrip answers a request of the client.
func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	c, err := s.call(req)
	if err != nil {
		return nil, err
	}
	if s.ended() {
		return nil, fmt.Errorf("%s: called after the end of the test", c.label)
	}
	args, err := c.arguments()
	if err != nil {
		return nil, s.report("%s: %w", c.label, err)
	}
	out, err := c.invoke(args)
	var failure *Failure
	switch {
	case errors.As(err, &failure):
		return c.fail(failure)
	case err != nil:
		return nil, err // as if the connection had broken
	}
	return c.answer(out)
}

// call finds the function that a request is for.
func (s *server) call(req *http.Request) (*call, error) {
	op, ok := runtime.OperationFrom(req.Context())
	if !ok {
		return nil, s.report("%s: %s %s is no call of an operation", packageName, req.Method, req.URL.Path)
	}
	v := s.versions[op.Version]
	if v == nil {
		return nil, s.report("%s: %s %s was called, and the client has %s", packageName, op.Version, op.ID, s.known())
	}
	route := v.byID[op.ID]
	if route == nil {
		return nil, s.report("%s: %s was called and is no operation of the fake", v.Package, op.ID)
	}
	c := &call{server: s, req: req, op: op, route: route, label: v.Package + ": " + route.Name}
	if c.function = reflect.ValueOf(route.Func).Elem(); c.function.IsNil() {
		return nil, s.report("%s was called and is not set", c.label)
	}
	return c, nil
}

// known lists the fakes: "a fake of v1 only (acmev1test)".
func (s *server) known() string {
	var all []string
	for _, v := range s.order {
		all = append(all, strings.TrimSpace(v.Version+" ("+v.Package+")"))
	}
	return "fakes of " + strings.Join(all, ", ") + " only"
}
