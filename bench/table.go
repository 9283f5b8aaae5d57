package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
)

// row is one comparison.
type row struct {
	what       string
	ours, base string // medians with their units, for orientation
	spread
	limit float64
	verdict
}

// scale is what is measured, how it is written and how far a ratio may go.
type scale struct {
	measure func(sample) float64
	format  string
	limit   float64
}

func inTime(limit float64) scale         { return scale{wall, "%.2f s", limit} }
func inMicroseconds(limit float64) scale { return scale{micro, "%.0f µs", limit} }
func inMemory(limit float64) scale       { return scale{peak, "%.0f MB", limit} }
func inAllocations(limit float64) scale  { return scale{allocations, "%.0f", limit} }

// compare makes the row of two sides.
func compare(what string, ours, base []sample, s scale) row {
	r := row{
		what: what, limit: s.limit,
		ours:   fmt.Sprintf(s.format, median(ours, s.measure)),
		base:   fmt.Sprintf(s.format, median(base, s.measure)),
		spread: spreadOf(ratios(ours, base, s.measure)),
	}
	r.verdict = r.judge(s.limit)
	return r
}

// table collects the results of a run.
type table struct {
	rows   []row
	shares []row
	calls  []row // of the clients
	sizes  []size
}

func (t *table) add(rows ...row) { t.rows = append(t.rows, rows...) }

func (t *table) share(what string, shares []float64) {
	t.shares = append(t.shares, row{what: what, spread: spreadOf(shares)})
}

func (t *table) beyond() bool {
	for _, r := range slices.Concat(t.rows, t.calls) {
		if r.verdict == beyond {
			return true
		}
	}
	return slices.ContainsFunc(t.sizes, func(s size) bool { return s.verdict == beyond })
}

// report is the result as docs/performance.md shows it.
func (b *bench) report() string {
	w := new(strings.Builder)
	fmt.Fprintf(w, "%s on %s/%s, %d processors; document: %s; yardstick: %s; medians of %d pairs.\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.label, b.theirs(), b.pairs)
	writeRows(w, b.rows)
	if len(b.shares) > 0 {
		fmt.Fprint(w, "\n| stage | share of the whole | quartiles |\n|---|--:|--:|\n")
	}
	for _, r := range b.shares {
		fmt.Fprintf(w, "| %s | **%.0f %%** | %.0f–%.0f %% |\n", r.what, 100*r.median, 100*r.q1, 100*r.q3)
	}
	if len(b.calls) > 0 {
		fmt.Fprintf(w, "\nThe generated client; document: spec/%s; medians of %d pairs.\n", shipped, clientRounds*b.pairs)
	}
	writeRows(w, b.calls)
	if len(b.sizes) > 0 {
		fmt.Fprint(w, "\n| linked program | size | without the client | over it | limit | verdict |\n|---|--:|--:|--:|--:|---|\n")
	}
	for _, s := range b.sizes {
		fmt.Fprintln(w, s)
	}
	return w.String()
}

func writeRows(w io.Writer, rows []row) {
	if len(rows) > 0 {
		_, _ = fmt.Fprint(w, "\n| compared | ours | with | ratio | quartiles | range | limit | verdict |\n|---|--:|--:|--:|--:|--:|--:|---|\n")
	}
	for _, r := range rows {
		_, _ = fmt.Fprintf(w, "| %s | %s | %s | **%.2f** | %.2f–%.2f | %.2f–%.2f | %.3g | %s |\n",
			r.what, r.ours, r.base, r.median, r.q1, r.q3, r.min, r.max, r.limit, r.verdict)
	}
}
