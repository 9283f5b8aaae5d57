package calls

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/stratagen/strata/generated/segmentv1"
)

// byHand is the client without a generator: one shared http.Client, and into the
// structs of the generated one.
type byHand struct {
	http *http.Client
	base string
}

// Hand makes the client written by hand.
func Hand(base string, h *http.Client) (Client, error) {
	if h == nil {
		h = &http.Client{}
	}
	return &byHand{h, base}, nil
}

// maxBody bounds a body.
const maxBody = 64 << 20

// do sends in, unless it is nil, and decodes the answer into out.
func (c *byHand) do(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+Token)
	req.Header.Set("Accept", MediaType)
	req.Header.Set("User-Agent", "by-hand/1.0")
	if in != nil {
		req.Header.Set("Content-Type", MediaType)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return err
	}
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("%s %s: %s", method, path, res.Status)
	}
	if t, _, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err != nil || t != MediaType {
		return fmt.Errorf("%s %s: content type %q", method, path, res.Header.Get("Content-Type"))
	}
	return json.Unmarshal(data, out)
}

// Get gets a source.
func (c *byHand) Get(ctx context.Context, id string) (string, error) {
	var out struct {
		Data segmentv1.GetSourceOutput `json:"data"`
	}
	err := c.do(ctx, http.MethodGet, "/sources/"+url.PathEscape(id), nil, &out)
	return out.Data.Source.ID, err
}

// Create creates a source.
func (c *byHand) Create(ctx context.Context) (string, error) {
	var out struct {
		Data segmentv1.CreateSourceOutput `json:"data"`
	}
	err := c.do(ctx, http.MethodPost, "/sources", newInput(), &out)
	return out.Data.Source.ID, err
}

// List lists a page of sources.
func (c *byHand) List(ctx context.Context) (int, error) {
	var out struct {
		Data segmentv1.ListSourcesOutput `json:"data"`
	}
	query := url.Values{"pagination.count": {strconv.Itoa(Listed)}, "pagination.cursor": {Cursor}}
	err := c.do(ctx, http.MethodGet, "/sources?"+query.Encode(), nil, &out)
	return len(out.Data.Sources), err
}

// newInput is the body of a Create.
func newInput() *segmentv1.CreateSourceInput {
	return &segmentv1.CreateSourceInput{
		Slug: Slug, Enabled: true, MetadataID: MetadataID, Settings: Settings(),
	}
}
