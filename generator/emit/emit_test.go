package emit

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/ir"
)

// TestPrinted holds one shape in each case: the file must contain the text.
func TestPrinted(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"struct", "acmev1/models.go", `
			// Pagination leads on.
			type Pagination struct {
				Next acme.Nullable[string] ` + "`json:\"next,omitzero\"`" + `
			}`},
		{"struct fields", "acmev1/pets.go", `
			// Pet is a pet.
			//
			// Deprecated: use Animal
			type Pet struct {
				// ID identifies it.
				ID string ` + "`json:\"id\"`" + `
				Born time.Time ` + "`json:\"born,omitzero\"`" + `
				// Deprecated: use weight
				Sizes map[string]int64 ` + "`json:\"sizes,omitzero\"`" + `
				// Extra holds the members that have no field of their own.
				Extra map[string]any ` + "`json:\"-\"`" + `
			}`},
		{"fill", "acmev1/pets.go", `
			// MarshalJSON writes required lists and maps that are nil as empty.
			func (v CreatePetInput) MarshalJSON() ([]byte, error) {
				type plain CreatePetInput
				p := plain(v)
				if p.Tags == nil {
					p.Tags = []string{}
				}
				return acme.Marshal(p)
			}`},
		{"extra out", "acmev1/pets.go", `
			// MarshalJSON writes the members of Extra beside the fields.
			func (v Pet) MarshalJSON() ([]byte, error) {
				type plain Pet
				return acme.MarshalExtra(plain(v), v.Extra)
			}`},
		{"extra in", "acmev1/pets.go", `
			func (v *Pet) UnmarshalJSON(data []byte) error {
				type plain Pet
				var p plain
				extra, err := acme.UnmarshalExtra[any](data, &p)
				if err != nil {
					return err
				}
				*v = Pet(p)
				v.Extra = extra
				return nil
			}`},
		{"extra and fill", "acmev1alpha/models.go", `
			func (v Owner) MarshalJSON() ([]byte, error) {
				type plain Owner
				p := plain(v)
				if p.Rooms == nil {
					p.Rooms = map[string]int64{}
				}
				return acme.MarshalExtra(p, v.Extra)
			}`},
		{"extra and selector", "acmev1alpha/models.go", `
				*v = Owner(p)
				v.Extra = extra
				v.chooseHomeByKind()
				return nil
			`},
		{"selector of a nullable union", "acmev1/models.go", `
			func (v *Plan) chooseConfigByStrategy() {
				c, ok := v.Config.Get()
				if !ok {
					return
				}
				u := &c
				*u = PlanConfig{Raw: u.Raw}
				switch v.Strategy {
				case "DAILY", "HOURLY":
					_ = acme.DecodeVariant(u.Raw, &u.Period)
				case "WEEKLY":
					_ = acme.DecodeVariant(u.Raw, &u.Days)
				}
				v.Config = acme.Value(c)
			}`},
		{"selector of a union by value, of another package", "acmev1alpha/models.go", `
			func (v *Plan) chooseConfigByStrategy() {
				u := &v.Config
				*u = acmev1.PlanConfig{Raw: u.Raw}
				switch acme.Deref(v.Strategy) {
				case "DAILY", "HOURLY":
			`},
		{"selector of a union by pointer", "acmev1alpha/models.go", `
				u := v.Home
				if u == nil {
					return
				}
				*u = Home{Raw: u.Raw}
				switch v.Kind {
				case "RED":
			`},
		{"enum", "acmev1/models.go", `
			type Color string

			// The known values of Color.
			const (
				// ColorRed is red.
				ColorRed    Color = "RED"
				ColorQuoted Color = "\"a` + "`" + `\n"
			)

			// ColorValues lists the known values of Color.
			func ColorValues() []Color {
				return []Color{ColorRed, ColorQuoted}
			}`},
		{"union", "acmev1/models.go", `
			type PlanConfig struct {
				// Period is a pause.
				Period *Pagination
				Days   *[]string
				// Raw is the value as received; it is sent only when no variant is set.
				Raw json.RawMessage
			}

			// MarshalJSON writes the variant that is set.
			func (u PlanConfig) MarshalJSON() ([]byte, error) {
				return acme.MarshalUnion(u.Raw, u.Period, u.Days)
			}

			// UnmarshalJSON reads data as the variant that it fits.
			func (u *PlanConfig) UnmarshalJSON(data []byte) error {
				*u = PlanConfig{}
				raw, err := acme.UnmarshalUnion(data, acme.Union{Variants: []acme.Variant{
					{
						Kind:     "object",
						Required: []string{"next"},
						Known:    []string{"next"},
						Consts:   map[string][]string{"unit": {"h", "d"}},
						Decode:   func(b []byte) error { return acme.DecodeVariant(b, &u.Period) },
					},
					{
						Kind:   "array",
						Decode: func(b []byte) error { return acme.DecodeVariant(b, &u.Days) },
					},
				}})
				u.Raw = raw
				return err
			}`},
		{"discriminator", "acmev1alpha/models.go", `
				raw, err := acme.UnmarshalUnion(data, acme.Union{Discriminator: "kind", Variants: []acme.Variant{
					{
						Kind:   "object",
						Values: []string{"den", "cave"},
			`},
		{"alias", "acmev1alpha/pets.go", `
			// Pet is [acmev1.Pet].
			//
			// Deprecated: use Animal
			type Pet = acmev1.Pet`},
		{"alias of an enum", "acmev1alpha/models.go", `
			// Color is [acmev1.Color].
			type Color = acmev1.Color

			// The known values of Color.
			const (
				// ColorRed is red.
				ColorRed    = acmev1.ColorRed
				ColorQuoted = acmev1.ColorQuoted
			)

			// ColorValues lists the known values of Color.
			func ColorValues() []Color {
				return acmev1.ColorValues()
			}`},
		{"alias of params", "acmev1alpha/pets.go", `
			// ListPetsParams is [acmev1.ListPetsParams].
			type ListPetsParams = acmev1.ListPetsParams`},
		{"service", "acmev1/pets.go", `
			// PetsService holds the operations of Pets.
			//
			// A pet lives with a person.
			type PetsService struct{ c *acme.Client }`},
		{"descriptor", "acmev1/pets.go", `
			var opGetPet = acme.Operation{
				ID:         "getPet",
				Method:     http.MethodGet,
				Path:       "/pets/{petId}",
				Version:    version,
				Stability:  Stability,
				Accept:     mediaType,
				Idempotent: true,
				RateLimit:  acme.RateLimitSpec{Requests: 50, Per: time.Minute},
				Envelope:   true,
			}`},
		{"descriptor, deprecated, limited by day", "acmev1/pets.go", `
				Deprecated: "pets do not vanish",
				RateLimit:  acme.RateLimitSpec{Requests: 3, Per: 24 * time.Hour},
			`},
		{"method of no constant, body of another media type", "acmev1/reports.go", `
			var opUpload = acme.Operation{
				ID:          "upload",
				Method:      "QUERY",
				Path:        "/file",
				Version:     version,
				Stability:   Stability,
				ContentType: "application/octet-stream",
			}`},
		{"result by pointer", "acmev1/pets.go", `
			// Get returns a Pet by its id.
			//
			// GET /pets/{petId} · v1 (stable) · also in v1alpha
			func (s *PetsService) Get(ctx context.Context, petID string, opts ...acme.CallOption) (*Pet, error) {
				return acme.Send[Pet](ctx, s.c, &opGetPet, acme.Call{Path: []any{petID}}, opts...)
			}`},
		{"body", "acmev1/pets.go", `
			func (s *PetsService) Create(ctx context.Context, in *CreatePetInput, opts ...acme.CallOption) (*Pet, error) {
				return acme.Send[Pet](ctx, s.c, &opCreatePet, acme.Call{Body: in}, opts...)
			}`},
		{"no result, deprecated", "acmev1/pets.go", `
			// Delete removes a Pet.
			//
			// Deprecated: pets do not vanish
			func (s *PetsService) Delete(ctx context.Context, petID string, opts ...acme.CallOption) error {
				return s.c.Do(ctx, &opDeletePet, acme.Call{Path: []any{petID}}, opts...)
			}`},
		{"result by value", "acmev1/reports.go", `
			func (s *ReportsService) Names(ctx context.Context, opts ...acme.CallOption) ([]string, error) {
				return acme.SendValue[[]string](ctx, s.c, &opNames, acme.Call{}, opts...)
			}`},
		{"stream in", "acmev1/reports.go", `
			func (s *ReportsService) Download(ctx context.Context, opts ...acme.CallOption) (io.ReadCloser, error) {
				return acme.SendValue[io.ReadCloser](ctx, s.c, &opDownload, acme.Call{}, opts...)
			}`},
		{"stream out", "acmev1/reports.go", `
			func (s *ReportsService) Upload(ctx context.Context, file io.Reader, opts ...acme.CallOption) error {
				return s.c.Do(ctx, &opUpload, acme.Call{Body: file}, opts...)
			}`},
		{"pages", "acmev1/pets.go", `
			// ListPages ranges over the pages of List; an error ends the sequence.
			func (s *PetsService) ListPages(ctx context.Context, params *ListPetsParams, opts ...acme.CallOption) iter.Seq2[*ListPetsOutput, error] {
				return acme.Pages(
					params,
					func(p *ListPetsParams) *string { return &p.Cursor },
					func(p *ListPetsParams) (*ListPetsOutput, error) { return s.List(ctx, p, opts...) },
					func(out *ListPetsOutput) string { return acme.Deref(out.Pagination).Next.OrZero() },
				)
			}`},
		{"items", "acmev1/pets.go", `
			func (s *PetsService) ListAll(ctx context.Context, params *ListPetsParams, opts ...acme.CallOption) iter.Seq2[Pet, error] {
				return acme.Items(s.ListPages(ctx, params, opts...), func(out *ListPetsOutput) []Pet { return out.Pets })
			}`},
		{"params", "acmev1/pets.go", `
			// ListPetsParams are the parameters of PetsService.List.
			type ListPetsParams struct {
				// Count is how many at most.
				Count  int64
				Cursor string
				Search *string
				Tags   []string
				Trace  *string
			}

			var pageListPets = acme.Page{
				Param:        "pagination",
				Count:        "count",
				Cursor:       "cursor",
				Style:        acme.DeepObject | acme.Explode,
				DefaultCount: 200,
				Required:     true,
			}

			// EncodeParams writes p into e; a nil p is an empty one.
			func (p *ListPetsParams) EncodeParams(e *acme.Encoder) {
				if p == nil {
					p = new(ListPetsParams)
				}
				e.Page(&pageListPets, p.Count, p.Cursor)
				e.Query("search", p.Search, acme.Form|acme.Explode)
				e.Query("tags", p.Tags, acme.DeepObject|acme.Explode|acme.Required)
				e.Header("X-Trace", p.Trace, acme.Simple)
			}`},
		{"client", "acmev1/client.go", `
			const (
				// Stability is what v1 promises.
				Stability = "stable"
				version   = "v1"
				mediaType = "application/vnd.acme.v1+json"
			)

			// Client groups the v1 operations by service.
			type Client struct {
				// Pets holds the operations of Pets.
				Pets *PetsService
				// Reports holds the operations of Reports.
				Reports *ReportsService
			}`},
		{"New", "acmev1/client.go", `
			func New(c *acme.Client) *Client {
				return &Client{
					Pets:    &PetsService{c: c},
					Reports: &ReportsService{c: c},
				}
			}`},
		{"document version", "acmev1/version.go", `
			// DocumentVersion is info.version of the document this package was generated from.
			const DocumentVersion = "1.2.3"`},
		{"imports in groups", "acmev1/pets.go", `
			import (
				"context"
				"iter"
				"net/http"
				"time"

				"acme.example/gen/acme"
			)`},
	}
	files, err := API(versioned())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantPart(t, string(files[tt.file]), tt.want) })
	}
}

