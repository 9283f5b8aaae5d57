package config

// accept.yaml: which breaks somebody accepts.

import (
	"strconv"
	"strings"
	"time"
)

// Acceptance is an entry of accept.yaml: a break that may come, in one version.
type Acceptance struct {
	Place Place `yaml:"-"`
	// What is accepted, as a report of gen diff or gen sync shows it.
	Fingerprint string `yaml:"fingerprint"`
	// Why it may come.
	Reason string `yaml:"reason"`
	// The last day on which it holds (RFC 3339, full-date); empty: for good.
	Date  string    `yaml:"until"`
	Until time.Time `yaml:"-"` // Date, midnight in UTC
}

// ParseAcceptances reads a list of acceptances; a file without any, be it empty,
// is an empty list. name is the file as the caller calls it. The error is Faults:
// all mistakes, sorted.
func ParseAcceptances(name string, data []byte) ([]Acceptance, error) {
	docs, fault := documents(name, data)
	if fault != nil {
		return nil, Faults{fault}
	}
	if len(docs) == 0 {
		return nil, nil
	}
	var list []Acceptance
	d := decoder{file: name, places: map[string]Place{}, whole: "accept.yaml"}
	d.value(docs[0], &list)
	if err := d.faults.and(checkAcceptances(list, d.places)).err(); err != nil {
		return nil, err
	}
	return list, nil
}

// checkAcceptances gives every rule that the list breaks, and fills in what
// follows from its text.
func checkAcceptances(list []Acceptance, places map[string]Place) Faults {
	c := acceptanceCheck{c: &Config{places: places}, lines: map[string]int{}}
	for i := range list {
		list[i].Place = c.c.At(strconv.Itoa(i))
		c.entry(&list[i], strconv.Itoa(i))
	}
	return c.faults
}

type acceptanceCheck struct {
	c      *Config // knows the places
	lines  map[string]int
	faults Faults
}

func (c *acceptanceCheck) entry(a *Acceptance, n string) {
	switch line, twice := c.lines[a.Fingerprint]; {
	case a.Fingerprint == "":
		c.fault(at(n, "fingerprint"), "an acceptance needs a fingerprint: what it accepts")
	case !fingerprint.fits(a.Fingerprint):
		c.fault(at(n, "fingerprint"), fingerprint.fault, a.Fingerprint)
	case twice:
		c.fault(at(n, "fingerprint"), "%q is accepted in line %d already", a.Fingerprint, line)
	default:
		c.lines[a.Fingerprint] = c.c.At(n, "fingerprint").Line
	}
	if strings.TrimSpace(a.Reason) == "" {
		c.fault(at(n, "reason"), "an acceptance needs a reason: why the break may come")
	}
	if a.Date == "" {
		return
	}
	var err error
	if a.Until, err = time.Parse(time.DateOnly, a.Date); err != nil {
		c.fault(at(n, "until"), "until %q is no day: want the form 2006-01-02 (RFC 3339, full-date)", a.Date)
	}
}

func (c *acceptanceCheck) fault(path []string, format string, args ...any) {
	c.faults = append(c.faults, c.c.Faultf(path, format, args...))
}
