package versions

import (
	"slices"
	"strings"
)

// Table tells which operation is in which version, and where its Go differs.
type Table struct {
	Versions []Version `json:"versions"` // most stable first
	Services []Service `json:"services"` // by name
}

// Version is a column, with its totals.
type Version struct {
	Name       string    `json:"version"`   // the token; without versions the name of the package
	Stability  string    `json:"stability"` // "stable", "beta", "alpha", "unknown"
	Package    string    `json:"package"`
	ImportPath string    `json:"importPath"`
	Operations int       `json:"operations"`
	OnlyHere   int       `json:"onlyHere"` // in no other version
	Deprecated int       `json:"deprecated"`
	Against    []Against `json:"against"` // each more stable version
}

// Against counts the operations of a version that a more stable one has too.
type Against struct {
	Version string `json:"version"`
	Same    int    `json:"same"`    // the same Go but for the import path
	Differs int    `json:"differs"` // anything else
}

// Service groups operations as the client does. One that changes its service
// stands in that of its most stable version.
type Service struct {
	Name       string      `json:"service"`    // in Go: "TrackingPlans"
	Operations []Operation `json:"operations"` // by operationId
}

// Operation is a row.
type Operation struct {
	ID    string `json:"operation"` // operationId
	Lanes []Lane `json:"lanes"`     // the versions that have it, most stable first
}

// Lane is an operation in one version.
type Lane struct {
	Version    string `json:"version"`
	Method     string `json:"method"`                 // in Go: "Sources.Get"
	Deprecated string `json:"deprecated,omitempty"`   // why; absent: it is not
	Next       string `json:"comparedWith,omitempty"` // the next more stable version that has it; absent: none
	// Differs says in which respects the Go is not that of Next; see [ServiceDiffers] and the others.
	Differs []string `json:"differs"`
	// SameAs is the most stable version in which the Go is the same; absent: none.
	SameAs string `json:"sameAs,omitempty"`
}

// Table compares all operations.
func (s *Set) Table() *Table {
	t := &Table{Versions: []Version{}, Services: []Service{}}
	for _, v := range s.api.Versions {
		t.Versions = append(t.Versions, Version{
			Name: label(v), Stability: v.Stability, Package: v.Package.Name, ImportPath: v.Package.ImportPath, Against: []Against{},
		})
	}
	s.count(t.Versions)
	services := map[string][]Operation{}
	for _, id := range s.ids() {
		name := s.lanes[id][0].service.GoName
		services[name] = append(services[name], row(id, s.lanes[id]))
	}
	for name, ops := range services {
		t.Services = append(t.Services, Service{Name: name, Operations: ops})
	}
	slices.SortFunc(t.Services, func(a, b Service) int { return strings.Compare(a.Name, b.Name) })
	return t
}

// row compares each lane with the one before it.
func row(id string, lanes []*lane) Operation {
	op := Operation{ID: id}
	for i, l := range lanes {
		cell := Lane{Version: label(l.version), Method: l.method(), Deprecated: l.Deprecated, Differs: []string{}}
		if i > 0 {
			cell.Next = label(lanes[i-1].version)
			for _, c := range compare(l, lanes[i-1]) {
				cell.Differs = append(cell.Differs, c.What)
			}
		}
		for _, other := range lanes[:i] {
			if len(compare(l, other)) == 0 {
				cell.SameAs = label(other.version)
				break
			}
		}
		op.Lanes = append(op.Lanes, cell)
	}
	return op
}

// count fills in the totals.
func (s *Set) count(versions []Version) {
	column := map[string]*Version{}
	for i := range versions {
		column[versions[i].Name] = &versions[i]
		for _, w := range versions[:i] {
			versions[i].Against = append(versions[i].Against, Against{Version: w.Name})
		}
	}
	for _, lanes := range s.lanes {
		for i, l := range lanes {
			v := column[label(l.version)]
			v.Operations++
			if len(lanes) == 1 {
				v.OnlyHere++
			}
			if l.Deprecated != "" {
				v.Deprecated++
			}
			for _, other := range lanes[:i] {
				v.against(label(other.version), len(compare(l, other)) == 0)
			}
		}
	}
}

// against counts one operation.
func (v *Version) against(other string, same bool) {
	i := slices.IndexFunc(v.Against, func(a Against) bool { return a.Version == other })
	if same {
		v.Against[i].Same++
	} else {
		v.Against[i].Differs++
	}
}
