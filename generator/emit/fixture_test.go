package emit

import (
	"go/format"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/ir"
)

const (
	corePath  = "acme.example/gen/acme"
	v1Path    = "acme.example/gen/acmev1"
	alphaPath = "acme.example/gen/acmev1alpha"
)

var (
	stringType = &ir.Prim{Name: "string"}
	anyType    = &ir.Prim{Name: "any"}
	intType    = &ir.Prim{Name: "int64"}
)

func v1(name string) *ir.Named { return &ir.Named{ImportPath: v1Path, GoName: name} }

// versioned is an API of two versions: v1, and v1alpha that has some types of
// v1 again.
func versioned() *ir.API {
	return &ir.API{
		Name: "acme", Title: "Acme API", Revision: "1.2.3",
		Core:    ir.Package{Name: "acme", ImportPath: corePath, Dir: "acme"},
		Dialect: dialect(),
		Versions: []*ir.Version{
			{
				Token: "v1", Stability: "stable", MediaType: "application/vnd.acme.v1+json",
				Package: ir.Package{Name: "acmev1", ImportPath: v1Path, Dir: "acmev1"},
				Module: ir.Module{Path: v1Path, Requires: []ir.Require{
					{Path: corePath, Version: "v1.0.0", Dir: "../acme"},
				}},
				Doc:      []string{"Limits stand with each operation."},
				Services: []*ir.Service{petsService(), reportsService()},
				Types:    v1Types(),
			},
			{
				Token: "v1alpha", Stability: "alpha", MediaType: "application/vnd.acme.v1alpha+json",
				Package: ir.Package{Name: "acmev1alpha", ImportPath: alphaPath, Dir: "acmev1alpha"},
				Module: ir.Module{Path: alphaPath, Requires: []ir.Require{
					{Path: corePath, Version: "v1.0.0", Dir: "../acme"},
					{Path: v1Path, Version: "v1.0.0", Dir: "../acmev1"},
				}},
				Services: []*ir.Service{alphaService()},
				Types:    alphaTypes(),
			},
		},
	}
}

// faked gives the packages of api their fakes.
func faked(api *ir.API) {
	fake := func(pkg ir.Package) *ir.Package {
		name := pkg.Name + "test"
		return &ir.Package{Name: name, ImportPath: path.Join(pkg.ImportPath, name), Dir: path.Join(pkg.Dir, name)}
	}
	api.Fake = fake(api.Core)
	for _, v := range api.Versions {
		v.Fake = fake(v.Package)
		for _, s := range v.Services {
			s.Fake = ir.FakeService{Field: s.GoName, GoName: s.GoName, File: s.File}
		}
	}
}

// single is an API without versions.
func single() *ir.API {
	pkg := ir.Package{Name: "acme", ImportPath: corePath, Dir: ""}
	return &ir.API{
		Name: "acme", Title: "Acme API", Revision: "1.2.3", Core: pkg, Single: true, Dialect: dialect(),
		Versions: []*ir.Version{{
			Stability: "unknown", Package: pkg, Module: ir.Module{Path: corePath},
			Program: &ir.Example{
				Service: "Pets", Method: "Get", Args: []ir.Value{&ir.Text{Text: "pet-id"}},
				Outcome: ir.OfResult, Show: []ir.Step{{Field: "Name", Kind: ir.Optional}},
			},
			Services: []*ir.Service{{
				Tag: "Pets", GoName: "Pets", TypeName: "PetsService", File: "pets.go",
				Operations: []*ir.Operation{{
					ID: "getPet", GoName: "Get", Var: "opGetPet", Doc: []string{"Get returns a Pet."},
					Method: "GET", Path: "/pets/{petId}", Accept: "application/json", Idempotent: true,
					PathParams: []*ir.PathParam{{Name: "petId", GoName: "petID", Type: stringType}},
					Result:     &ir.Result{Type: &ir.Named{ImportPath: corePath, GoName: "Pet"}, Pointer: true},
				}},
			}},
			Types: []*ir.Type{{GoName: "Pet", Doc: []string{"Pet is a pet."}, File: "pets.go", Decl: &ir.Struct{
				Fields: []*ir.Field{{Name: "name", GoName: "Name", Type: &ir.Nullable{Elem: stringType}, Omit: ir.OmitZero}},
			}}},
		}},
	}
}

