package conformance

// The generated fakes: every operation of every version goes through the real
// client to a function and back, and what a fake refuses fails the test.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segment/segmenttest"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1/segmentv1test"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1alpha/segmentv1alphatest"
	"github.com/stratagen/strata/generated/segmentv1beta"
	"github.com/stratagen/strata/generated/segmentv1beta/segmentv1betatest"
)

// failures is a test that keeps what fails it.
type failures struct {
	testing.TB
	mu    sync.Mutex
	texts []string
}

func (f *failures) Helper()        {}
func (f *failures) Cleanup(func()) {}

func (f *failures) Error(args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = append(f.texts, fmt.Sprint(args...))
}

// faked is a version with its fake.
type faked struct {
	name string
	fake segmenttest.Fake // of type *Server
	api  func(*segment.Client) any
}

func fakedVersions() []faked {
	return []faked{
		{"v1", &segmentv1test.Server{}, func(c *segment.Client) any { return segmentv1.New(c) }},
		{"v1beta", &segmentv1betatest.Server{}, func(c *segment.Client) any { return segmentv1beta.New(c) }},
		{"v1alpha", &segmentv1alphatest.Server{}, func(c *segment.Client) any { return segmentv1alpha.New(c) }},
	}
}

func TestEveryFake(t *testing.T) {
	count := 0
	for _, v := range fakedVersions() {
		broken := &failures{}
		var calls struct{ sound, broken reflect.Value }
		calls.sound = reflect.ValueOf(v.api(segmenttest.NewClient(t, []segmenttest.Fake{v.fake}))).Elem()
		calls.broken = reflect.ValueOf(v.api(segmenttest.NewClient(broken, []segmenttest.Fake{v.fake}))).Elem()
		server := reflect.ValueOf(v.fake).Elem()
		for i := range server.NumField() {
			service := server.Type().Field(i).Name
			for j := range server.Field(i).NumField() {
				name := server.Field(i).Type().Field(j).Name
				count++
				t.Run(v.name+"/"+service+"."+name, func(t *testing.T) {
					function := server.Field(i).Field(j)
					method := calls.sound.FieldByName(service).MethodByName(name)
					args := arguments(method)
					unset(t, calls.broken.FieldByName(service).MethodByName(name), args, broken, v.name, service+"."+name)
					passes(t, method, function, args)
					refuses(t, method, function, args)
				})
			}
		}
	}
	if lanes := len(lanes(t)); count != lanes {
		t.Errorf("%d functions for %d operations", count, lanes)
	}
}

// arguments are those of a method, every parameter and property set.
func arguments(method reflect.Value) []reflect.Value {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	for i := 1; i < method.Type().NumIn()-1; i++ {
		arg := filled(method.Type().In(i))
		if arg.Kind() == reflect.String { // so that no two are alike
			arg.SetString(fmt.Sprintf("%s %d", arg, i))
		}
		args = append(args, arg)
	}
	return args
}

// unset checks that a call without a function fails the test by name.
func unset(t *testing.T, method reflect.Value, args []reflect.Value, broken *failures, version, name string) {
	t.Helper()
	broken.texts = nil
	err, _ := method.Call(args)[1].Interface().(error)
	want := []string{"segment" + version + "test: " + name + " was called and is not set"}
	if diff := cmp.Diff(want, broken.texts); diff != "" || err == nil {
		t.Errorf("error %v, failures (-want +got):\n%s", err, diff)
	}
}

// passes checks that a function gets what was passed, and its result comes back.
func passes(t *testing.T, method, function reflect.Value, args []reflect.Value) {
	t.Helper()
	result := filled(function.Type().Out(0))
	var got []reflect.Value
	function.Set(reflect.MakeFunc(function.Type(), func(in []reflect.Value) []reflect.Value {
		got = in
		return []reflect.Value{result, reflect.Zero(function.Type().Out(1))}
	}))
	out := method.Call(args)
	if err, _ := out[1].Interface().(error); err != nil {
		t.Fatal(err)
	}
	for i := range args[1:] {
		if diff := cmp.Diff(args[i+1].Interface(), got[i+1].Interface()); diff != "" {
			t.Errorf("argument %d (-sent +got):\n%s", i+1, diff)
		}
	}
	if diff := cmp.Diff(result.Interface(), out[0].Interface()); diff != "" {
		t.Errorf("result (-sent +got):\n%s", diff)
	}
}

