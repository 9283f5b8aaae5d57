package history

// What happened to an operation between two documents. The notions are those of
// drift: its rules L01 to L10 and O01 to O03. What drift calls moved (L04) is here
// graduated and lost in one step; moved is another method or path (O01, O02).

import (
	"regexp"
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// Kind is what happened.
type Kind string

// The kinds, in the order in which they are told of one step.
const (
	Born         Kind = "born"         // the first document of all aside
	Returned     Kind = "returned"     // born again under its old name
	Renamed      Kind = "renamed"      // another operationId, the same method and path
	Moved        Kind = "moved"        // another method or path, the same operationId
	Graduated    Kind = "graduated"    // in a version more stable than all that had it
	Gained       Kind = "gained"       // in another version, no more stable
	Demoted      Kind = "demoted"      // no longer in its more stable versions, still in less stable ones
	Lost         Kind = "lost"         // no longer in a version, still in one at least as stable
	Deprecated   Kind = "deprecated"   // some versions mark it now
	Undeprecated Kind = "undeprecated" // they no longer do
	Gone         Kind = "gone"         // in no version any more
)

// Kinds lists the kinds in their order.
var Kinds = []Kind{Born, Returned, Renamed, Moved, Graduated, Gained, Demoted, Lost, Deprecated, Undeprecated, Gone}

// Event is what happened to an operation between a document and the one before.
type Event struct {
	Document string   `json:"document"` // which says so
	Kind     Kind     `json:"event"`
	Versions []string `json:"versions"`       // those it is about; all it had where it is gone
	From     string   `json:"from,omitempty"` // the name or route it had
	To       string   `json:"to,omitempty"`
}

// threads are the operations known so far.
type threads []*Operation

// last is what is known of an operation last.
func (op *Operation) last() *State { return &op.States[len(op.States)-1] }

// live reports whether the last document had it.
func (op *Operation) live() bool {
	return len(op.Events) == 0 || op.Events[len(op.Events)-1].Kind != Gone
}

func (t *threads) begin(states []*State) {
	for _, s := range states {
		*t = append(*t, &Operation{ID: s.ID, States: []State{*s}, Events: []Event{}})
	}
}

// next takes up a document. An operation is the one of its operationId, else the
// one of its method and path, else one of that operationId that was gone.
func (t *threads) next(label string, states []*State, step *Step) {
	before := slices.DeleteFunc(slices.Clone(*t), func(op *Operation) bool { return !op.live() })
	taken := map[*Operation]bool{}
	next := map[*State]*Operation{}
	match := func(among []*Operation, same func(*State, *State) bool) {
		for _, s := range states {
			i := slices.IndexFunc(among, func(op *Operation) bool { return !taken[op] && same(op.last(), s) })
			if next[s] == nil && i >= 0 {
				next[s] = among[i]
				taken[among[i]] = true
			}
		}
	}
	sameID := func(a, b *State) bool { return a.ID == b.ID }
	match(before, sameID)
	match(before, func(a, b *State) bool { return a.route() == b.route() })
	gone := slices.DeleteFunc(slices.Clone(*t), (*Operation).live)
	slices.Reverse(gone) // of several the latest
	match(gone, sameID)
	for _, s := range states {
		op := next[s]
		if op == nil {
			op = &Operation{}
			*t = append(*t, op)
		}
		op.continued(s, step)
	}
	for _, op := range before {
		if !taken[op] {
			op.happened(step, Event{Document: label, Kind: Gone, Versions: op.last().Versions})
		}
	}
}

// continued takes up the next state of an operation.
func (op *Operation) continued(s *State, step *Step) {
	var list []Event
	switch {
	case len(op.States) == 0:
		list = []Event{{Kind: Born, Versions: s.Versions}}
	case !op.live():
		list = append([]Event{{Kind: Returned, Versions: s.Versions}}, moved(op.last(), s)...)
	default:
		list = events(op.last(), s)
	}
	if (len(op.States) == 0 || !op.live()) && len(s.Deprecated) > 0 {
		list = append(list, Event{Kind: Deprecated, Versions: s.Deprecated})
	}
	op.ID = s.ID
	op.States = append(op.States, *s)
	for _, e := range list {
		e.Document = s.Document
		op.happened(step, e)
	}
}

func (op *Operation) happened(step *Step, e Event) {
	op.Events = append(op.Events, e)
	step.Counts[e.Kind]++
}

// events compares two states of an operation.
func events(before, after *State) []Event {
	var list []Event
	if before.ID != after.ID {
		list = append(list, Event{Kind: Renamed, Versions: after.Versions, From: before.ID, To: after.ID})
	}
	list = append(list, moved(before, after)...)
	add := func(k Kind, in func(lane) bool, of *State) {
		var versions []string
		for i, l := range of.lanes {
			if in(l) {
				versions = append(versions, of.Versions[i])
			}
		}
		if versions != nil {
			list = append(list, Event{Kind: k, Versions: versions})
		}
	}
	had, has := before.has, after.has
	above := func(l lane, top int) bool { return level(l) < top }
	add(Graduated, func(l lane) bool { return !had(l) && above(l, before.top()) }, after)
	add(Gained, func(l lane) bool { return !had(l) && !above(l, before.top()) }, after)
	add(Demoted, func(l lane) bool { return !has(l) && above(l, after.top()) }, before)
	add(Lost, func(l lane) bool { return !has(l) && !above(l, after.top()) }, before)
	add(Deprecated, func(l lane) bool { return l.deprecated && !before.marks(l) }, after)
	add(Undeprecated, func(l lane) bool { return !l.deprecated && before.marks(l) }, after)
	return list
}

func moved(before, after *State) []Event {
	if before.route() == after.route() {
		return nil
	}
	return []Event{{Kind: Moved, Versions: after.Versions, From: before.Route, To: after.Route}}
}

// variable is a part of a path whose name means nothing to a server.
var variable = regexp.MustCompile(`\{[^{}]*\}`)

// route is Route without the names of its variables.
func (s *State) route() string { return variable.ReplaceAllString(s.Route, "{}") }

func (s *State) has(l lane) bool { return slices.Contains(s.Versions, name(l.version)) }

func (s *State) marks(l lane) bool { return slices.Contains(s.Deprecated, name(l.version)) }

// top is the level of the most stable version.
func (s *State) top() int {
	top := level(s.lanes[0])
	for _, l := range s.lanes {
		top = min(top, level(l))
	}
	return top
}

// level orders stabilities, the most stable first; one that is unknown promises
// least.
func level(l lane) int {
	if l.version.Stability == model.Unknown {
		return int(model.Alpha) + 1
	}
	return int(l.version.Stability)
}
