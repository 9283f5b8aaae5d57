package main

// gen versions DOC1 DOC2 …: documents -> generator.History -> print.

import (
	"context"
	"strings"

	"github.com/stratagen/strata/generator"
)

// showHistory prints the life of each operation, or of one, through documents in
// the order of time.
func showHistory(ctx context.Context, o options, id string, asJSON bool, std streams) error {
	list, err := revisions(ctx, o, std)
	if err != nil {
		return err
	}
	h := generator.History(list)
	if id == "" {
		return show(std.out, asJSON, h)
	}
	op := h.Operation(id)
	if op == nil {
		return usagef("no operation %q in any of the documents; nearest: %s", id, strings.Join(generator.Nearest(h, id), ", "))
	}
	return show(std.out, asJSON, op)
}

// revisions reads the documents of o.
func revisions(ctx context.Context, o options, std streams) ([]*generator.Revision, error) {
	cfg, err := o.reading(ctx, std)
	if err != nil {
		return nil, err
	}
	docs, err := documents(ctx, o.documents)
	if err != nil {
		return nil, err
	}
	list, err := untilInterrupted(ctx, func() ([]*generator.Revision, error) { return generator.Revisions(ctx, cfg, docs) })
	for _, r := range list {
		notes(std, "", "warning", r.Notes)
		notes(std, "", "skipped", r.Skipped)
	}
	if err != nil {
		return nil, relocated{err, "", docs}
	}
	return list, nil
}
