package emit

// Fakes: for each version a package that users' tests start, and one beside the
// core that all of these stand on. Without versions the two are one.

import (
	"cmp"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// fakeJobs are the files of a version's fake; none if nobody wants it.
func fakeJobs(api *ir.API, v *ir.Version) ([]job, error) {
	if v.Fake == nil {
		return nil, nil
	}
	p := printer{api: api, pkg: *v.Fake, v: v}
	jobs := []job{in(p.pkg, "server.go", p.fakeServer), in(p.pkg, "doc.go", p.fakeDoc)}
	if api.Single {
		files, err := fakeRuntimeJobs(p)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, files...)
	}
	for name, part := range fakeParts(v) {
		jobs = append(jobs, in(p.pkg, name, func() ([]byte, error) { return p.fakePart(part) }))
	}
	return jobs, nil
}

// fakeParts sorts the fake of a version by file: services, and the operations whose
// parameters are read by a function.
func fakeParts(v *ir.Version) map[string]*part {
	files := map[string]*part{}
	file := func(name string) *part {
		if files[name] == nil {
			files[name] = new(part)
		}
		return files[name]
	}
	for _, s := range v.Services {
		own := file(s.Fake.File)
		own.services = append(own.services, s)
		for _, op := range s.Operations {
			if op.Params != nil {
				f := file(cmp.Or(op.FakeFile, s.Fake.File))
				f.operations = append(f.operations, serviceOperation{s, op})
			}
		}
	}
	return files
}

// fakePart prints one file.
func (p printer) fakePart(content *part) ([]byte, error) {
	f := p.file()
	for _, s := range content.services {
		p.fakeService(f, s)
	}
	for _, o := range content.operations {
		p.readParams(f, o.op)
	}
	return p.render(f)
}

// fake prints a name of the package that fakes stand on: acmetest.Route.
func (p printer) fake(name string) *jen.Statement { return jen.Qual(p.api.Fake.ImportPath, name) }

// faked says what a fake fakes.
func (p printer) faked() string {
	if p.v.Token == "" {
		return oneLineText(p.api.Title)
	}
	return oneLineText(p.api.Title) + ", version " + p.v.Token + ","
}

// fakeServer prints:
//
//	type Server struct {
//		Sources Sources
//	}
//
//	func (s *Server) NewClient(t testing.TB, opts ...acme.Option) *acme.Client {
//		t.Helper()
//		return acmetest.NewClient(t, []acmetest.Fake{s}, opts...)
//	}
//
//	func (s *Server) Routes() acmetest.Routes {
//		return acmetest.Routes{
//			Package: "acmev1test",
//			Version: "v1",
//			Services: [][]acmetest.Route{
//				s.Sources.routes(),
//			},
//		}
//	}
func (p printer) fakeServer() ([]byte, error) {
	f := p.file()
	var fields, services []jen.Code
	for _, s := range p.v.Services {
		fields = append(fields, jen.Id(s.Fake.Field).Id(s.Fake.GoName))
		services = append(services, jen.Id("s").Dot(s.Fake.Field).Dot("routes").Call())
	}
	f.Add(doc([]string{"Server answers calls with the functions of its services. They may be set and replaced between calls; " +
		"a call of one that is not set fails the test by name. Functions are called on the goroutine of the call."}, ""))
	f.Type().Id("Server").Struct(fields...)
	f.Add(doc([]string{fmt.Sprintf("NewClient returns a client whose calls reach s and nothing else; see [%s].", p.fakeLink("NewClient"))}, ""))
	f.Func().Params(jen.Id("s").Op("*").Id("Server")).Id("NewClient").
		Params(jen.Id("t").Qual("testing", "TB"), jen.Id("opts").Op("...").Add(p.core("Option"))).Add(p.client()).Block(
		jen.Id("t").Dot("Helper").Call(),
		jen.Return(p.fake("NewClient").Call(jen.Id("t"), jen.Index().Add(p.fake("Fake")).Values(jen.Id("s")), jen.Id("opts").Op("..."))))
	var l literal
	l.str("Package", p.pkg.Name)
	l.str("Version", p.v.Token)
	l.set("Services", jen.Index().Index().Add(p.fake("Route")).Add(lines(services)))
	f.Add(doc([]string{fmt.Sprintf("Routes binds the operations to the functions of s; it makes s a [%s].", p.fakeLink("Fake"))}, ""))
	f.Func().Params(jen.Id("s").Op("*").Id("Server")).Id("Routes").Params().Add(p.fake("Routes")).
		Block(jen.Return(p.fake("Routes").Add(lines(l))))
	if !p.api.Single {
		p.failures(f)
	}
	return p.render(f)
}

// fakeLink is a name of the package that fakes stand on, as a doc link has it.
func (p printer) fakeLink(name string) string {
	if p.api.Single {
		return name
	}
	return p.api.Fake.Name + "." + name
}

// failures prints what users would otherwise import another package for:
//
//	func Fail(status int, details ...acme.ErrorDetail) error {
//		return acmetest.Fail(status, details...)
//	}
//
//	type Failure = acmetest.Failure
func (p printer) failures(f *jen.File) {
	f.Add(doc([]string{fmt.Sprintf("Fail is an error with which a function answers as the API does when it refuses a call; see [%s]. "+
		"Any other error is a connection that broke.", p.fakeLink("Fail"))}, ""))
	f.Func().Id("Fail").Params(jen.Id("status").Int(), jen.Id("details").Op("...").Add(p.core("ErrorDetail"))).Error().
		Block(jen.Return(p.fake("Fail").Call(jen.Id("status"), jen.Id("details").Op("..."))))
	f.Add(doc([]string{"Failure is what Fail returns, with all that can be said: headers, another body."}, ""))
	f.Type().Id("Failure").Op("=").Add(p.fake("Failure"))
}
