package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// folderName and versionNumber are what a line of release.lock holds: the folder
// of a module, and a version without pre-release or build (semver.org).
var (
	folderName    = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	versionNumber = regexp.MustCompile(`^v(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)
)

// release holds the rules for what is said of the versions of modules. Which
// modules there are is not known here.
func (v *validator) release() {
	seen := map[Retraction]bool{}
	for i, r := range v.c.Release.Retract {
		n := strconv.Itoa(i)
		if v.required(r.Module, "release", "retract", n, "module"); r.Module != "" && !folderName.MatchString(r.Module) {
			v.fault(at("release", "retract", n, "module"), "%q is no folder of a module below out", r.Module)
		}
		if v.required(r.Version, "release", "retract", n, "version"); r.Version != "" && !versionNumber.MatchString(r.Version) {
			v.fault(at("release", "retract", n, "version"), "%q is not a version as v1.2.3", r.Version)
		}
		// go.mod is made of it, in which a line is a line.
		if v.required(strings.TrimSpace(r.Reason), "release", "retract", n, "reason"); strings.ContainsFunc(r.Reason, unicode.IsControl) {
			v.fault(at("release", "retract", n, "reason"), "must be one line")
		}
		r.Reason = ""
		if r.Version != "" && seen[r] {
			v.fault(at("release", "retract", n), "%s %s is retracted already", r.Module, r.Version)
		}
		seen[r] = true
	}
}

// Retracted lists the versions that a module takes back, in the order of the file.
func (c *Config) Retracted(module string) []Retraction {
	return slices.DeleteFunc(slices.Clone(c.Release.Retract), func(r Retraction) bool { return r.Module != module })
}
