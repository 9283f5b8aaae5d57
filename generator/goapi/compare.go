package goapi

import (
	"cmp"
	"context"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// Compare tells how the exported names of two runs differ, by package and object.
// Files are as generator.Result.Files has them; comments, positions and what is
// not exported mean nothing. Errors are those of [Check].
func Compare(ctx context.Context, std *Standard, before, after map[string][]byte) ([]Change, error) {
	a, err := view(ctx, std, before)
	if err != nil {
		return nil, fmt.Errorf("old: %w", err)
	}
	b, err := view(ctx, std, after)
	if err != nil {
		return nil, fmt.Errorf("new: %w", err)
	}
	d := &diff{before: a, after: b}
	for _, at := range slices.Sorted(maps.Keys(b.pkgs)) {
		if a.pkgs[at] == nil {
			d.changes = append(d.changes, Change{Package: at, Version: b.tokens[at], Message: "added", Compatible: true, Kind: API})
		}
	}
	for _, at := range slices.Sorted(maps.Keys(a.pkgs)) {
		d.pkg(at)
	}
	d.join()
	slices.SortFunc(d.changes, Change.compare)
	return d.changes, nil
}

// diff compares two runs.
type diff struct {
	before, after *alone
	changes       []Change
}

func (d *diff) pkg(at string) {
	a, b := d.before.pkgs[at], d.after.pkgs[at]
	if b == nil {
		d.add(at, "", API, "removed", false)
		return
	}
	said := map[string]bool{}
	for _, c := range apidiff.Changes(a, b).Changes {
		object, message, _ := strings.Cut(c.Message, ": ")
		object = strings.NewReplacer("(*", "", ")", "").Replace(object)
		said[object] = true
		d.add(at, object, API, message, c.Compatible || promisedNot(object, message))
	}
	for _, m := range members(a) {
		n := lookup(b, m.name)
		if n == nil {
			continue
		}
		if x, y := instances(m.typ), instances(n.typ); !said[m.name] && !slices.Equal(x, y) {
			d.add(at, m.name, API, "changed from "+text(a, m.typ)+" to "+text(b, n.typ), false)
		}
		if m.tag != n.tag {
			d.add(at, m.name, Tag, fmt.Sprintf("tag changed from %s to %s", m.tag, n.tag), wire(m.tag) == wire(n.tag))
		}
	}
	d.identities(at)
}

// promisedNot are changes that apidiff calls incompatible and the packages do not
// promise to spare anyone: comparing structs with ==, and the value of a constant
// that is there to change.
func promisedNot(object, message string) bool {
	return message == "old is comparable, new is not" || object == revision && strings.HasPrefix(message, "value changed ")
}

func (d *diff) add(at, object string, kind Kind, message string, compatible bool) {
	c := Change{Package: at, Version: d.before.tokens[at], Object: object, Message: message, Compatible: compatible, Kind: kind}
	if d.before.tokens[at] == "" {
		c.Version = d.after.tokens[at]
	}
	if !compatible && object != "" && kind == API {
		c.types, c.cycle = d.causes(at, object)
	}
	d.changes = append(d.changes, c)
}

// identities tells which types are no longer those of another version, and which
// are now. Who imports one version cannot tell; who imports both, and passes a
// value from one to the other, can. That two versions share a type is not
// promised, so it is no break.
func (d *diff) identities(at string) {
	for _, name := range d.before.pkgs[at].Scope().Names() {
		_, wasType := d.before.pkgs[at].Scope().Lookup(name).(*types.TypeName)
		_, isType := d.after.pkgs[at].Scope().Lookup(name).(*types.TypeName)
		was, is := d.before.aliases[at][name], d.after.aliases[at][name]
		switch {
		case !wasType || !isType || was == is:
		case is == "":
			d.add(at, name, Identity, "no longer the type of "+was, true)
		default:
			d.add(at, name, Identity, "now the type of "+is, true)
		}
	}
}

// join tells a change of a shared object once, of the package that declares it.
func (d *diff) join() {
	type key struct{ pkg, object, message string }
	index := map[key]int{}
	for i, c := range d.changes {
		index[key{c.Package, c.Object, c.Message}] = i
	}
	gone := map[int]bool{}
	for i, c := range d.changes {
		name, _, _ := strings.Cut(c.Object, ".")
		was, is := d.before.aliases[c.Package][name], d.after.aliases[c.Package][name]
		if home := cmp.Or(was, is); home != "" && c.Kind != Identity {
			if j, ok := index[key{home, c.Object, c.Message}]; ok {
				d.changes[j].Reached = append(d.changes[j].Reached, c.Package)
				gone[i] = true
			}
		}
	}
	var left []Change
	for i, c := range d.changes {
		if slices.Sort(c.Reached); !gone[i] {
			left = append(left, c)
		}
	}
	d.changes = left
}
