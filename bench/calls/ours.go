package calls

import (
	"context"
	"net/http"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// generated is the generated client.
type generated struct{ v1 *segmentv1.Client }

// Ours makes the generated client, with its defaults.
func Ours(base string, h *http.Client) (Client, error) {
	opts := []segment.Option{segment.WithBaseURL(base)}
	if h != nil {
		opts = append(opts, segment.WithHTTPClient(h))
	}
	c, err := segment.NewClient(Token, opts...)
	if err != nil {
		return nil, err
	}
	return &generated{segmentv1.New(c)}, nil
}

// Get gets a source.
func (c *generated) Get(ctx context.Context, id string) (string, error) {
	out, err := c.v1.Sources.Get(ctx, id)
	if err != nil {
		return "", err
	}
	return out.Source.ID, nil
}

// Create creates a source.
func (c *generated) Create(ctx context.Context) (string, error) {
	out, err := c.v1.Sources.Create(ctx, newInput())
	if err != nil {
		return "", err
	}
	return out.Source.ID, nil
}

// List lists a page of sources.
func (c *generated) List(ctx context.Context) (int, error) {
	out, err := c.v1.Sources.List(ctx, &segmentv1.ListSourcesParams{Count: Listed, Cursor: Cursor})
	if err != nil {
		return 0, err
	}
	return len(out.Sources), nil
}
