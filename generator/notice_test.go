package generator_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// marks are what the text of a licence can be told by, its line breaks as spaces.
var marks = map[string]*regexp.Regexp{
	"Apache-2.0":   regexp.MustCompile(`Apache License Version 2\.0, January 2004`),
	"BSD-3-Clause": regexp.MustCompile(`Redistribution and use in source and binary forms.*Neither the name of`),
	"MIT":          regexp.MustCompile(`Permission is hereby granted, free of charge|covered by their original MIT license`),
	"MPL-2.0":      regexp.MustCompile(`Mozilla Public License, version 2\.0`),
}

// TestNotice: NOTICE names what the modules of the workspace require directly,
// nothing else, and under the licence that the requirement comes with.
func TestNotice(t *testing.T) {
	required := map[string]string{} // module -> its folder
	for _, dir := range []string{"..", "../bench", "../conformance", "../examples"} {
		maps.Copy(required, requirements(t, dir))
	}
	listed := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^  (\S+) +(\S.*)$`).FindAllStringSubmatch(text(t, "../NOTICE"), -1) {
		listed[m[1]] = m[2]
	}
	if want, got := slices.Sorted(maps.Keys(required)), slices.Sorted(maps.Keys(listed)); !slices.Equal(want, got) {
		t.Errorf("NOTICE lists\n%q\nwhat is required directly is\n%q", got, want)
	}
	for module, licences := range listed {
		if is := licencesIn(t, required[module]); licences != is {
			t.Errorf("NOTICE says that %s is under %s; its own files say %q", module, licences, is)
		}
	}
}

// licencesIn reads which licences the files of a module speak of, as an SPDX
// expression; what it does not know is none.
func licencesIn(t *testing.T, dir string) string {
	t.Helper()
	var words []string
	for _, pattern := range []string{"LICENSE*", "NOTICE*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			words = append(words, strings.Fields(text(t, name))...)
		}
	}
	var found []string
	for id, mark := range marks {
		if mark.MatchString(strings.Join(words, " ")) {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return strings.Join(found, " AND ")
}

// requirements gives the folders of the modules that the go.mod in dir requires
// directly, without those of this repository.
func requirements(t *testing.T, dir string) map[string]string {
	t.Helper()
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(goCommand(t, dir, "mod", "edit", "-json"), &mod); err != nil {
		t.Fatal(err)
	}
	folders := map[string]string{}
	for _, r := range mod.Require {
		if !r.Indirect && !strings.HasPrefix(r.Path+"/", ours) {
			folders[r.Path] = strings.TrimSpace(string(goCommand(t, dir, "list", "-m", "-f", "{{.Dir}}", r.Path)))
		}
	}
	return folders
}

func goCommand(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = dir, t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %v: %v", args, err)
	}
	return out
}

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
