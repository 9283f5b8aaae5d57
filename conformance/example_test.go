package conformance

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

// quickStart is main of the README's program, word for word;
// TestQuickStartIsTheREADMEs compares them.
func quickStart() {
	ctx := context.Background()
	client, err := segment.NewClient(os.Getenv("SEGMENT_TOKEN"), segment.WithRegion(segment.RegionEU))
	if err != nil {
		log.Fatal(err)
	}
	v1 := segmentv1.New(client)
	alpha := segmentv1alpha.New(client) // the import is the opt-in; same token, connections and limits

	// Items of all pages, fetched as the loop gets there.
	for source, err := range v1.Sources.ListAll(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(source.Slug)
	}

	_, err = alpha.Audiences.Get(ctx, "a-space", "an-audience", nil)
	switch {
	case errors.Is(err, segment.ErrNotFound):
		fmt.Println("no such audience")
	case err != nil:
		log.Fatal(err)
	}
}

// The program is unchanged: it gets its token from the environment, and asks the
// servers in Europe, whose place the loopback takes.
func Example_quickStart() {
	api := httptest.NewServer(http.HandlerFunc(europe))
	defer api.Close()
	direct := http.DefaultTransport
	http.DefaultTransport = detour{direct, api.URL}
	defer func() { http.DefaultTransport = direct }()
	_ = os.Setenv("SEGMENT_TOKEN", apiToken)
	defer func() { _ = os.Unsetenv("SEGMENT_TOKEN") }()

	quickStart()
	// Output:
	// web
	// ios
	// no such audience
}

// europe answers what the program asks, if it asks as it should.
func europe(w http.ResponseWriter, r *http.Request) {
	asked := fmt.Sprintf("%s https://%s%s %s %s", r.Method, r.Header.Get("Meant-For"), r.RequestURI, r.Header.Get("Accept"), r.Header.Get("Authorization"))
	w.Header().Set("Content-Type", r.Header.Get("Accept"))
	switch asked {
	case "GET https://eu1.api.segmentapis.com/sources " + stable + " Bearer " + apiToken:
		_, _ = fmt.Fprint(w, `{"data":{"sources":[{"slug":"web"}],"pagination":{"current":"MA==","next":"MQ=="}}}`)
	case "GET https://eu1.api.segmentapis.com/sources?pagination.count=200&pagination.cursor=MQ%3D%3D " + stable + " Bearer " + apiToken:
		_, _ = fmt.Fprint(w, `{"data":{"sources":[{"slug":"ios"}],"pagination":{"current":"MQ==","next":null}}}`)
	case "GET https://eu1.api.segmentapis.com/spaces/a-space/audiences/an-audience " + alpha + " Bearer " + apiToken:
		w.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprint(w, `{"errors":[{"type":"NotFound","message":"no such audience"}]}`)
	default:
		fmt.Println("unexpected:", asked)
		w.WriteHeader(http.StatusTeapot)
	}
}

// detour sends requests for any host to one server, and tells it which host was
// meant.
type detour struct {
	next http.RoundTripper
	to   string
}

// RoundTrip sends a changed copy of r.
func (d detour) RoundTrip(r *http.Request) (*http.Response, error) {
	to, err := url.Parse(d.to)
	if err != nil {
		return nil, err
	}
	c := r.Clone(r.Context())
	c.Header.Set("Meant-For", r.URL.Host)
	c.URL.Scheme, c.URL.Host = to.Scheme, to.Host
	return d.next.RoundTrip(c)
}
