package surface

import "github.com/stratagen/strata/generator/model"

// Stand is a schema at a place, for who must know which part of the model a fact
// is about.
type Stand struct {
	Place
	Name  string // of the member or the parameter, as in the document; empty: a body, or a step that has no name
	Use   *model.Use
	Above *Stand // what it stands in; nil at the root of a side
}

// Stands lists what stands at the places of each version's facts, by token.
// Several schemas that say the same can stand at one place. What most operations
// answer to a status stands at that status of the operation Everywhere, once.
func Stands(api *model.API) map[string][]*Stand {
	b := newBuilder(api)
	byToken := map[string][]*Stand{}
	for _, v := range api.Versions {
		s := standing{builder: b, of: map[*node]*Stand{}, elsewhere: map[Place]Place{}, seen: map[standKey]bool{}, entered: map[standKey]bool{}}
		b.met = s.met
		b.build(new(Version), v.Operations)
		s.others()
		byToken[v.Token] = s.list
	}
	return byToken
}

// standing gathers the stands of a version.
type standing struct {
	*builder
	list      []*Stand
	of        map[*node]*Stand
	elsewhere map[Place]Place // where the facts below a place stand instead
	waiting   []*Stand        // beside others that say the same
	seen      map[standKey]bool
	entered   map[standKey]bool // whatever it stands in
}

// standKey is a schema at a place, and what it stands in.
type standKey struct {
	place         Place
	schema, above *model.Schema
}

// met takes up a node of the walk.
func (s *standing) met(n *node, elsewhere *Place) {
	st := &Stand{Place: n.place, Name: n.name, Use: n.use, Above: s.of[n.parent]}
	s.of[n] = st
	s.list = append(s.list, st)
	s.seen[st.key()], s.entered[standKey{place: n.place, schema: n.use.Schema}] = true, true
	for _, u := range n.twins {
		s.waiting = append(s.waiting, &Stand{Place: n.place, Name: n.name, Use: u, Above: st.Above})
	}
	if elsewhere != nil {
		s.elsewhere[n.place] = *elsewhere
		s.waiting = append(s.waiting, st.at(*elsewhere))
	}
}

// others goes down from the schemas that the walk did not enter because another
// one says the same: their parts stand where the parts of that one do.
func (s *standing) others() {
	for len(s.waiting) > 0 {
		st := s.waiting[0]
		s.waiting = s.waiting[1:]
		if key := st.key(); !s.seen[key] {
			s.seen[key] = true
			s.list = append(s.list, st)
		}
		if key := (standKey{place: st.Place, schema: st.Use.Schema}); !s.entered[key] {
			s.entered[key] = true
			s.below(st)
		}
	}
}

func (st *Stand) key() standKey {
	k := standKey{place: st.Place, schema: st.Use.Schema}
	if st.Above != nil {
		k.above = st.Above.Use.Schema
	}
	return k
}

func (s *standing) below(st *Stand) {
	if home, ok := s.elsewhere[st.Place]; ok {
		s.waiting = append(s.waiting, st.at(home))
		return
	}
	for _, c := range s.steps(st.Use.Schema) {
		at, name := st.Place, ""
		if c.prop != nil {
			name, at.Path = c.prop.Name, st.Path.member(c.prop.Name)
		} else {
			at.Path = st.Path.step(c.step)
		}
		for _, u := range append([]*model.Use{c.use}, c.twins...) {
			s.waiting = append(s.waiting, &Stand{Place: at, Name: name, Use: u, Above: st})
		}
	}
}

// at is st where the facts below it stand.
func (st *Stand) at(p Place) *Stand {
	return &Stand{Place: p, Name: st.Name, Use: st.Use, Above: st.Above}
}

// Above reports whether p is q or holds it: an operation holds its sides, a
// status its headers and its body, a member all below it.
func (p Place) Above(q Place) bool {
	switch {
	case p.Operation != q.Operation:
		return false
	case p.Side == Side{}:
		return p.Path == "" || p.Path == q.Path
	case p.Part == "":
		return p.Status == q.Status
	}
	return p.Side == q.Side && q.Path.Within(p.Path)
}
