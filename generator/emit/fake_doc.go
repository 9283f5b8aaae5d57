package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// fakeDoc prints doc.go of a fake.
func (p printer) fakeDoc() ([]byte, error) {
	var c comment
	c.text(fmt.Sprintf("Package %s fakes %s in tests. Set the functions of a [Server] that the code under test will call, and give that "+
		"code the client that NewClient returns: calls go through all of the real client, and what it would have sent is read "+
		"off the wire again.", p.pkg.Name, p.faked()))
	if op, s := p.shownOperation(); op != nil {
		program, err := p.fakeProgram(op, s)
		if err != nil {
			return nil, err
		}
		c.code(program)
	}
	c.text("A call without a function, and whatever else the API would not understand, fails the test. Functions answer with a " +
		"result, with [Fail] as the API does when it refuses a call, or with any other error as a connection that broke.")
	return fill("doc.go.tmpl", docData{p.pkg.Name, c.lines})
}

// shownOperation is the one that the program of README.md calls, if it has a
// result to leave out; nil: there is none.
func (p printer) shownOperation() (*ir.Operation, *ir.Service) {
	e := p.v.Program
	if e == nil {
		return nil, nil
	}
	for _, s := range p.v.Services {
		for _, o := range s.Operations {
			calls := o.GoName == e.Method || o.Paging != nil && o.Paging.AllName == e.Method
			if s.GoName == e.Service && calls && o.Result != nil && o.Result.Pointer {
				return o, s
			}
		}
	}
	return nil, nil
}

// fakeProgram is the beginning of a test, line by line:
//
//	fake := &acmev1test.Server{}
//	fake.Sources.Get = func(ctx context.Context, sourceID string) (*acmev1.GetSourceOutput, error) {
//		return nil, acmev1test.Fail(http.StatusNotFound)
//	}
//	api := acmev1.New(fake.NewClient(t))
func (p printer) fakeProgram(op *ir.Operation, s *ir.Service) ([]string, error) {
	f := p.exampleFile("example", "main")
	f.ImportName(p.pkg.ImportPath, p.pkg.Name)
	f.Func().Id("main").Params().Block(
		jen.Id("fake").Op(":=").Op("&").Qual(p.pkg.ImportPath, "Server").Values(),
		jen.Id("fake").Dot(s.Fake.Field).Dot(op.GoName).Op("=").Add(p.function(op)).Block(
			jen.Return(jen.Nil(), jen.Qual(p.pkg.ImportPath, "Fail").Call(jen.Qual("net/http", "StatusNotFound")))),
		jen.Id("api").Op(":=").Qual(p.v.Package.ImportPath, "New").Call(jen.Id("fake").Dot("NewClient").Call(jen.Id("t"))),
	)
	text, err := p.render(f)
	return mainLines(text), err
}
