package emit

import (
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/ir"
)

// TestLiteral: values as they are written by hand.
func TestLiteral(t *testing.T) {
	word := func(text string) ir.Value { return &ir.Word{Text: text} }
	text := func(text string) ir.Value { return &ir.Text{Text: text} }
	place := func(members ...ir.Member) *ir.Composite { return &ir.Composite{Type: v1("Place"), Members: members} }
	long := place(ir.Member{Field: "A", Value: text(strings.Repeat("x", 40))}, ir.Member{Field: "B", Value: word("2")})
	for _, c := range []struct {
		value ir.Value
		want  string
	}{
		{text("a\"`\n"), "\"a\\\"`\\n\""},
		{word("nil"), `nil`},
		{&ir.Bytes{Text: "\x00a"}, `[]byte("\x00a")`},
		{&ir.Const{ImportPath: v1Path, GoName: "ColorRed"}, `acmev1.ColorRed`},
		{&ir.Convert{Type: &ir.Prim{Name: "int32"}, Value: word("7")}, `int32(7)`},
		{&ir.Moment{Time: time.Date(2024, 2, 29, 1, 2, 3, 4, time.UTC)}, `time.Date(2024, time.February, 29, 1, 2, 3, 4, time.UTC)`},
		{&ir.PtrTo{Value: text("a")}, `acme.Ptr("a")`},
		{&ir.Set{Value: text("a")}, `acme.Value("a")`},
		{&ir.Null{Elem: v1("Place")}, `acme.Null[acmev1.Place]()`},
		{&ir.Stream{Text: "a"}, `strings.NewReader("a")`},
		{&ir.Zero{Type: &ir.Prim{Import: "net/netip", Name: "Addr"}}, `*new(netip.Addr)`},
		{place(), `acmev1.Place{}`},
		{&ir.Composite{Type: v1("Place"), Pointer: true, Members: []ir.Member{{Field: "A", Value: word("1")}}}, `&acmev1.Place{A: 1}`},
		{long, "acmev1.Place{\n\tA: \"" + strings.Repeat("x", 40) + "\",\n\tB: 2,\n}"},
		{&ir.Composite{Type: &ir.Slice{Elem: v1("Place")}, Members: []ir.Member{{Value: place()}, {Value: long}}},
			"[]acmev1.Place{\n\t{},\n\t{\n\t\tA: \"" + strings.Repeat("x", 40) + "\",\n\t\tB: 2,\n\t},\n}"},
		{&ir.Composite{Type: &ir.Map{Elem: &ir.Slice{Elem: intType}}, Members: []ir.Member{
			{Key: &ir.Text{Text: "k"}, Value: &ir.Composite{Type: &ir.Slice{Elem: intType}, Members: []ir.Member{{Value: word("1")}}}}}},
			`map[string][]int64{"k": {1}}`},
		{&ir.Composite{Type: &ir.Slice{Elem: anyType}, Members: []ir.Member{{Value: place()}}}, `[]any{acmev1.Place{}}`},
	} {
		p := printer{api: versioned(), pkg: versioned().Versions[0].Package}
		f := p.exampleFile("x", "x")
		f.Var().Id("x").Op("=").Add(p.literal(c.value))
		src, err := p.render(f)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		_, got, _ := strings.Cut(string(src), "var x = ")
		if got != c.want+"\n" {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

// TestExample: a program of a few lines for each outcome, in the tests of its
// package.
func TestExample(t *testing.T) {
	api := versioned()
	for outcome, want := range map[ir.Outcome]string{
		ir.OnlyError: `
			if err := api.Pets.Delete(context.Background(), "rex"); err != nil {
				log.Fatal(err)
			}
		}`,
		ir.OfResult: `
			out, err := api.Pets.Delete(context.Background(), "rex")
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(len(acme.Deref(out.Owner).Names.OrZero()))
		}`,
		ir.OfItems: `
			for pet, err := range api.Pets.Delete(context.Background(), "rex") {
				if err != nil {
					log.Fatal(err)
				}
				fmt.Println(len(acme.Deref(pet.Owner).Names.OrZero()))
			}
		}`,
		ir.OfStream: `
			out, err := api.Pets.Delete(context.Background(), "rex")
			if err != nil {
				log.Fatal(err)
			}
			defer func() { _ = out.Close() }()
			if _, err = io.Copy(os.Stdout, out); err != nil {
				log.Fatal(err)
			}
		}`,
	} {
		api.Versions[0].Services[0].Example = &ir.Example{
			Name: "ExamplePetsService_Delete", File: "pets_example_test.go", Service: "Pets", Method: "Delete",
			Args: []ir.Value{&ir.Text{Text: "rex"}}, Outcome: outcome, Item: "pet", Count: true,
			Show: []ir.Step{{Field: "Owner", Kind: ir.Pointer}, {Field: "Names", Kind: ir.Optional}},
		}
		got := printed(t, api, "acmev1/pets_example_test.go")
		wantPart(t, got, `
			package acmev1_test`)
		wantPart(t, got, `
		func ExamplePetsService_Delete() {
			client, err := acme.NewClient(os.Getenv("ACME_TOKEN"))
			if err != nil {
				log.Fatal(err)
			}
			api := acmev1.New(client)`+want)
	}
}
