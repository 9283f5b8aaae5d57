package config

import (
	"slices"
	"strconv"
)

// release holds the rules for what is said of the versions of modules. Which
// modules there are is not known here.
func (v *validator) release() {
	seen := map[Retraction]bool{}
	for i, r := range v.c.Release.Retract {
		r.Reason = ""
		if r.Version != "" && seen[r] {
			v.fault(at("release", "retract", strconv.Itoa(i)), "%s %s is retracted already", r.Module, r.Version)
		}
		seen[r] = true
	}
}

// Retracted lists the versions that a module takes back, in the order of the file.
func (c *Config) Retracted(module string) []Retraction {
	return slices.DeleteFunc(slices.Clone(c.Release.Retract), func(r Retraction) bool { return r.Module != module })
}