func dialect() ir.Dialect {
	return ir.Dialect{
		Envelope: "data",
		Auth:     ir.Auth{Schemes: []ir.Scheme{{Kind: "bearer", GoName: "Token"}}},
		Servers: []ir.Server{
			{Region: "US", GoName: "RegionUS", URL: "https://api.acme.example"},
			{Region: "EU", GoName: "RegionEU", URL: "https://eu.acme.example"},
		},
		Errors: ir.ErrorShape{List: "errors", Type: "type", Message: "message", Status: "status"},
		RetryAfter: []ir.RetrySource{
			{Body: "errors.0.wait", Unit: "ms"}, {Header: "Retry-After"}, {Header: "X-Reset", Format: "rfc5322"},
		},
		Query: ir.QueryForm{Object: "dots", Array: "dots", Scalar: "form"},
	}
}

func petsService() *ir.Service {
	petID := []*ir.PathParam{{Name: "petId", GoName: "petID", Type: stringType}}
	return &ir.Service{
		Tag: "Pets", GoName: "Pets", TypeName: "PetsService", Doc: "A pet lives with a person.", File: "pets.go",
		Example: petsExample(),
		Operations: []*ir.Operation{
			{
				ID: "getPet", GoName: "Get", Var: "opGetPet",
				Doc:    []string{"Get returns a Pet by its id.", "GET /pets/{petId} · v1 (stable) · also in v1alpha"},
				Method: "GET", Path: "/pets/{petId}", Accept: "application/vnd.acme.v1+json", Idempotent: true, Envelope: true,
				RateLimit: ir.RateLimit{Requests: 50, Per: "Minute"}, PathParams: petID,
				Result: &ir.Result{Type: v1("Pet"), Pointer: true}, File: "pets.go",
			},
			{
				ID: "createPet", GoName: "Create", Var: "opCreatePet", Doc: []string{"Create makes a Pet."},
				Method: "POST", Path: "/pets", Accept: "application/vnd.acme.v1+json", ContentType: "application/vnd.acme.v1+json",
				Body:   &ir.Body{GoName: "in", Type: &ir.Ptr{Elem: v1("CreatePetInput")}, Required: true},
				Result: &ir.Result{Type: v1("Pet"), Pointer: true}, Envelope: true,
			},
			{
				ID: "deletePet", GoName: "Delete", Var: "opDeletePet", Doc: []string{"Delete removes a Pet."},
				Deprecated: "pets do not vanish", Method: "DELETE", Path: "/pets/{petId}", Idempotent: true, PathParams: petID,
				RateLimit: ir.RateLimit{Requests: 3, Per: "Day"},
			},
			listPets(),
		},
	}
}

func petsExample() *ir.Example {
	return &ir.Example{
		Name: "ExamplePetsService_Create", File: "pets_example_test.go", Service: "Pets", Method: "Create",
		Args: []ir.Value{&ir.Composite{Type: v1("CreatePetInput"), Pointer: true, Members: []ir.Member{
			{Field: "Tags", Value: &ir.Composite{Type: &ir.Slice{Elem: stringType}, Members: []ir.Member{{Value: &ir.Text{Text: "small"}}}}},
			{Field: "Color", Value: &ir.PtrTo{Value: &ir.Const{ImportPath: v1Path, GoName: "ColorRed"}}},
		}}},
		Outcome: ir.OfResult, Show: []ir.Step{{Field: "ID"}},
	}
}

func listPets() *ir.Operation {
	zero := 0
	return &ir.Operation{
		ID: "listPets", GoName: "List", Var: "opListPets", Doc: []string{"List returns one page of Pets."},
		Method: "GET", Path: "/pets", Accept: "application/vnd.acme.v1+json", Idempotent: true, Envelope: true,
		Params: &ir.Params{
			GoName: "ListPetsParams", Doc: []string{"ListPetsParams are the parameters of PetsService.List."},
			Fields: []*ir.ParamField{
				{GoName: "Count", Doc: []string{"Count is how many at most."}, Type: intType, In: "query", Page: &zero, PageRole: "count"},
				{GoName: "Cursor", Type: stringType, In: "query", Page: &zero, PageRole: "cursor"},
				{GoName: "Search", Type: &ir.Ptr{Elem: stringType}, Name: "search", In: "query", Style: "form", Explode: true},
				{GoName: "Tags", Type: &ir.Slice{Elem: stringType}, Name: "tags", In: "query", Style: "deepObject", Explode: true, Required: true},
				{GoName: "Trace", Type: &ir.Ptr{Elem: stringType}, Name: "X-Trace", In: "header", Style: "simple"},
			},
			Pages: []*ir.Page{{
				Var: "pageListPets", Param: "pagination", Style: "deepObject", Explode: true, Count: "count", Cursor: "cursor",
				CountField: "Count", CursorField: "Cursor", DefaultCount: 200, Required: true,
			}},
		},
		Result: &ir.Result{Type: v1("ListPetsOutput"), Pointer: true},
		Paging: &ir.Paging{
			PagesName: "ListPages", AllName: "ListAll", CursorField: "Cursor", CursorType: stringType,
			Next:  []ir.Step{{Field: "Pagination", Kind: ir.Pointer}, {Field: "Next", Kind: ir.Optional}},
			Items: []ir.Step{{Field: "Pets", Kind: ir.Plain}}, ItemType: v1("Pet"),
		},
	}
}

