package versions

// Report tells of one operation what moving a call between its versions takes.
type Report struct {
	ID    string `json:"operation"`
	Calls []Call `json:"versions"` // every version, most stable first
	// Moves lead from each version that has it to the next more stable one, the
	// least stable first: the way a call graduates. Read from To to From, added is
	// removed and the other way round.
	Moves []Move `json:"moves"`
}

// Call is the operation in one version.
type Call struct {
	Version    string `json:"version"`
	Package    string `json:"package"`
	Signature  string `json:"signature,omitempty"` // without the context's type and the options; absent: it has no such operation
	Route      string `json:"route,omitempty"`     // "GET /sources/{sourceId}"
	Deprecated string `json:"deprecated,omitempty"`
}

// Move is what changes in Go between two versions, beside the import path.
type Move struct {
	From       string       `json:"from"`
	To         string       `json:"to"`
	FromImport string       `json:"fromImport"`
	ToImport   string       `json:"toImport"`
	Differs    []string     `json:"differs"` // see [ServiceDiffers] and the others; empty: the import path is all that changes
	Call       []CallChange `json:"call"`    // the same respects, with what they were and are
	Types      []TypeChange `json:"types"`   // parameters first, then input and output, by distance from the call
}

// Report compares the versions of one operation, named by its operationId; nil:
// there is none of that name.
func (s *Set) Report(id string) *Report {
	lanes := s.lanes[id]
	if lanes == nil {
		return nil
	}
	r := &Report{ID: id, Moves: []Move{}}
	next := 0
	for _, v := range s.api.Versions {
		call := Call{Version: label(v), Package: v.Package.Name}
		if next < len(lanes) && lanes[next].version == v {
			l := lanes[next]
			call.Signature, call.Route, call.Deprecated = l.signature(), l.Method+" "+l.Path, l.Deprecated
			next++
		}
		r.Calls = append(r.Calls, call)
	}
	for i := len(lanes) - 1; i > 0; i-- {
		r.Moves = append(r.Moves, move(lanes[i], lanes[i-1]))
	}
	return r
}

func move(from, to *lane) Move {
	m := Move{
		From: label(from.version), FromImport: from.version.Package.ImportPath,
		To: label(to.version), ToImport: to.version.Package.ImportPath,
		Differs: []string{}, Call: compare(from, to), Types: typeChanges(from, to),
	}
	for _, c := range m.Call {
		m.Differs = append(m.Differs, c.What)
	}
	if m.Call == nil {
		m.Call = []CallChange{}
	}
	return m
}
