package surface

import (
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// steps lists the steps down from s, the alternatives with their keys, each once.
func (b *builder) steps(s *model.Schema) []child {
	if s.Kind != model.Union {
		return children(s)
	}
	if known, ok := b.variants[s]; ok {
		return known
	}
	list := b.variantKeys(s)
	b.variants[s] = list
	return list
}

// variantKeys gives the alternatives of a union keys that neither order nor
// component names decide, the first of these that tells them apart:
//
//	|cat             a value of the discriminator that stands for it
//	|string          its kind, or kind and format (|string/uuid), that no other has
//	|strategy=DAILY  a property that has one value in each, another in all
//	|+interval       the first property by name that no other has
//	|1               its rank by what it says
func (b *builder) variantKeys(s *model.Schema) []child {
	groups := b.distinct(s.Variants)
	list := make([]*model.Use, len(groups))
	for i, g := range groups {
		list[i] = g[0]
	}
	keys := make([]string, len(list))
	for _, name := range []func([]*model.Use, *model.Schema) []string{b.byValue, byKind, byFormat, byConstant, byOwnProperty} {
		for i, key := range unique(name(list, s)) {
			if keys[i] == "" {
				keys[i] = key
			}
		}
	}
	for i := range list {
		if keys[i] == "" {
			keys[i] = strconv.Itoa(i + 1)
		}
	}
	var out []child
	for i, g := range groups {
		out = append(out, child{step: "|" + keys[i], use: g[0], twins: g[1:]})
	}
	return out
}

// distinct gives alternatives in the order of what they say, those together that
// say the same.
func (b *builder) distinct(variants []*model.Use) [][]*model.Use {
	text := func(u *model.Use) string {
		var names []string
		for _, p := range u.Schema.Properties {
			names = append(names, word(p.Name))
		}
		slices.Sort(names)
		return strings.Join(names, " ") + spell(b.ofSchema(u.Schema)) + b.useSum(u)
	}
	list := slices.SortedStableFunc(slices.Values(variants), func(x, y *model.Use) int { return strings.Compare(text(x), text(y)) })
	var groups [][]*model.Use
	for i, u := range list {
		if i > 0 && b.sameUse(u, list[i-1]) {
			groups[len(groups)-1] = append(groups[len(groups)-1], u)
		} else {
			groups = append(groups, []*model.Use{u})
		}
	}
	return groups
}

// unique drops the keys that several have.
func unique(keys []string) []string {
	count := map[string]int{}
	for _, k := range keys {
		count[k]++
	}
	for i, k := range keys {
		if count[k] > 1 {
			keys[i] = ""
		}
	}
	return keys
}

func (b *builder) byValue(list []*model.Use, s *model.Schema) []string {
	keys := make([]string, len(list))
	if s.Discriminator == nil {
		return keys
	}
	for _, m := range s.Discriminator.Mapping { // sorted by value
		for i, u := range list {
			if keys[i] == "" && b.sameUse(u, s.Variants[m.Variant]) {
				keys[i] = word(m.Value)
			}
		}
	}
	return keys
}

func byKind(list []*model.Use, _ *model.Schema) []string {
	return keysOf(list, kind)
}

func byFormat(list []*model.Use, _ *model.Schema) []string {
	return keysOf(list, func(s *model.Schema) string {
		if s.Format == "" {
			return ""
		}
		return kind(s) + "/" + word(s.Format)
	})
}

func keysOf(list []*model.Use, key func(*model.Schema) string) []string {
	var keys []string
	for _, u := range list {
		keys = append(keys, key(u.Schema))
	}
	return keys
}

// byConstant finds the first property by name that has a single value in each
// object, never the same.
func byConstant(list []*model.Use, _ *model.Schema) []string {
	keys := make([]string, len(list))
	objects := 0
	values := map[string]map[string]int{} // property -> value -> alternative
	for i, u := range list {
		if u.Schema.Kind == model.Object {
			objects++
		}
		for _, p := range u.Schema.Properties {
			if e := p.Use.Schema.Enum; len(e) == 1 {
				if values[p.Name] == nil {
					values[p.Name] = map[string]int{}
				}
				values[p.Name][e[0]] = i
			}
		}
	}
	best := ""
	for name, m := range values {
		if len(m) == objects && (best == "" || name < best) {
			best = name
		}
	}
	for value, i := range values[best] {
		keys[i] = word(best) + "=" + word(value)
	}
	return keys
}

func byOwnProperty(list []*model.Use, _ *model.Schema) []string {
	holders := map[string]int{}
	for _, u := range list {
		for _, p := range u.Schema.Properties {
			holders[p.Name]++
		}
	}
	return keysOf(list, func(s *model.Schema) string {
		first := ""
		for _, p := range s.Properties {
			if holders[p.Name] == 1 && (first == "" || p.Name < first) {
				first = p.Name
			}
		}
		if first == "" {
			return ""
		}
		return "+" + word(first)
	})
}
