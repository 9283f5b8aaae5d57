package words

// What of ours stands where what of theirs stands, and so which component is
// which: each place that refers to one of ours votes.

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// merger makes one document of two.
type merger struct {
	ours, up *source
	*classes

	oldOps, newOps []*operation
	same           map[*operation]*operation // theirs -> ours
	inherited      map[*yaml.Node]*yaml.Node // our operation -> the parameters of its path
	variables      map[string]string         // our name -> theirs

	followed  map[[2]*yaml.Node]bool // components and what theirs has there
	walked    map[[2]*yaml.Node]bool
	records   map[*yaml.Node][]vote       // by our component
	chosen    map[*yaml.Node]*choice      // our component -> theirs
	heirs     map[*yaml.Node][]*yaml.Node // their component -> ours that are it
	sites     map[*yaml.Node]site         // our components
	names     map[*yaml.Node]string       // their component -> the reference to the one made of it
	made      map[string]*yaml.Node       // by reference: components that are new or changed
	queue     []newcomer                  // components to be made
	busy      map[[2]*yaml.Node]bool      // merges under way
	origin    map[*yaml.Node]*yaml.Node   // a node of the result -> the one of ours it was made of
	fresh     map[*yaml.Node]bool         // objects that came with this merge
	shared    map[habit]string            // references to our components
	inlines   bool                        // our answers have their schemas in place
	answering bool                        // an answer is being written whose schema goes in place
	path      string                      // of the operation at hand, in theirs
	order     map[string]int              // of media types in our document
}

// site is where one of our components stands.
type site struct{ section, name, form string }

// vote is one place: ours refers to a component, theirs has something there.
type vote struct {
	class    class
	ref      string // theirs, empty where it is written in place
	content  *yaml.Node
	was, own flags // of our place; of what theirs refers to, or has in place
}

// choice is what one of our components becomes.
type choice struct {
	class   class
	content *yaml.Node // of theirs
	flags   flags
}

