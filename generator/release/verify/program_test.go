package verify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/goapi"
)

// TestProgram: every exported name is there, with its type; a type of another version
// goes by the alias of the module's own, and what cannot be named is used without.
func TestProgram(t *testing.T) {
	r := newRepository()
	r.write("gen/acmev1beta/more.go", `package acmev1beta

import (
	"time"
	"example.com/repo/gen/acme"
	"example.com/repo/gen/acmev1"
)

// Limit has no type.
const Limit = 3

// Wait can be changed.
var Wait = time.Second

type hidden struct{ Seen bool }

// Box has what cannot be named, and what can.
type Box struct {
	hidden
	Client *acmev1.PetsService
	Inside hidden
	Pet    acme.Nullable[acmev1.Pet]
	secret int
}

// Walker walks.
type Walker interface{ Walk(...string) error }

// Number is a constraint that strings do not meet.
type Number[T ~int | ~float64] struct{ Value T }

// Map maps.
func Map[K comparable, V any](m map[K]V) []V { return nil }
`)
	files := map[string][]byte{}
	for _, folder := range folders {
		newRelease(Module{Folder: folder, Files: r.files[folder]}).into(files)
	}
	pkgs, err := goapi.Packages(t.Context(), &std, files)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) != 3 {
		t.Fatalf("%d packages", len(pkgs))
	}
	want := `package main

import (
	acme "example.com/repo/gen/acme"
	acmev1beta "example.com/repo/gen/acmev1beta"
	time "time"
)

var _ *acmev1beta.Box
var _ = func(x *acmev1beta.Box) { _ = x.Client }
var _ = func(x *acmev1beta.Box) { _ = x.Inside }
var _ = func(x *acmev1beta.Box) *(acme.Nullable[acmev1beta.Pet]) { return &x.Pet }
const _ = acmev1beta.DocumentVersion
const _ = acmev1beta.Limit
var _ func(map[string]string) []string = acmev1beta.Map[string, string]
var _ func(*acme.Client) *acmev1beta.Toy = acmev1beta.New
var _ *acmev1beta.Pet
var _ = func(x *acmev1beta.Pet) *(string) { return &x.Name }
var _ = func(x *acmev1beta.Pet) *(acme.Nullable[string]) { return &x.Owner }
var _ = func(x *acmev1beta.Pet) *(*acmev1beta.Status) { return &x.Status }
var _ = func(x *acmev1beta.Pet) *(func() *acmev1beta.Pet) { return &x.Home }
var _ *acmev1beta.Status
var _ acmev1beta.Status = acmev1beta.StatusOn
var _ *acmev1beta.Toy
var _ = func(x *acmev1beta.Toy) *(acmev1beta.Pet) { return &x.Of }
var _ = func(x *acmev1beta.Toy) *(map[string][]*acmev1beta.Pet) { return &x.All }
var _ *time.Duration = &acmev1beta.Wait
var _ *acmev1beta.Walker
var _ func(acmev1beta.Walker, ...string) error = acmev1beta.Walker.Walk
`
	have := string(newProgram(pkgs[2:], pkgs[:1]).write())
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(have, "\n")); diff != "" {
		t.Errorf("-want +have\n%s", diff)
	}
}
