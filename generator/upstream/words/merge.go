package words

// The new tree: ours where it still holds, theirs where it does not, with nothing
// of theirs that is no fact. What does not change keeps its node.

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// newcomer is a component that is to be made of one of theirs.
type newcomer struct {
	section, ref string
	form         string
	content      *yaml.Node // theirs
	words        *yaml.Node // ours, nil if there are none
}

// build gives what stands where a stands, with the facts of u. Without a it is
// new.
func (m *merger) build(form string, a, u *yaml.Node) *yaml.Node {
	switch {
	case form == "Schema" && a == nil:
		return m.newSchema(u, m.up.flags(u, m.is31))
	case form == "Schema":
		return m.schema(a, u, m.up.flags(u, m.is31))
	case form == "reference":
		return m.named(a, u)
	case a == nil && m.shared[habit{form, m.of(m.up, form, u)}] != "":
		return m.mark(newReference(m.shared[habit{form, m.of(m.up, form, u)}]))
	case a == nil && refOf(u) != "":
		return m.mark(newReference(m.nameFor(form, refOf(u), nil)))
	case a == nil:
		return m.make(form, m.up.resolve(u))
	}
	old, now := m.ours.resolve(a), m.up.resolve(u)
	if refOf(a) == "" {
		return m.object(form, a, now)
	}
	t := m.ours.targets[refOf(a)]
	if c := m.chosen[t]; c != nil && c.class == m.of(m.up, form, u) {
		return a
	}
	if m.chosen[t] == nil && m.of(m.ours, form, a) == m.of(m.up, form, u) {
		return a
	}
	if refOf(u) != "" {
		return m.with(a, "$ref", newText(m.nameFor(form, refOf(u), old)))
	}
	return m.object(form, old, now)
}

// named gives the text by which a discriminator's mapping names a schema.
func (m *merger) named(a, u *yaml.Node) *yaml.Node {
	if m.up.targets[u.Value] == nil {
		return newText(u.Value)
	}
	ref := u.Value
	if !strings.HasPrefix(ref, "#") {
		ref = referenceTo("schemas", ref)
	}
	var words *yaml.Node
	if a != nil {
		t := m.ours.targets[a.Value]
		if c := m.chosen[t]; c != nil && c.class == m.target(m.up, "Schema", m.up.targets[u.Value]) {
			return a
		}
		words = t
	}
	return newText(m.nameFor("Schema", ref, words))
}

// nameFor gives the reference to our component that is theirs, which is made if
// there is none yet. words are ours that stood at the place.
func (m *merger) nameFor(form, ref string, words *yaml.Node) string {
	theirs := m.up.targets[ref]
	if known := m.names[theirs]; known != "" {
		return known
	}
	section, name, ok := component(ref)
	if !ok { // a reference to somewhere in the document
		section, name = sectionOf(form), ref[strings.LastIndex(ref, "/")+1:]
	}
	same := referenceTo(section, name)
	var best string
	for _, n := range m.heirs[theirs] {
		s := m.sites[n]
		if r := referenceTo(s.section, s.name); best == "" || r == same || best != same && r < best {
			best = r
		}
	}
	if old := m.ours.targetOf(section, name); best == "" && old != nil && m.chosen[old] == nil {
		m.chosen[old] = &choice{m.target(m.up, form, theirs), theirs, m.up.flags(theirs, m.is31)}
		m.chosen[old].flags[deprecatedFlag] = nil
		best = same
	}
	if best == "" {
		best = m.freeName(section, name)
		m.queue = append(m.queue, newcomer{section, best, form, theirs, words})
	}
	m.names[theirs] = best
	return best
}

// targetOf is a component of the document by name.
func (s *source) targetOf(section, name string) *yaml.Node {
	return get(get(get(s.root, "components"), section), name)
}

func sectionOf(form string) string {
	for _, m := range forms["Components"] {
		if m.of == form {
			return m.name
		}
	}
	panic("BUG: no components of the form " + form)
}