// reportsService has the results and bodies that are no structs.
func reportsService() *ir.Service {
	return &ir.Service{
		Tag: "Reports", GoName: "Reports", TypeName: "ReportsService", File: "reports.go",
		Operations: []*ir.Operation{
			{
				ID: "names", GoName: "Names", Var: "opNames", Doc: []string{"Names returns the names."}, Method: "GET",
				Path: "/names", Accept: "application/json", Result: &ir.Result{Type: &ir.Slice{Elem: stringType}},
			},
			{
				ID: "download", GoName: "Download", Var: "opDownload", Doc: []string{"Download returns a file."}, Method: "GET",
				Path: "/file", Accept: "application/octet-stream", Result: &ir.Result{Stream: true},
			},
			{
				ID: "upload", GoName: "Upload", Var: "opUpload", Doc: []string{"Upload stores a file."}, Method: "QUERY",
				Path: "/file", ContentType: "application/octet-stream", Body: &ir.Body{GoName: "file", Stream: true},
			},
		},
	}
}

func v1Types() []*ir.Type {
	return []*ir.Type{
		{GoName: "Color", Doc: []string{"Color is of the fur."}, File: "models.go", Decl: color()},
		{GoName: "CreatePetInput", Doc: []string{"CreatePetInput is sent by Create."}, File: "pets.go", Decl: &ir.Struct{
			Input: true, Fields: []*ir.Field{
				{Name: "tags", GoName: "Tags", Type: &ir.Slice{Elem: stringType}, Required: true, FillNil: true},
				{Name: "color", GoName: "Color", Type: &ir.Ptr{Elem: v1("Color")}, Omit: ir.OmitEmpty},
			},
		}},
		{GoName: "ListPetsOutput", Doc: []string{"ListPetsOutput is a page."}, File: "pets.go", Decl: &ir.Struct{Fields: []*ir.Field{
			{Name: "pets", GoName: "Pets", Type: &ir.Slice{Elem: v1("Pet")}, Required: true},
			{Name: "pagination", GoName: "Pagination", Type: &ir.Ptr{Elem: v1("Pagination")}, Omit: ir.OmitEmpty},
		}}},
		{GoName: "Pagination", Doc: []string{"Pagination leads on."}, File: "models.go", Decl: &ir.Struct{Fields: []*ir.Field{
			{Name: "next", GoName: "Next", Type: &ir.Nullable{Elem: stringType}, Omit: ir.OmitZero},
		}}},
		{GoName: "Pet", Doc: []string{"Pet is a pet."}, Deprecated: "use Animal", File: "pets.go", Decl: &ir.Struct{
			Extra: anyType, Fields: []*ir.Field{
				{Name: "id", GoName: "ID", Doc: []string{"ID identifies it."}, Type: stringType, Required: true},
				{Name: "born", GoName: "Born", Type: &ir.Prim{Import: "time", Name: "Time"}, Omit: ir.OmitZero},
				{Name: "sizes", GoName: "Sizes", Type: &ir.Map{Elem: intType}, Omit: ir.OmitZero, Deprecated: "use weight"},
			},
		}},
		{GoName: "Plan", Doc: []string{"Plan is when to feed."}, File: "models.go", Decl: plan()},
		{GoName: "PlanConfig", Doc: []string{"PlanConfig is how to feed."}, File: "models.go", Decl: planConfig()},
	}
}

func color() *ir.Enum {
	return &ir.Enum{List: "ColorValues", Values: []*ir.EnumValue{
		{GoName: "ColorRed", Value: "RED", Doc: []string{"ColorRed is red."}}, {GoName: "ColorQuoted", Value: "\"a`\n"},
	}}
}

