// Package copysources copies the sources of one Segment workspace into another.
// A source is known by its slug: what is missing is created, what is there stays,
// or is brought up to date on request. It shows how a program uses the generated
// clients: two workspaces, two versions of the API, and every error it can meet.
package copysources

import (
	"context"
	"errors"
	"fmt"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

// Options are what a copy does beyond creating what is missing.
type Options struct {
	Update bool // bring name and settings of the sources that are there up to date
	Alpha  bool // create with the alpha version, which takes the name at once
	DryRun bool // change nothing, only report
}

// Copier copies between two workspaces. It is safe to use it again.
type Copier struct {
	from, to *segmentv1.Client
	alpha    *segmentv1alpha.Client // of the workspace that is copied to
	opts     Options
}

// New makes a copier. The token of a client decides which workspace it sees; the
// views on both versions share one client, with its connections and its limits.
func New(from, to *segment.Client, opts Options) *Copier {
	return &Copier{from: segmentv1.New(from), to: segmentv1.New(to), alpha: segmentv1alpha.New(to), opts: opts}
}

// Run copies all sources. A source that the API refuses is in the report, and the
// others are copied; the error is what ended the run before it was through. The
// report then holds what was done until then.
func (c *Copier) Run(ctx context.Context) (*Report, error) {
	report := new(Report)
	there, err := c.bySlug(ctx)
	if err != nil {
		return report, fmt.Errorf("list the sources to copy to: %w", err)
	}
	for source, err := range c.from.Sources.ListAll(ctx, nil) {
		if err != nil {
			return report, fmt.Errorf("list the sources to copy: %w", err)
		}
		done, err := c.copy(ctx, source, there[source.Slug])
		if ends(err) {
			return report, fmt.Errorf("copy %s: %w", source.Slug, err)
		}
		report.add(source.Slug, done, err)
	}
	return report, nil
}

// bySlug lists the sources of the workspace that is copied to.
func (c *Copier) bySlug(ctx context.Context) (map[string]*segmentv1.Source, error) {
	there := map[string]*segmentv1.Source{}
	for source, err := range c.to.Sources.ListAll(ctx, nil) {
		if err != nil {
			return nil, err
		}
		there[source.Slug] = &source
	}
	return there, nil
}

// ends reports whether the next source would fare no better: nobody waits for the
// result, the token is no good, or the API asks for more patience than the client
// has. Shorter waits the client has already sat out by itself.
func ends(err error) bool {
	for _, reason := range []error{
		context.Canceled, context.DeadlineExceeded, segment.ErrUnauthorized, segment.ErrForbidden, segment.ErrRateLimited,
	} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// copy takes one source over; there is its counterpart, nil where it is missing.
func (c *Copier) copy(ctx context.Context, source segmentv1.Source, there *segmentv1.Source) (Done, error) {
	if there == nil {
		return Created, c.create(ctx, source)
	}
	change := changes(source, *there)
	if change == nil || !c.opts.Update {
		return Skipped, nil
	}
	if c.opts.DryRun {
		return Updated, nil
	}
	_, err := c.to.Sources.Update(ctx, there.ID, change)
	if errors.Is(err, segment.ErrNotFound) { // deleted since it was listed
		return Created, c.create(ctx, source)
	}
	return Updated, err
}

// create makes a source with a name.
func (c *Copier) create(ctx context.Context, source segmentv1.Source) error {
	if c.opts.DryRun {
		return nil
	}
	if c.opts.Alpha {
		err := c.createAlpha(ctx, source)
		if !errors.Is(err, segment.ErrNotFound) {
			return err
		}
		// Alpha promises nothing, not even to be there: then the stable way.
	}
	return c.createStable(ctx, source)
}

func (c *Copier) createAlpha(ctx context.Context, source segmentv1.Source) error {
	_, err := c.alpha.Sources.Create(ctx, &segmentv1alpha.CreateSourceInput{
		Slug:       source.Slug,
		Name:       source.Name,
		Enabled:    source.Enabled,
		MetadataID: source.Metadata.ID,
		Settings:   sendable(source.Settings),
	})
	return err
}

// createStable takes two calls: v1 gives a new source no name, but can change it.
func (c *Copier) createStable(ctx context.Context, source segmentv1.Source) error {
	out, err := c.to.Sources.Create(ctx, &segmentv1.CreateSourceInput{
		Slug:                    source.Slug,
		Enabled:                 source.Enabled,
		MetadataID:              source.Metadata.ID,
		Settings:                sendable(source.Settings),
		DisconnectAllWarehouses: segment.Ptr(true), // those of the other workspace are others
	})
	if err != nil || source.Name == nil {
		return err
	}
	if _, err = c.to.Sources.Update(ctx, out.Source.ID, &segmentv1.UpdateSourceInput{Name: source.Name}); err != nil {
		return fmt.Errorf("created, without its name: %w", err)
	}
	return nil
}
