package upstream

// spec.lock: what was taken from upstream, and since when what is deprecated.

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

// LockName is the file beside the configuration that keeps a [Lock].
const LockName = "spec.lock"

// Lock is what a run leaves for the next one. The zero value says that there was
// none. As text it is sorted, one line a thing:
//
//	deprecated v1 getPet 2026-11-23
//	digest sha256:6d7fce9fee471194aa8b5b6e47267f0348b24e0e9c7ba0fbb6bbb6b1e86e6ba2
//	etag "5f2a"
//	last-modified Mon, 23 Nov 2026 10:00:00 GMT
//	revision 73.2.0
//	source 0a1b2c3d4e5f6071
//
// source tells to which address etag and last-modified belong, without naming it.
type Lock struct {
	Digest     string // of upstream's document: sha256:HEX
	Stamp      fetch.Stamp
	Revision   string                   // info.version
	Deprecated map[drift.Lane]time.Time // the day a lane was first seen deprecated, midnight in UTC
}

const lockHead = "# What gen sync took from upstream. It is compared with at the next run.\n"

// ReadLock reads the lock in files; there may be none. The error is a
// [config.Faults] with every line that cannot be read.
func ReadLock(files fs.FS, name string) (*Lock, error) {
	text, err := fs.ReadFile(files, LockName)
	if errors.Is(err, fs.ErrNotExist) {
		return new(Lock), nil
	}
	if err != nil {
		return nil, err
	}
	l := &Lock{Deprecated: map[drift.Lane]time.Time{}}
	var faults config.Faults
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := l.line(line); err != nil {
			faults = append(faults, &config.Fault{Place: config.Place{File: name, Line: n, Column: 1}, Text: err.Error()})
		}
	}
	if faults != nil {
		return nil, faults
	}
	return l, nil
}

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func (l *Lock) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	for key, to := range l.values() {
		if word == key && rest != "" && (key != "digest" || digestForm.MatchString(rest)) {
			if *to != "" {
				return fmt.Errorf("%s is said twice", key)
			}
			*to = rest
			return nil
		}
	}
	if fields := strings.Fields(rest); word == "deprecated" && len(fields) == 3 {
		day, err := time.Parse(time.DateOnly, fields[2])
		if err == nil {
			l.Deprecated[drift.Lane{Version: version(fields[0]), Operation: fields[1]}] = day
			return nil
		}
	}
	return fmt.Errorf("%q is no line of %s; without the file gen sync makes a new one", line, LockName)
}

// values are the lines that are there once.
func (l *Lock) values() map[string]*string {
	return map[string]*string{
		"digest": &l.Digest, "revision": &l.Revision,
		"source": &l.Stamp.Of, "etag": &l.Stamp.ETag, "last-modified": &l.Stamp.LastModified,
	}
}

// Format writes the lock as text.
func (l *Lock) Format() []byte {
	var lines []string
	for key, value := range l.values() {
		if *value != "" {
			lines = append(lines, key+" "+oneLine(*value))
		}
	}
	for lane, day := range l.Deprecated {
		lines = append(lines, fmt.Sprintf("deprecated %s %s %s", token(lane.Version), lane.Operation, day.Format(time.DateOnly)))
	}
	slices.Sort(lines)
	var b bytes.Buffer
	b.WriteString(lockHead)
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return b.Bytes()
}

// noVersion stands for the version of a document without any.
const noVersion = "."

func token(version string) string {
	if version == "" {
		return noVersion
	}
	return version
}

func version(token string) string {
	if token == noVersion {
		return ""
	}
	return token
}

// oneLine makes one line of what a server or a document says.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Holds reports whether the document that the lock speaks of is there: text is
// that of the configured document, nil if there is none. In words of ours it is
// another text, which people edit.
func (l *Lock) Holds(cfg *config.Config, text []byte) bool {
	if text == nil || l.Digest == "" {
		return false
	}
	return cfg.Upstream.Words == config.WordsOurs || digest(text) == l.Digest
}

// announced gives the days for which lanes are known to be deprecated.
func (l *Lock) announced(today time.Time) map[drift.Lane]int {
	const day = 24 * time.Hour
	days := map[drift.Lane]int{}
	for lane, since := range l.Deprecated {
		days[lane] = int(today.Sub(since) / day)
	}
	return days
}

// next is the lock after a run.
func (l *Lock) next(digest string, stamp fetch.Stamp, revision string, lanes []drift.Lane, today time.Time) *Lock {
	n := &Lock{Digest: digest, Stamp: stamp, Revision: oneLine(revision), Deprecated: map[drift.Lane]time.Time{}}
	for _, lane := range lanes {
		since, known := l.Deprecated[lane]
		if !known {
			since = today
		}
		n.Deprecated[lane] = since
	}
	return n
}

// deprecated lists the lanes that are. An operation whose name is no word cannot
// be kept in a line; there are none in practice.
func deprecated(list []*surface.Version) []drift.Lane {
	lanes := map[drift.Lane]bool{}
	for _, v := range list {
		for _, f := range v.Facts {
			whole := f.Side == surface.Side{} && f.Path == ""
			if !v.Default && f.Attribute == surface.Deprecated && whole && len(strings.Fields(f.Operation)) == 1 {
				lanes[drift.Lane{Version: v.Token, Operation: f.Operation}] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(lanes), func(a, b drift.Lane) int {
		return strings.Compare(a.Version+" "+a.Operation, b.Version+" "+b.Operation)
	})
}
