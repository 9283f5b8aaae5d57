package copysources

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/stratagen/strata/generated/segment"
)

// Done is what was done with a source.
type Done string

// What is done with a source.
const (
	Created Done = "created"
	Updated Done = "updated"
	Skipped Done = "skipped"
	Failed  Done = "failed"
)

// Report says what became of every source, in the order in which they were listed.
type Report struct {
	Lines []Line
}

// Line is one source in a report.
type Line struct {
	Slug string
	Done Done
	Err  error // of Failed
}

func (r *Report) add(slug string, done Done, err error) {
	if err != nil {
		done = Failed
	}
	r.Lines = append(r.Lines, Line{slug, done, err})
}

// Count is how many sources had that done.
func (r *Report) Count(done Done) int {
	n := 0
	for _, line := range r.Lines {
		if line.Done == done {
			n++
		}
	}
	return n
}

// Print writes a line for each source, and below one that failed what the API has
// against it, field by field.
func (r *Report) Print(w io.Writer) error {
	for _, line := range r.Lines {
		if _, err := fmt.Fprintf(w, "%-8s %s\n", line.Done, line.Slug); err != nil {
			return err
		}
		for _, reason := range reasons(line.Err) {
			if _, err := fmt.Fprintf(w, "         %s\n", reason); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "%d created, %d updated, %d skipped, %d failed\n",
		r.Count(Created), r.Count(Updated), r.Count(Skipped), r.Count(Failed))
	return err
}

// reasons are the lines that explain an error. Error() alone shows three details
// at most; the error itself has them all.
func reasons(err error) []string {
	var refused *segment.Error
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, segment.ErrValidation) || !errors.As(err, &refused) || len(refused.Details) == 0:
		return []string{err.Error()}
	}
	var lines []string
	if context, wrapped := strings.CutSuffix(err.Error(), ": "+refused.Error()); wrapped {
		lines = append(lines, context)
	}
	for _, d := range refused.Details {
		if d.Field == "" {
			lines = append(lines, d.Message)
		} else {
			lines = append(lines, d.Field+": "+d.Message)
		}
	}
	return lines
}