// freeName gives a new component a reference that nothing of either document has.
func (m *merger) freeName(section, name string) string {
	free := func(name string) bool {
		return m.ours.targetOf(section, name) == nil && m.made[referenceTo(section, name)] == nil
	}
	chosen := name
	for i := 2; !free(chosen) || chosen != name && m.up.targetOf(section, chosen) != nil; i++ {
		chosen = name + strconv.Itoa(i)
	}
	ref := referenceTo(section, chosen)
	m.made[ref] = &yaml.Node{Kind: yaml.MappingNode} // until it is made
	return ref
}

// flagsOf are those that the component at a reference of the result states
// itself.
func (m *merger) flagsOf(ref string) flags {
	section, name, _ := component(ref)
	if c := m.chosen[m.ours.targetOf(section, name)]; c != nil {
		return c.flags
	}
	for theirs, r := range m.names {
		if r == ref {
			f := m.up.flags(theirs, m.is31)
			f[deprecatedFlag] = nil
			return f
		}
	}
	return flags{}
}

// object merges the members of two objects of a form, neither a reference.
func (m *merger) object(form string, a, u *yaml.Node) *yaml.Node {
	if a.Kind != yaml.MappingNode || u.Kind != yaml.MappingNode {
		return m.make(form, u)
	}
	if of := names[form]; of != "" {
		return m.mapping(&member{"", mapping, of}, a, u)
	}
	return m.members(form, a, u, m.facts(form, u))
}

// members gives a the facts listed; u is whose they are.
func (m *merger) members(form string, a, u *yaml.Node, facts []field) *yaml.Node {
	theirs := map[string]field{}
	for _, f := range facts {
		theirs[f.key.Value] = f
	}
	var content []*yaml.Node
	for k, v := range members(a) {
		mem, _ := findMember(form, k.Value)
		f, stated := theirs[k.Value]
		delete(theirs, k.Value)
		switch {
		case stated:
			content = append(content, k, m.value(f, a, v))
		case mem == nil && slices.Contains(m.extensions, k.Value):
		case mem == nil || mem.kind == prose || mem.kind == annexed || idle(form, u, mem, v):
			content = append(content, k, v)
		}
	}
	for _, f := range facts {
		if _, left := theirs[f.key.Value]; left {
			content = insert(content, newText(f.key.Value), m.value(f, a, nil), func(x, y string) bool {
				return rankOf(form, x) < rankOf(form, y)
			})
		}
	}
	return m.changed(a, content)
}

func rankOf(form, name string) int {
	_, rank := findMember(form, name)
	return rank
}

// value merges one member of a; v is ours, nil if there is none.
func (m *merger) value(f field, a, v *yaml.Node) *yaml.Node {
	u := f.value
	switch f.member.kind {
	case fact, flag:
		if v != nil && canon(v) == canon(u) {
			return v
		}
		return dressed(bare(u), v)
	case set:
		return m.set(v, u)
	case scopes:
		return m.scopes(v, u)
	case list, tuple:
		return m.list(f.member, a, v, u)
	case mapping:
		return m.mapping(f.member, v, u)
	default:
		return m.build(cmp.Or(f.member.of, "reference"), v, u)
	}
}

// set keeps our order, and puts what is new behind.
func (m *merger) set(a, u *yaml.Node) *yaml.Node {
	if a != nil && slices.Equal(canonSet(a), canonSet(u)) {
		return a
	}
	if u.Kind != yaml.SequenceNode {
		return dressed(bare(u), a)
	}
	theirs := map[string]*yaml.Node{}
	for _, c := range u.Content {
		theirs[canon(c)] = c
	}
	var content []*yaml.Node
	if a != nil && a.Kind == yaml.SequenceNode {
		for _, c := range a.Content {
			if key := canon(c); theirs[key] != nil {
				content = append(content, c)
				delete(theirs, key)
			}
		}
	}
	for _, key := range sortedKeys(theirs) {
		content = append(content, bare(theirs[key]))
	}
	if a == nil || a.Kind != yaml.SequenceNode {
		return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: content}
	}
	return m.changed(a, content)
}

