// Command oapi calls a server with the three clients of -target oapi-codegen and
// prints everything that is not as it should be.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"

	v1 "github.com/stratagen/strata/generated/oapi-codegen/segmentv1"
	v1alpha "github.com/stratagen/strata/generated/oapi-codegen/segmentv1alpha"
	v1beta "github.com/stratagen/strata/generated/oapi-codegen/segmentv1beta"
)

// server keeps what came and answers what it is told to.
type server struct {
	got                *http.Request
	body               string
	status             int
	contentType, reply string
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.got, s.body = r, string(body)
	w.Header().Set("Content-Type", s.contentType)
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.reply)
}

func (s *server) answer(status int, contentType, reply string) {
	s.status, s.contentType, s.reply = status, contentType, reply
}

var failed bool

func complain(format string, args ...any) {
	failed = true
	fmt.Printf(format+"\n", args...)
}

func equal(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		complain("%s: got %q, want %q", what, got, want)
	}
}

func main() {
	s := &server{}
	h := httptest.NewServer(s)
	defer h.Close()
	for version, client := range map[string]func() (any, error){
		"v1":      func() (any, error) { return v1.NewClientWithResponses(h.URL) },
		"v1beta":  func() (any, error) { return v1beta.NewClientWithResponses(h.URL) },
		"v1alpha": func() (any, error) { return v1alpha.NewClientWithResponses(h.URL) },
	} {
		c, err := client()
		if err != nil {
			panic(err)
		}
		t := target{s, version, "application/vnd.segment." + version + "+json", reflect.ValueOf(c)}
		t.answers()
		t.queries()
		t.bodies()
		t.errors()
	}
	if failed {
		os.Exit(1)
	}
}

// target is the client of one version.
type target struct {
	*server
	version, mediaType string
	client             reflect.Value
}

// call calls a method; arguments are JSON, and become what the method takes.
func (t target) call(prefix, suffix string, args ...string) (reflect.Value, error) {
	for i := range t.client.NumMethod() {
		name := t.client.Type().Method(i).Name
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, suffix) {
			continue
		}
		method := t.client.Method(i)
		in := []reflect.Value{reflect.ValueOf(context.Background())}
		for j, arg := range args {
			if method.Type().In(j+1) == reflect.TypeFor[io.Reader]() {
				in = append(in, reflect.ValueOf(strings.NewReader(arg)))
				continue
			}
			v := reflect.New(method.Type().In(j + 1))
			if err := json.Unmarshal([]byte(arg), v.Interface()); err != nil {
				panic(err)
			}
			in = append(in, v.Elem())
		}
		out := method.Call(in)
		err, _ := out[1].Interface().(error)
		return out[0], err
	}
	panic("no method " + prefix + "…" + suffix)
}

// field is the text of the first field of a result that ends in name, decoded.
func field(result reflect.Value, name string) string {
	v := result.Elem()
	for i := range v.NumField() {
		if strings.HasSuffix(v.Type().Field(i).Name, name) && v.Field(i).Kind() == reflect.Pointer && !v.Field(i).IsNil() {
			text, _ := json.Marshal(v.Field(i).Interface())
			return string(text)
		}
	}
	return ""
}

const source = `{"enabled":true,"id":"s","labels":[],"metadata":{"categories":[],"description":"","id":"","isCloudEventSource":false,` +
	`"logos":{"default":""},"name":"","options":[],"slug":""},"slug":"web","workspaceId":"w","writeKeys":[]}`

