package calls

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// The answers: one source of 3 KB, and 200 that are a little shorter.
var (
	oneSource  = fmt.Appendf(nil, `{"data":{"source":%s,"trackingPlanId":"tp_2XTkKVgYnTTG1rLzQh5sZ9"}}`, sourceJSON(0, 10))
	newSource  = fmt.Appendf(nil, `{"data":{"source":%s}}`, sourceJSON(0, 3))
	allSources = fmt.Appendf(nil, `{"data":{"sources":[%s],"pagination":{"current":"MA==","next":"MjAw","totalEntries":431}}}`, sourceList())
)

func sourceID(i int) string { return fmt.Sprintf("rh5BDZp6QDHvXFCkibm1p%03d", i) }

func sourceList() string {
	list := make([]string, Listed)
	for i := range list {
		list[i] = sourceJSON(i, 3)
	}
	return strings.Join(list, ",")
}

// sourceJSON is a source with so many options in its metadata.
func sourceJSON(i, options int) string {
	list := make([]string, options)
	for j := range list {
		list[j] = fmt.Sprintf(`{"name":"option_%d","type":"string","required":%t,`+
			`"description":"What the integration does with events of kind %d, and where it sends what it does not know.",`+
			`"defaultValue":"default-%d","label":"Option %d"}`, j, j%2 == 0, j, j, j)
	}
	return fmt.Sprintf(`{"id":"%s","slug":"my-test-source-%d","name":"My test source %d",`+
		`"metadata":{"id":"%s","name":"Javascript","slug":"javascript",`+
		`"description":"Analytics.js is the fastest way to send events from a website to everything that is connected to it.",`+
		`"logos":{"default":"https://cdn.example.com/logos/javascript/default.svg","alt":null,`+
		`"mark":"https://cdn.example.com/logos/javascript/mark.svg"},`+
		`"options":[%s],"categories":["Website","Mobile"],"isCloudEventSource":false,"status":"PUBLIC"},`+
		`"workspaceId":"9aQ1Lj62S4bomZKLF4DPqW","enabled":true,"writeKeys":["D4ZxPTZdZVuTRXsNSMpsmtjvbK9Tg0kz"],`+
		`"settings":{"forwardingBlockedEventsTo":"","retention":%d,"endpoint":"https://collect.example.com/v1/t"},`+
		`"labels":[{"key":"environment","value":"production","description":"Where it runs."}]}`,
		sourceID(i), i, i, MetadataID, strings.Join(list, ","), 30+i)
}

// answer is what the server answers to a method and a path.
func answer(method, path string) (status int, body []byte) {
	switch {
	case method == http.MethodPost && path == "/sources":
		return http.StatusCreated, newSource
	case method == http.MethodGet && path == "/sources":
		return http.StatusOK, allSources
	case method == http.MethodGet && strings.HasPrefix(path, "/sources/"):
		return http.StatusOK, oneSource
	}
	return http.StatusNotFound, nil
}

// Handler is the server. What it is asked is checked only as far as a client
// could gain by leaving it out.
var Handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	sent, err := io.ReadAll(r.Body)
	status, body := answer(r.Method, r.URL.Path)
	switch {
	case err != nil, body == nil, r.Header.Get("Authorization") != "Bearer "+Token, r.Header.Get("Accept") != MediaType,
		r.Header.Get("User-Agent") == "", r.Method == http.MethodPost && len(sent) < 100,
		r.Method == http.MethodGet && r.URL.Path == "/sources" && r.URL.RawQuery == "":
		http.Error(w, "not the call that is compared", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // at once: a string would go out in pieces
})

// Loop answers as Handler does, without a network.
type Loop struct{}

// RoundTrip answers r.
func (Loop) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	status, body := answer(r.Method, r.URL.Path)
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {MediaType}},
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)),
	}, nil
}