func plan() *ir.Struct {
	return &ir.Struct{Fields: []*ir.Field{
		{Name: "strategy", GoName: "Strategy", Type: stringType, Required: true, Selects: &ir.Selects{
			Union: "Config", Values: map[string]string{"WEEKLY": "Days", "HOURLY": "Period", "DAILY": "Period"},
		}},
		{Name: "config", GoName: "Config", Type: &ir.Nullable{Elem: v1("PlanConfig")}, Omit: ir.OmitZero},
	}}
}

func planConfig() *ir.UnionDecl {
	return &ir.UnionDecl{Variants: []*ir.Variant{
		{
			GoName: "Period", Doc: []string{"Period is a pause."}, Type: v1("Pagination"), Kind: "object",
			Required: []string{"next"}, Known: []string{"next"}, Consts: map[string][]string{"unit": {"h", "d"}},
		},
		{GoName: "Days", Type: &ir.Slice{Elem: stringType}, Kind: "array"},
	}}
}

func alphaService() *ir.Service {
	return &ir.Service{
		Tag: "Pets", GoName: "Pets", TypeName: "PetsService", File: "pets.go",
		Operations: []*ir.Operation{{
			ID: "listPets", GoName: "List", Var: "opListPets", Doc: []string{"List returns Pets."},
			Method: "GET", Path: "/pets", Accept: "application/vnd.acme.v1alpha+json",
			Params: &ir.Params{GoName: "ListPetsParams", Alias: v1("ListPetsParams")},
			Result: &ir.Result{Type: v1("ListPetsOutput"), Pointer: true},
		}},
	}
}

func alphaTypes() []*ir.Type {
	alphaPlan := plan()
	alphaPlan.Fields[1].Type = v1("PlanConfig")
	alphaPlan.Fields[0].Type = &ir.Ptr{Elem: stringType}
	alphaPlan.Fields[0].Omit = ir.OmitEmpty
	return []*ir.Type{
		{GoName: "Color", File: "models.go", Alias: v1("Color"), Decl: color()},
		{GoName: "Pet", File: "pets.go", Alias: v1("Pet"), Deprecated: "use Animal", Decl: &ir.Struct{}},
		{GoName: "Plan", Doc: []string{"Plan is when to feed."}, File: "models.go", Decl: alphaPlan},
		{GoName: "Owner", Doc: []string{"Owner has pets."}, File: "models.go", Decl: &ir.Struct{
			Input: true, Extra: stringType, Fields: []*ir.Field{
				{Name: "kind", GoName: "Kind", Type: &ir.Named{ImportPath: alphaPath, GoName: "Color"}, Required: true,
					Selects: &ir.Selects{Union: "Home", Values: map[string]string{"RED": "Den"}}},
				{Name: "home", GoName: "Home", Type: &ir.Ptr{Elem: &ir.Named{ImportPath: alphaPath, GoName: "Home"}}, Omit: ir.OmitEmpty},
				{Name: "rooms", GoName: "Rooms", Type: &ir.Map{Elem: intType}, FillNil: true},
			},
		}},
		{GoName: "Home", Doc: []string{"Home is where they are."}, File: "models.go", Decl: &ir.UnionDecl{
			Discriminator: "kind", Variants: []*ir.Variant{
				{GoName: "Den", Type: v1("Pet"), Kind: "object", Values: []string{"den", "cave"}},
			},
		}},
	}
}

// printed prints api and gives one file.
func printed(t *testing.T, api *ir.API, path string) string {
	t.Helper()
	files, err := API(api)
	if err != nil {
		t.Fatal(err)
	}
	content, ok := files[path]
	if !ok {
		t.Fatalf("no file %s", path)
	}
	return string(content)
}

// wantPart fails unless got contains want, which is Go source. Indentation does
// not count.
func wantPart(t *testing.T, got, want string) {
	t.Helper()
	src, err := format.Source([]byte(strings.TrimSpace(want)))
	if err != nil {
		src = []byte(strings.TrimSpace(want)) // a part of a declaration
	}
	if !strings.Contains(unindent(got), unindent(string(src))) {
		t.Errorf("missing:\n%s\n\ngot:\n%s", src, got)
	}
}

func unindent(src string) string {
	return regexp.MustCompile(`(?m)^[\t ]+`).ReplaceAllString(src, "")
}