func TestSinglePackage(t *testing.T) {
	files, err := API(single())
	if err != nil {
		t.Fatal(err)
	}
	wantPart(t, string(files["services.go"]), `
		// API groups the operations by service.
		type API struct {
			// Pets holds the operations of Pets.
			Pets *PetsService
		}`)
	wantPart(t, string(files["pets.go"]), `
		func (s *PetsService) Get(ctx context.Context, petID string, opts ...CallOption) (*Pet, error) {
			return Send[Pet](ctx, s.c, &opGetPet, Call{Path: []any{petID}}, opts...)
		}`)
	wantPart(t, string(files["pets.go"]), `
		var opGetPet = Operation{
			ID:         "getPet",
			Method:     http.MethodGet,
			Path:       "/pets/{petId}",
			Accept:     "application/json",
			Idempotent: true,
		}`)
	if got := string(files["client.go"]); !strings.Contains(got, "type Client struct") || !strings.Contains(got, "\npackage acme\n") {
		t.Errorf("the runtime does not stand in the package:\n%.200s", got)
	}
}

func TestArgumentsOfOneType(t *testing.T) {
	api := versioned()
	op := api.Versions[0].Services[0].Operations[0]
	op.PathParams = []*ir.PathParam{
		{Name: "a", GoName: "a", Type: stringType}, {Name: "b", GoName: "b", Type: &ir.Prim{Name: "string"}},
		{Name: "n", GoName: "n", Type: intType},
	}
	wantPart(t, printed(t, api, "acmev1/pets.go"), `
		func (s *PetsService) Get(ctx context.Context, a, b string, n int64, opts ...acme.CallOption) (*Pet, error) {
			return acme.Send[Pet](ctx, s.c, &opGetPet, acme.Call{Path: []any{a, b, n}}, opts...)
		}`)
}

