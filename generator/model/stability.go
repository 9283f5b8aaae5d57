package model

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Stability is what a version promises. The zero value promises nothing: it is
// unknown.
type Stability int

// The stabilities, in the order of trust.
const (
	Unknown Stability = iota
	Stable
	Beta
	Alpha
)

var stabilityNames = [...]string{"unknown", "stable", "beta", "alpha"}

// String gives the lower-case name.
func (s Stability) String() string { return stabilityNames[s] }

// ParseStability reads the name String gives.
func ParseStability(name string) (Stability, bool) {
	for i, n := range stabilityNames {
		if n == name {
			return Stability(i), true
		}
	}
	return Unknown, false
}

// A token is read as Kubernetes reads its API versions.
var tokenForm = regexp.MustCompile(`^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*)?)?$`)

// ReadToken reads a version token: vN is stable, vNbetaM beta, vNalphaM alpha.
// Any other token is of unknown stability and major 0.
func ReadToken(token string) (s Stability, major, minor int) {
	m := tokenForm.FindStringSubmatch(token)
	if m == nil {
		return Unknown, 0, 0
	}
	major, _ = strconv.Atoi(m[1])
	minor, _ = strconv.Atoi(m[3])
	switch m[2] {
	case "":
		return Stable, major, minor
	case "beta":
		return Beta, major, minor
	default:
		return Alpha, major, minor
	}
}

// CompareVersions orders versions most stable first, and within a stability the
// older major first: v1 is what users hold when v2 comes. Unknown comes last.
func CompareVersions(a, b *Version) int {
	_, aMajor, aMinor := ReadToken(a.Token)
	_, bMajor, bMinor := ReadToken(b.Token)
	return cmp.Or(cmp.Compare(rank(a.Stability), rank(b.Stability)), cmp.Compare(aMajor, bMajor),
		cmp.Compare(aMinor, bMinor), strings.Compare(a.Token, b.Token))
}

func rank(s Stability) int {
	if s == Unknown {
		return len(stabilityNames)
	}
	return int(s)
}
