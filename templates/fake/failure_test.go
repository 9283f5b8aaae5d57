package fake

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

// failing is a client each call of which ends with err.
func failing(t *testing.T, err error) *runtime.Client {
	t.Helper()
	s := &testServer{Things: things{Get: func(context.Context, string, int64) (*thing, error) { return nil, err }}}
	return s.NewClient(t)
}

func TestFail(t *testing.T) {
	details := []runtime.ErrorDetail{
		{Type: "missing", Message: "no such thing", Field: "thing"}, {Message: "really", Data: []byte(`{"n":12345678901234567890}`)},
	}
	_, err := get(failing(t, Fail(http.StatusNotFound, details...)), "a", 1)
	var e *runtime.Error
	if !errors.Is(err, runtime.ErrNotFound) || !errors.As(err, &e) || !reflect.DeepEqual(e.Details, details) || e.Operation != &opGetThing {
		t.Errorf("%v\n%+v", err, e)
	}
	for status, class := range map[int]error{401: runtime.ErrUnauthorized, 422: runtime.ErrValidation, 429: runtime.ErrRateLimited, 500: runtime.ErrServer} {
		if _, err := get(failing(t, Fail(status)), "a", 1); !errors.Is(err, class) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestFailure(t *testing.T) {
	f := &Failure{StatusCode: 502, Header: http.Header{"X-Request-ID": {"r"}, "Content-Type": {"text/html"}}, Body: []byte("<html>")}
	_, err := get(failing(t, f), "a", 1)
	var e *runtime.Error
	if !errors.As(err, &e) || string(e.Body) != "<html>" || e.RequestID != "r" || e.Header.Get("Content-Type") != "text/html" {
		t.Errorf("%v\n%+v", err, e)
	}
	if f.Error() != "exampletest: 502 Bad Gateway" {
		t.Error(f)
	}
}

// An error that is no failure is a broken connection.
func TestBrokenConnection(t *testing.T) {
	broken := errors.New("connection reset")
	_, err := get(failing(t, broken), "a", 1)
	var e *runtime.Error
	if !errors.Is(err, broken) || errors.As(err, &e) {
		t.Error(err)
	}
}

func TestErrorBody(t *testing.T) {
	defer func(before dialect) { api = before }(api)
	one, two := []runtime.ErrorDetail{{Message: "a"}}, []runtime.ErrorDetail{{Message: "a"}, {Message: "b"}}
	for _, tt := range []struct {
		path    string
		details []runtime.ErrorDetail
		want    string
	}{
		{"errors", nil, `{"errors":[]}`},
		{"errors", two, `{"errors":[{"message":"a"},{"message":"b"}]}`},
		{"error.list", one, `{"error":{"list":[{"message":"a"}]}}`},
		{"", nil, `{}`},
		{"", one, `{"message":"a"}`},
		{"", two, `[{"message":"a"},{"message":"b"}]`},
	} {
		api.errors = tt.path
		if got, err := errorBody(tt.details); err != nil || string(got) != tt.want {
			t.Errorf("%q: %s (%v), want %s", tt.path, got, err, tt.want)
		}
	}
}