// scopes keeps our words for each scope.
func (m *merger) scopes(a, u *yaml.Node) *yaml.Node {
	var content []*yaml.Node
	for k, v := range members(a) {
		if find(u, k.Value) != nil {
			content = append(content, k, v)
		}
	}
	for _, k := range sortedMembers(u) {
		if find(a, k) == nil {
			content = append(content, newText(k), newText(""))
		}
	}
	return m.changed(cmp.Or(a, newMap()), content)
}

// list merges objects whose order means nothing (or, of a tuple, is theirs).
func (m *merger) list(mem *member, holder, a, u *yaml.Node) *yaml.Node {
	if a == nil || a.Kind != yaml.SequenceNode {
		a = newList()
	}
	theirs := map[*yaml.Node]*yaml.Node{}
	taken := map[*yaml.Node]bool{}
	for _, c := range m.match(mem, a, u) {
		theirs[c[0]] = c[1]
		taken[c[1]] = true
	}
	var content []*yaml.Node
	for _, c := range a.Content {
		if t := theirs[c]; t != nil {
			content = append(content, m.build(mem.of, c, t))
		}
	}
	rest := slices.DeleteFunc(slices.Clone(u.Content), func(c *yaml.Node) bool { return taken[c] })
	if mem.kind != tuple {
		slices.SortStableFunc(rest, func(x, y *yaml.Node) int { return strings.Compare(m.sortKey(mem.of, x), m.sortKey(mem.of, y)) })
	}
	for _, c := range rest {
		n := m.build(mem.of, m.fromPath(mem.of, holder, c), c)
		i := len(content)
		if mem.of == "Tag" {
			i = slices.IndexFunc(content, func(t *yaml.Node) bool { return foldLess(textOf(c, "name"), textOf(t, "name")) })
		}
		if i < 0 {
			i = len(content)
		}
		content = slices.Insert(content, i, n)
	}
	return m.changed(a, content)
}

// fromPath finds the words for a parameter that our path states and theirs does
// not any more.
func (m *merger) fromPath(form string, holder, u *yaml.Node) *yaml.Node {
	if form != "Parameter" {
		return nil
	}
	for _, p := range cmp.Or(m.inherited[holder], newList()).Content {
		if m.label(m.ours, form, p) == m.label(m.up, form, u) {
			return p
		}
	}
	return nil
}

// sortKey orders what is new in a list, by nothing that renaming or reordering
// changes; variables of the path come first, in its order.
func (m *merger) sortKey(form string, n *yaml.Node) string {
	if form == "Schema" {
		return refOf(n) + "\x00" + string(m.of(m.up, form, n))
	}
	label := m.label(m.up, form, n)
	if name, ok := strings.CutPrefix(label, "path "); ok {
		return fmt.Sprintf("\x00%03d", slices.Index(variables(m.path), name))
	}
	return label
}

// mapping merges objects by name. What is new goes where the order of the names
// wants it; properties go to the end.
func (m *merger) mapping(mem *member, a, u *yaml.Node) *yaml.Node {
	a = cmp.Or(a, newMap())
	var content []*yaml.Node
	known := func(k string) bool { return isExtension(k) && (mem.name == "responses" || mem.name == "") }
	for k, v := range members(a) {
		if known(k.Value) {
			content = append(content, k, v)
		} else if t := findName(mem, u, k.Value); t != nil {
			content = append(content, k, m.build(mem.of, v, t))
		}
	}
	for _, k := range sortedMembers(u) {
		if findName(mem, a, k) != nil || known(k) {
			continue
		}
		less := func(x, y string) bool { return cmp.Or(m.order[x]-m.order[y], strings.Compare(x, y)) < 0 }
		if mem.of == "Schema" {
			less = func(string, string) bool { return false }
		}
		n := m.newAt(mem, k, find(u, k))
		if mem.of == "Response" && refOf(n) == "" { // without a description it is not valid (OpenAPI 3.0.3, Response Object)
			n.Content = slices.Insert(n.Content, 0, newText("description"), newText(statusText(k)))
		}
		content = insert(content, newText(k), n, less)
	}
	return m.changed(a, content)
}