// learn notes where our components are, and the order of media types.
func (m *merger) learn() {
	m.sites, m.order, m.busy = map[*yaml.Node]site{}, map[string]int{}, map[[2]*yaml.Node]bool{}
	m.followed = map[[2]*yaml.Node]bool{}
	for p := range parts("Components", get(m.ours.root, "components")) {
		m.sites[p.node] = site{p.member.name, p.key.Value, p.form}
	}
	longest := 0
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for k, v := range members(n) {
			if k.Value == "content" && v.Kind == yaml.MappingNode && len(v.Content) > longest {
				longest = len(v.Content)
				m.order = map[string]int{}
				for i := 0; i < len(v.Content); i += 2 {
					m.order[v.Content[i].Value] = i - len(v.Content)
				}
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(m.ours.root)
}

func (m *merger) pairOperations() {
	for _, o := range m.newOps {
		if old := m.same[o]; old != nil {
			m.enter(old, o)
			m.pair("Operation", old.node, o.node)
		}
	}
	m.variables = nil
	if a, u := get(m.ours.root, "webhooks"), get(m.up.root, "webhooks"); a != nil && u != nil {
		member, _ := findMember("OpenAPI", "webhooks")
		for _, c := range m.match(member, a, u) {
			m.pair("PathItem", c[0], c[1])
		}
	}
	for _, path := range sortedMembers(get(m.up.root, "paths")) {
		if a := get(get(m.ours.root, "paths"), path); a != nil {
			m.pairList("Parameter", get(m.ours.resolve(a), "parameters"), get(m.up.resolve(get(get(m.up.root, "paths"), path)), "parameters"))
		}
	}
}

func (m *merger) pairList(form string, a, u *yaml.Node) {
	if a != nil && u != nil {
		for _, c := range m.match(&member{"", list, form}, a, u) {
			m.pair(form, c[0], c[1])
		}
	}
}

// enter says which operations are at hand.
func (m *merger) enter(old, now *operation) {
	m.variables = map[string]string{}
	a, u := variables(old.path), variables(now.path)
	for i, name := range a {
		if len(a) == len(u) && !slices.Contains(u, name) && !slices.Contains(a, u[i]) {
			m.variables[name] = u[i]
		}
	}
}

// pair walks down what stands in the same place.
func (m *merger) pair(form string, a, u *yaml.Node) {
	switch form {
	case "Schema":
		m.pairSchema(a, u)
		return
	case "reference":
		if t := m.up.targets[u.Value]; t != nil {
			m.vote(m.ours.targets[a.Value], vote{m.target(m.up, "Schema", t), u.Value, t, flags{}, m.up.flags(t, m.is31)})
		}
		return
	}
	if t := m.ours.targets[refOf(a)]; t != nil {
		m.vote(t, vote{class: m.of(m.up, form, u), ref: refOf(u), content: m.up.resolve(u)})
	}
	m.pairContent(form, m.ours.resolve(a), m.up.resolve(u))
}

func (m *merger) vote(component *yaml.Node, v vote) {
	if component != nil {
		m.records[component] = append(m.records[component], v)
	}
}

func (m *merger) pairSchema(a, u *yaml.Node) {
	pa, pu := m.ours.peel(a, m.is31), m.up.peel(u, m.is31)
	if pa.target == nil {
		m.pairContent("Schema", pa.inner, m.up.coreNode(u, m.is31))
		return
	}
	content := cmp.Or(pu.target, pu.inner)
	own := m.up.flags(content, m.is31)
	m.vote(pa.target, vote{m.core(m.up, u), pu.ref, content, m.ours.flags(a, m.is31), own})
	if key := [2]*yaml.Node{pa.target, content}; !m.followed[key] {
		m.followed[key] = true
		m.pairSchema(pa.target, content)
	}
}

// pairContent walks down the members of two objects, once for each two.
func (m *merger) pairContent(form string, a, u *yaml.Node) {
	key := [2]*yaml.Node{a, u}
	if m.walked[key] && form != "Operation" {
		return
	}
	m.walked[key] = true
	if of := names[form]; of != "" {
		for p := range parts(form, a) {
			if c := get(u, p.key.Value); c != nil {
				m.pair(of, p.node, c)
			}
		}
		return
	}
	for _, f := range m.facts(form, u) {
		v := find(a, f.member.name)
		if v == nil || f.member.of == "" {
			continue
		}
		for _, c := range m.match(f.member, v, f.value) {
			m.pair(f.member.of, c[0], c[1])
		}
	}
}

// match gives the objects of a member that belong together, ours and theirs.
func (m *merger) match(mem *member, a, u *yaml.Node) [][2]*yaml.Node {
	var out [][2]*yaml.Node
	switch {
	case mem.kind == list && mem.of == "Schema":
		return m.matchSchemas(a, u)
	case mem.kind == list:
		theirs := map[string]*yaml.Node{}
		for _, c := range u.Content {
			theirs[m.label(m.up, mem.of, c)] = c
		}
		for _, c := range a.Content {
			if t := theirs[m.label(m.ours, mem.of, c)]; t != nil {
				out = append(out, [2]*yaml.Node{c, t})
			}
		}
	case mem.kind == tuple:
		for i := range min(len(a.Content), len(u.Content)) {
			out = append(out, [2]*yaml.Node{a.Content[i], u.Content[i]})
		}
	case mem.kind == mapping:
		for k, c := range members(a) {
			if t := findName(mem, u, k.Value); t != nil {
				out = append(out, [2]*yaml.Node{c, t})
			}
		}
	default:
		out = append(out, [2]*yaml.Node{a, u})
	}
	return out
}

// findName gives a member of a mapping of names. Case means nothing in the name
// of a header (RFC 9110, section 5.1).
func findName(mem *member, n *yaml.Node, name string) *yaml.Node {
	for k, v := range members(n) {
		if k.Value == name || mem.of == "Header" && strings.EqualFold(k.Value, name) {
			return v
		}
	}
	return nil
}

// label is what an object of a list is known by.
func (m *merger) label(s *source, form string, n *yaml.Node) string {
	switch form {
	case "Server":
		return textOf(n, "url")
	case "Tag":
		return textOf(n, "name")
	}
	key := s.parameterKey(n)
	if name, ok := strings.CutPrefix(key, "path "); ok && s == m.ours && m.variables[name] != "" {
		return "path " + m.variables[name]
	}
	return key
}

// matchSchemas pairs the alternatives of a union, or the parts of an allOf: what
// is equal, what refers to the same name, and what has most properties in common.
func (m *merger) matchSchemas(a, u *yaml.Node) [][2]*yaml.Node {
	theirs := slices.Clone(u.Content)
	slices.SortStableFunc(theirs, func(x, y *yaml.Node) int {
		return cmp.Or(strings.Compare(refOf(x), refOf(y)), strings.Compare(string(m.of(m.up, "Schema", x)), string(m.of(m.up, "Schema", y))))
	})
	found := map[*yaml.Node]*yaml.Node{}
	taken := map[*yaml.Node]bool{}
	for _, alike := range []func(x, y *yaml.Node) int{m.equal, sameRef, m.common} {
		for _, x := range a.Content {
			if found[x] != nil {
				continue
			}
			best := 0
			for _, y := range theirs {
				if n := alike(x, y); n > best && !taken[y] {
					best = n
					found[x] = y
				}
			}
			taken[found[x]] = found[x] != nil
		}
	}
	var out [][2]*yaml.Node
	for _, x := range a.Content {
		if found[x] != nil {
			out = append(out, [2]*yaml.Node{x, found[x]})
		}
	}
	return out
}

func (m *merger) equal(x, y *yaml.Node) int {
	if m.of(m.ours, "Schema", x) != m.of(m.up, "Schema", y) {
		return 0
	}
	return 1 + sameRef(x, y)
}

func sameRef(x, y *yaml.Node) int {
	if refOf(x) != "" && refOf(x) == refOf(y) {
		return 1
	}
	return 0
}

// common counts the properties that two schemas share.
func (m *merger) common(x, y *yaml.Node) int {
	x, y = m.ours.coreNode(x, m.is31), m.up.coreNode(y, m.is31)
	if !slices.Equal(typesOf(x), typesOf(y)) {
		return 0
	}
	count := 0
	for k := range members(get(x, "properties")) {
		if get(get(y, "properties"), k.Value) != nil {
			count++
		}
	}
	return count
}

// choose decides what each of our components becomes.
func (m *merger) choose() {
	var list []*yaml.Node
	for n := range m.records {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b *yaml.Node) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	for _, n := range list {
		site, ok := m.sites[n]
		if !ok {
			continue // no component: it is merged where it stands
		}
		m.chosen[n] = m.elect(n, site)
		for _, v := range m.records[n] {
			if v.class == m.chosen[n].class && v.ref != "" {
				m.inherit(m.up.targets[v.ref], n)
			}
		}
	}
}

func (m *merger) inherit(theirs, ours *yaml.Node) {
	if !slices.Contains(m.heirs[theirs], ours) {
		m.heirs[theirs] = append(m.heirs[theirs], ours)
	}
}

// elect chooses for one component. If theirs has it unchanged under the same name
// it stays; else it is what most of its places became, the unchanged one first.
func (m *merger) elect(n *yaml.Node, s site) *choice {
	ref := referenceTo(s.section, s.name)
	own := m.target(m.ours, s.form, n)
	votes := m.records[n]
	if t := m.up.targets[ref]; t != nil && m.target(m.up, s.form, t) == own {
		votes = append(slices.Clone(votes), vote{class: own, ref: ref, content: t, was: m.ours.flags(n, m.is31), own: m.up.flags(t, m.is31)})
		m.inherit(t, n)
		return m.decide(n, votes, own)
	}
	counts := map[class]int{}
	for _, v := range votes {
		counts[v.class] += 4
	}
	for _, v := range votes {
		if v.class == own {
			counts[own] |= 2
		}
		if v.ref == ref {
			counts[v.class] |= 1
		}
	}
	best := votes[0].class
	for c, count := range counts {
		if count > counts[best] || count == counts[best] && c < best {
			best = c
		}
	}
	return m.decide(n, votes, best)
}

// decide gives a component a class. It states a flag itself only if everything of
// that class does; the places add the rest.
func (m *merger) decide(n *yaml.Node, votes []vote, c class) *choice {
	out := &choice{class: c}
	had := m.ours.flags(n, m.is31)
	all, first, ref := flags{}, true, ""
	wrapped := flags{} // what each of our places says already
	for _, v := range votes {
		if v.class != c {
			continue
		}
		if first {
			out.content, all, wrapped, first = v.content, v.own, v.was, false
		}
		if v.ref != "" && (ref == "" || v.ref < ref) {
			out.content, ref = v.content, v.ref // the first by name, whatever the order
		}
		all, wrapped = all.and(v.own), wrapped.and(v.was)
	}
	for i := range all {
		if i != deprecatedFlag && all[i] != nil && (had.has(all, i) || !wrapped.has(all, i)) {
			out.flags[i] = all[i]
		}
	}
	return out
}