// refuses checks that a failure comes back as the API's error.
func refuses(t *testing.T, method, function reflect.Value, args []reflect.Value) {
	t.Helper()
	detail := segment.ErrorDetail{Type: "not-found", Message: "there is none", Field: "id"}
	function.Set(reflect.MakeFunc(function.Type(), func([]reflect.Value) []reflect.Value {
		err := reflect.ValueOf(segmenttest.Fail(http.StatusNotFound, detail))
		return []reflect.Value{reflect.Zero(function.Type().Out(0)), err.Convert(function.Type().Out(1))}
	}))
	err, _ := method.Call(args)[1].Interface().(error)
	var e *segment.Error
	if !errors.Is(err, segment.ErrNotFound) || !errors.As(err, &e) {
		t.Fatalf("%v is not an API error of status 404", err)
	}
	if diff := cmp.Diff([]segment.ErrorDetail{detail}, e.Details); diff != "" {
		t.Errorf("details (-sent +got):\n%s", diff)
	}
}

// Absent, null and set are three things, on the way through a fake too.
func TestFakeKeepsNull(t *testing.T) {
	var got *segmentv1.UpdateWarehouseInput
	fake := &segmentv1test.Server{Warehouses: segmentv1test.Warehouses{
		Update: func(_ context.Context, _ string, in *segmentv1.UpdateWarehouseInput) (*segmentv1.UpdateWarehouseOutput, error) {
			got = in
			return &segmentv1.UpdateWarehouseOutput{}, nil
		},
	}}
	v1 := segmentv1.New(fake.NewClient(t))
	for _, sent := range []*segmentv1.UpdateWarehouseInput{
		{Settings: map[string]any{}}, // required, and therefore on the wire
		{Settings: map[string]any{"port": json.Number("5439")}, Name: segment.Null[string]()},
		{Settings: map[string]any{"host": nil}, Name: segment.Value("n")},
	} {
		if _, err := v1.Warehouses.Update(context.Background(), "w", sent); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sent, got); diff != "" {
			t.Errorf("-sent +got:\n%s", diff)
		}
	}
}

func TestPagesOfAFake(t *testing.T) {
	const pages = 3
	var asked []segmentv1.ListSourcesParams
	fake := &segmentv1test.Server{Sources: segmentv1test.Sources{
		List: func(_ context.Context, params *segmentv1.ListSourcesParams) (*segmentv1.ListSourcesOutput, error) {
			asked = append(asked, *params)
			page, _ := strconv.Atoi(params.Cursor)
			out := &segmentv1.ListSourcesOutput{Sources: []segmentv1.Source{{ID: fmt.Sprint(page, "a")}, {ID: fmt.Sprint(page, "b")}}}
			if page++; page < pages {
				out.Pagination.Next = segment.Value(strconv.Itoa(page))
			}
			return out, nil
		},
	}}
	var ids []string
	for source, err := range segmentv1.New(fake.NewClient(t)).Sources.ListAll(context.Background(), &segmentv1.ListSourcesParams{Count: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, source.ID)
	}
	if got := strings.Join(ids, " "); got != "0a 0b 1a 1b 2a 2b" {
		t.Error(got)
	}
	if diff := cmp.Diff([]segmentv1.ListSourcesParams{{Count: 2}, {Count: 2, Cursor: "1"}, {Count: 2, Cursor: "2"}}, asked); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// One client for several versions: each call reaches the fake of its own.
func TestFakesOfSeveralVersions(t *testing.T) {
	v1 := &segmentv1test.Server{Sources: segmentv1test.Sources{
		Get: func(_ context.Context, id string) (*segmentv1.GetSourceOutput, error) {
			return &segmentv1.GetSourceOutput{Source: segmentv1.Source{ID: "v1 " + id}}, nil
		},
	}}
	alpha := &segmentv1alphatest.Server{Sources: segmentv1alphatest.Sources{
		Get: func(_ context.Context, id string) (*segmentv1alpha.GetSourceOutput, error) {
			return &segmentv1alpha.GetSourceOutput{Source: segmentv1alpha.Source{ID: "v1alpha " + id}}, nil
		},
	}}
	client := segmenttest.NewClient(t, []segmenttest.Fake{v1, alpha})
	one, err := segmentv1.New(client).Sources.Get(context.Background(), "s")
	if err != nil || one.Source.ID != "v1 s" {
		t.Errorf("%+v, %v", one, err)
	}
	other, err := segmentv1alpha.New(client).Sources.Get(context.Background(), "s")
	if err != nil || other.Source.ID != "v1alpha s" {
		t.Errorf("%+v, %v", other, err)
	}

	failed := &failures{}
	_, err = segmentv1alpha.New(v1.NewClient(failed)).Sources.Get(context.Background(), "s")
	want := []string{"segmenttest: v1alpha getSource was called, and the client has fakes of v1 (segmentv1test) only"}
	if diff := cmp.Diff(want, failed.texts); diff != "" || err == nil {
		t.Errorf("%v, failures (-want +got):\n%s", err, diff)
	}
}