// newAt builds what is new under a name. An answer that other operations of ours
// give by reference is one here too.
func (m *merger) newAt(mem *member, name string, u *yaml.Node) *yaml.Node {
	if mem.of != "Response" {
		return m.build(mem.of, nil, u)
	}
	if ref := m.shared[habit{name, m.of(m.up, mem.of, u)}]; ref != "" {
		return m.mark(newReference(ref))
	}
	m.answering = m.inlines
	defer func() { m.answering = false }()
	return m.build(mem.of, nil, u)
}

// make writes the facts of an object of theirs.
func (m *merger) make(form string, u *yaml.Node) *yaml.Node {
	if form == "Schema" {
		return m.newSchema(u, m.up.flags(u, m.is31))
	}
	n := m.mark(newMap())
	if of := names[form]; of != "" {
		return m.mapping(&member{"", mapping, of}, n, u)
	}
	for _, f := range m.facts(form, u) {
		n.Content = append(n.Content, newText(f.key.Value), m.value(f, n, nil))
	}
	return n
}

// statusText are the words for an answer that has none: those of HTTP.
func statusText(status string) string {
	code, _ := strconv.Atoi(status)
	return cmp.Or(http.StatusText(code), "An answer")
}

// mark notes that an object came with this merge.
func (m *merger) mark(n *yaml.Node) *yaml.Node {
	m.fresh[n] = true
	return n
}

// changed gives a with another content; a itself if it is the same.
func (m *merger) changed(a *yaml.Node, content []*yaml.Node) *yaml.Node {
	if slices.Equal(a.Content, content) {
		return a
	}
	n := *a
	n.Content = content
	if n.Kind == yaml.ScalarNode { // null, where a mapping may stand
		n.Kind, n.Tag, n.Value, n.Style = yaml.MappingNode, "!!map", "", 0
	}
	m.origin[&n] = cmp.Or(m.origin[a], a)
	if m.fresh[a] {
		m.fresh[&n] = true
	}
	return &n
}

// with gives a with another member.
func (m *merger) with(a *yaml.Node, key string, value *yaml.Node) *yaml.Node {
	content := slices.Clone(a.Content)
	for i := 0; i+1 < len(content); i += 2 {
		if content[i].Value == key {
			if content[i+1].Value == value.Value && value.Kind == yaml.ScalarNode {
				return a
			}
			content[i+1] = value
		}
	}
	return m.changed(a, content)
}

// insert puts a member before the first that it is less than.
func insert(content []*yaml.Node, k, v *yaml.Node, less func(x, y string) bool) []*yaml.Node {
	i := 0
	for i < len(content) && !less(k.Value, content[i].Value) {
		i += 2
	}
	return slices.Insert(content, i, k, v)
}

func foldLess(x, y string) bool {
	return cmp.Or(strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y)) < 0
}

// bare copies a value of theirs without its comments, layout and order.
func bare(n *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value}
	if n.Kind == yaml.MappingNode {
		for _, k := range sortedMembers(n) {
			out.Content = append(out.Content, newText(k), bare(find(n, k)))
		}
		return out
	}
	for _, c := range n.Content {
		out.Content = append(out.Content, bare(c))
	}
	return out
}

// dressed gives a scalar the quotes and the comment of the one it replaces.
func dressed(n, old *yaml.Node) *yaml.Node {
	if old != nil && old.Kind == yaml.ScalarNode && n.Kind == yaml.ScalarNode {
		n.LineComment = old.LineComment
		if n.Tag == "!!str" {
			n.Style = old.Style & (yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle)
		}
	}
	return n
}

func newText(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func newMap(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: content}
}

func newList(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: content}
}

func newReference(ref string) *yaml.Node { return newMap(newText("$ref"), newText(ref)) }

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// sortedMembers are the keys of a mapping, sorted.
func sortedMembers(n *yaml.Node) []string {
	var out []string
	for k := range members(n) {
		out = append(out, k.Value)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
