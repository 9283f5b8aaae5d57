package load

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// A strategy is one way a document tells its versions apart. To support another
// one: write its type beside these and name it in chooseStrategy.
type strategy interface {
	// lanes gives the views of an operation, by version token. The token ""
	// stands for every version there is.
	lanes(r *reader, op *model.Operation) map[string]*model.Operation
	// mediaType is the vendor media type of a version, if it has one.
	mediaType(token string) string
}

// versions tells the versions of a document apart, most stable first.
func (r *reader) versions(operations []*model.Operation) []*model.Version {
	s := r.chooseStrategy(operations)
	if s == nil {
		return nil
	}
	r.defaults = defaultLanes(s, operations)
	r.pattern = s.mediaType(config.VersionHole)
	byToken := map[string][]*model.Operation{}
	for _, op := range operations {
		for token, lane := range s.lanes(r, op) {
			byToken[token] = append(byToken[token], lane)
		}
	}
	everywhere := byToken[""]
	delete(byToken, "")
	if len(byToken) == 0 && r.cfg.Versions.From == "media-type" && len(everywhere) > 0 {
		r.faults.Add(model.Pos{File: r.file, Line: 1, Column: 1}, "no media type of the document names a version")
	}
	if len(byToken) == 0 {
		byToken[""] = nil
	}
	var versions []*model.Version
	for token, list := range byToken {
		versions = append(versions, r.version(s, token, append(list, everywhere...)))
	}
	// The only sort of versions and operations; every later step relies on it.
	slices.SortFunc(versions, model.CompareVersions)
	return versions
}

func (r *reader) version(s strategy, token string, operations []*model.Operation) *model.Version {
	slices.SortFunc(operations, func(a, b *model.Operation) int { return strings.Compare(a.ID, b.ID) })
	v := &model.Version{Token: token, Operations: operations}
	if token != "" {
		v.MediaType = s.mediaType(token)
	}
	v.Stability, _, _ = model.ReadToken(token)
	if named, ok := model.ParseStability(r.cfg.Versions.Stability[token]); ok {
		v.Stability = named
	}
	return v
}

// chooseStrategy takes the configured strategy, or the one the document shows.
func (r *reader) chooseStrategy(operations []*model.Operation) strategy {
	v := r.cfg.Versions
	from := v.From
	if from == "" && v.Pattern != "" {
		from = config.FromMediaType
	}
	top := model.Pos{File: cmp.Or(r.cfg.File, r.file), Line: 1, Column: 1}
	switch from {
	case config.FromNone:
		return unversioned{}
	case config.FromMediaType:
		f, ok := parseFamily(v.Pattern)
		if v.Pattern == "" {
			f, ok = r.detectFamily(operations)
		}
		if ok {
			return byMediaType{f}
		}
		r.faults.Add(top, "versions.pattern %q: want a media type with %s", v.Pattern, config.VersionHole)
	case "":
		if f, ok := r.detectFamily(operations); ok {
			return byMediaType{f}
		}
		return unversioned{}
	default: // where the configuration was not parsed but made
		r.faults.Add(top, "versions.from %s is not supported yet: want media-type or none", from)
	}
	return nil
}

// unversioned reads a document as one version.
type unversioned struct{}

func (unversioned) mediaType(string) string { return "" }

func (unversioned) lanes(_ *reader, op *model.Operation) map[string]*model.Operation {
	return map[string]*model.Operation{"": op}
}

// allContents are the contents of all bodies and responses.
func allContents(operations []*model.Operation) iter.Seq[*model.Content] {
	return func(yield func(*model.Content) bool) {
		for _, op := range operations {
			for _, list := range contentLists(op) {
				for _, c := range list {
					if !yield(c) {
						return
					}
				}
			}
		}
	}
}

func contentLists(op *model.Operation) [][]*model.Content {
	var lists [][]*model.Content
	if op.Body != nil {
		lists = append(lists, op.Body.Contents)
	}
	for _, res := range op.Responses {
		lists = append(lists, res.Contents)
	}
	return lists
}

// sortedTokens gives the tokens of a set, so that faults come in one order.
func sortedTokens(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