func TestSeveralPages(t *testing.T) {
	one := 1
	api := versioned()
	op := api.Versions[0].Services[0].Operations[3]
	op.Params.Fields = append(op.Params.Fields, &ir.ParamField{GoName: "ToyCursor", Type: stringType, In: "query", Page: &one, PageRole: "cursor"})
	op.Params.Pages = append(op.Params.Pages, &ir.Page{Var: "pageListPetsToy", Cursor: "toyCursor", CursorField: "ToyCursor"})
	got := printed(t, api, "acmev1/pets.go")
	wantPart(t, got, `
		var pageListPetsToy = acme.Page{
			Cursor: "toyCursor",
		}`)
	wantPart(t, got, `
			e.Page(&pageListPets, p.Count, p.Cursor)
		`)
	wantPart(t, got, `
			e.Page(&pageListPetsToy, 0, p.ToyCursor)
		`)
}

func TestTag(t *testing.T) {
	tests := []struct {
		name string
		omit ir.Omit
		want string // empty: an error
	}{
		{"id", ir.OmitNever, "`json:\"id\"`"},
		{"id", ir.OmitEmpty, "`json:\"id,omitempty\"`"},
		{"-", ir.OmitNever, "`json:\"-,\"`"},
		{"-", ir.OmitZero, "`json:\"-,omitzero\"`"},
		{"@id $ref ü", ir.OmitNever, "`json:\"@id $ref ü\"`"},
		{"a,b", ir.OmitNever, ""},
		{`a"b`, ir.OmitNever, ""},
		{`a\b`, ir.OmitNever, ""},
		{"a`b", ir.OmitNever, ""},
		{"", ir.OmitNever, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tag("Pet", &ir.Field{Name: tt.name, Omit: tt.omit})
			if tt.want == "" {
				if err == nil || !strings.Contains(err.Error(), "Pet") {
					t.Fatalf("got %v, want an error that names the type", err)
				}
				return
			}
			if err != nil || got.GoString() != tt.want {
				t.Errorf("got %#v, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestErrorsAreJoined(t *testing.T) {
	api := versioned()
	bad := &ir.Struct{Fields: []*ir.Field{{Name: "a,b", GoName: "AB", Type: stringType}}}
	for i, v := range api.Versions {
		v.Types = append(v.Types, &ir.Type{GoName: "Bad" + string(rune('A'+i)), File: "bad.go", Decl: bad})
	}
	_, err := API(api)
	if err == nil {
		t.Fatal("no error")
	}
	want := `emit acmev1/bad.go: type BadA: property "a,b": encoding/json has no tag for this name
emit acmev1alpha/bad.go: type BadB: property "a,b": encoding/json has no tag for this name`
	if err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

func TestTwoFilesOfOneName(t *testing.T) {
	api := versioned()
	api.Versions[0].Types[0].File = "client.go"
	_, err := API(api)
	if want := "BUG: emit acmev1/client.go: two files have this path"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDeterministic(t *testing.T) {
	first, err := API(versioned())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := API(versioned())
		if err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(first, again, bytes.Equal) {
			t.Fatal("two runs differ")
		}
	}
}

func TestRuntimeFiles(t *testing.T) {
	files, err := API(versioned())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_example_test.go") {
			t.Errorf("%s: a test of the runtime was copied", name)
		}
		if strings.HasPrefix(name, "acme/") && bytes.Contains(files[name], []byte("\npackage runtime")) {
			t.Errorf("%s: still in package runtime", name)
		}
	}
}