// answers: the parameters and case of a media type mean nothing; another version
// is an error.
func (t target) answers() {
	reply := `{"data":{"pagination":{"current":"","totalEntries":1},"sources":[` + source + `]}}`
	for _, contentType := range []string{
		t.mediaType, t.mediaType + "; charset=utf-8", strings.ToUpper(t.mediaType) + ";CHARSET=UTF-8",
		"application/json", "application/json; charset=utf-8", "Application/JSON",
	} {
		t.answer(200, contentType, reply)
		result, err := t.call("ListSources", "rcesWithResponse", "null")
		if err != nil {
			complain("%s in %s: %v", t.version, contentType, err)
			continue
		}
		if got := field(result, "JSON200"); !strings.Contains(got, `"slug":"web"`) {
			complain("%s in %s: %q", t.version, contentType, got)
		}
		equal(t.version+" accept", t.got.Header["Accept"], []string{t.mediaType})
		equal(t.version+" content type", t.got.Header["Content-Type"], []string(nil))
	}
	for _, other := range []string{"v1", "v1beta", "v1alpha", "v2"} {
		if other == t.version {
			continue
		}
		other = "application/vnd.segment." + other + "+json"
		t.answer(200, other+"; charset=utf-8", reply)
		if _, err := t.call("ListSources", "rcesWithResponse", "null"); err == nil ||
			!strings.Contains(err.Error(), other) || !strings.Contains(err.Error(), t.mediaType) {
			complain("%s in %s: error %v", t.version, other, err)
		}
	}
}

// queries go out as spec/gen.yaml says.
func (t target) queries() {
	t.answer(200, t.mediaType, `{"data":{}}`)
	if _, err := t.call("ListSources", "rcesWithResponse", `{"pagination":{"count":3,"cursor":"a b&c"}}`); err != nil {
		complain("%s: %v", t.version, err)
	}
	equal(t.version+" query", t.got.URL.RawQuery, "pagination.count=3&pagination.cursor=a+b%26c")
	_, err := t.call("GetEventsVolumeFromWorkspace", "WorkspaceWithResponse",
		`{"granularity":"DAY","startTime":"a","endTime":"b","sourceId":["x","y"],"pagination":{"count":1}}`)
	if err != nil {
		complain("%s: %v", t.version, err)
	}
	equal(t.version+" list", t.got.URL.Query().Get("sourceId.0")+t.got.URL.Query().Get("sourceId.1"), "xy")
}

// bodies go out in the version, also where plain JSON is asked for.
func (t target) bodies() {
	t.answer(200, t.mediaType, `{"data":{"labels":[]}}`)
	body := `{"labels":[{"key":"k","value":"v"}]}`
	if _, err := t.call("AddLabelsToSourceWithApplication", "JSONBodyWithResponse", `"id"`, body); err != nil {
		complain("%s: %v", t.version, err)
	}
	equal(t.version+" body", t.body, body)
	equal(t.version+" accept", t.got.Header["Accept"], []string{t.mediaType})
	equal(t.version+" content type", t.got.Header["Content-Type"], []string{t.mediaType})
	for given, want := range map[string]string{
		"application/json": t.mediaType, "application/json; charset=utf-8": t.mediaType, t.mediaType: t.mediaType, "text/csv": "text/csv",
	} {
		given, _ := json.Marshal(given)
		if _, err := t.call("AddLabelsToSourceWithBody", "Response", `"id"`, string(given), body); err != nil {
			complain("%s: %v", t.version, err)
		}
		equal(t.version+" content type of "+string(given), t.got.Header["Content-Type"], []string{want})
	}
}

// errors are decoded as declared; what is no JSON is left as it is.
func (t target) errors() {
	for _, contentType := range []string{t.mediaType, "application/json", t.mediaType + "; charset=utf-8"} {
		t.answer(404, contentType, `{"errors":[{"type":"not-found","message":"gone"}]}`)
		result, err := t.call("ListSources", "rcesWithResponse", "null")
		if err != nil || !strings.Contains(field(result, "JSON404"), "gone") {
			complain("%s: 404 in %s: %v", t.version, contentType, err)
		}
	}
	t.answer(502, "text/html", "<html>")
	result, err := t.call("ListSources", "rcesWithResponse", "null")
	if err != nil || field(result, "JSON200")+field(result, "JSON404") != "" {
		complain("%s: 502: %v", t.version, err)
	}
}
