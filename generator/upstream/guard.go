package upstream

// What a document may not do even where it is one: lose most of the API, or be
// older than the one that is there. And versions that nobody has looked at yet.

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
)

// guard refuses what cannot be meant.
func (r *run) guard(context.Context) error {
	if r.res.First {
		return nil
	}
	return cmp.Or(r.shrunk(), r.downgraded())
}

// shrunk says what is gone, version by version, if that is too much.
func (r *run) shrunk() error {
	d := r.res.Drift
	refused := slices.ContainsFunc(d.Findings, func(f *drift.Finding) bool { return f.Worst() == drift.Refuse })
	if !refused {
		return nil
	}
	before, after := byVersion(d.Before), byVersion(d.After)
	var counts []string
	for _, v := range d.Before {
		if !v.Default {
			counts = append(counts, fmt.Sprintf("%s %d -> %d", cmp.Or(v.Token, "all"), before[v.Token], after[v.Token]))
		}
	}
	return r.rejectedf("too much is gone to be meant: operations %d -> %d (%s); -allow-shrink takes it all the same",
		operations(d.Before), operations(d.After), strings.Join(counts, ", "))
}

// had counts the operations of the document that is there; of one that cannot be
// read none.
func (r *run) had(ctx context.Context) int {
	if r.ours == nil {
		return 0
	}
	list, _ := generator.Surface(ctx, r.Config, r.Files) // for a message about another document
	return operations(list)
}

// operations counts whole operations, in however many versions they are.
func operations(list []*surface.Version) int {
	ids := map[string]bool{}
	for _, v := range list {
		for _, f := range v.Facts {
			if f.Operation != surface.Everywhere && !v.Default {
				ids[f.Operation] = true
			}
		}
	}
	return len(ids)
}

func byVersion(list []*surface.Version) map[string]int {
	counts := map[string]int{}
	for _, v := range list {
		if !v.Default {
			counts[v.Token] = operations([]*surface.Version{v})
		}
	}
	return counts
}

// downgraded refuses an info.version below that of the last run: a cache that is
// behind, or releases that take turns.
func (r *run) downgraded() error {
	last := cmp.Or(r.Input.Lock.Revision, r.res.Old)
	if r.Allow.Downgrade || !older(r.res.New, last) {
		return nil
	}
	return r.rejectedf("info.version went back %s -> %s; -allow-downgrade takes it all the same", last, r.res.New)
}

var releaseForm = regexp.MustCompile(`^[vV]?([0-9]+(?:[.-][0-9]+)*)(?:$|[^0-9.])`)

// older reports whether a is a release before b, by their leading numbers (1.10 is
// after 1.9, 2026-02-01 after 2026-01-31). What does not begin with numbers has no
// order.
func older(a, b string) bool {
	x, y := releaseForm.FindStringSubmatch(a), releaseForm.FindStringSubmatch(b)
	if x == nil || y == nil {
		return false
	}
	return slices.CompareFunc(numbers(x[1]), numbers(y[1]), func(s, t string) int {
		return cmp.Or(len(s)-len(t), strings.Compare(s, t))
	}) < 0
}

// numbers splits a release; zeros that mean nothing are left out.
func numbers(release string) []string {
	list := strings.FieldsFunc(release, func(c rune) bool { return c == '.' || c == '-' })
	for i, n := range list {
		list[i] = strings.TrimLeft(n, "0")
	}
	for len(list) > 0 && list[len(list)-1] == "" { // 1.2 is 1.2.0
		list = list[:len(list)-1]
	}
	return list
}

// NewToken is a version that nobody has said to know.
type NewToken struct {
	Token      string   `json:"version"`
	Operations []string `json:"operations"`
	Line       string   `json:"line"` // for the configuration
}

// String says it on one line.
func (n NewToken) String() string {
	const most = 5
	list := n.Operations
	if len(list) > most {
		list = append(slices.Clone(list[:most]), "and "+strconv.Itoa(len(n.Operations)-most)+" more")
	}
	return fmt.Sprintf("version %q is new (%s): if that is meant, write %s", n.Token, strings.Join(list, ", "), n.Line)
}

// newTokens lists the versions that block because they are not known.
func (r *run) newTokens() []NewToken {
	const newVersion = "L13"
	var list []NewToken
	known := slices.Clone(r.Config.Versions.Known)
	for _, v := range r.res.Drift.Before {
		if !v.Default && !slices.Contains(known, v.Token) {
			known = append(known, v.Token)
		}
	}
	for _, f := range r.res.Drift.Findings {
		if f.Rule.ID != newVersion || !f.Blocks() {
			continue
		}
		for _, token := range f.Versions() {
			known = append(known, token)
			list = append(list, NewToken{Token: token, Operations: r.operationsOf(token)})
		}
	}
	for i := range list {
		list[i].Line = fmt.Sprintf("known: [%s] under versions in %s", strings.Join(known, ", "), r.Config.File)
	}
	return list
}

func (r *run) operationsOf(token string) []string {
	ids := map[string]bool{}
	for _, v := range r.now {
		for _, f := range v.Facts {
			if v.Token == token && !v.Default && f.Operation != surface.Everywhere {
				ids[f.Operation] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ids))
}
