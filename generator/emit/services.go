package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// service prints:
//
//	// SourcesService holds the operations of Sources.
//	type SourcesService struct{ c *acme.Client }
func (p printer) service(f *jen.File, s *ir.Service) {
	f.Add(doc([]string{fmt.Sprintf("%s holds the operations of %s.", s.TypeName, s.Tag), s.Doc}, ""))
	f.Type().Id(s.TypeName).Id("struct").Add(oneLine(jen.Id("c").Add(p.client())))
}

// clientFile prints what the version is and the type that holds its services:
//
//	const (
//		Stability = "stable"
//		version   = "v1"
//		mediaType = "application/vnd.acme.v1+json"
//	)
//
//	type Client struct {
//		// Sources holds the operations of Sources.
//		Sources *SourcesService
//	}
//
//	func New(c *acme.Client) *Client {
//		return &Client{
//			Sources: &SourcesService{c: c},
//		}
//	}
func (p printer) clientFile() ([]byte, error) {
	f := p.file()
	p.versionConsts(f)
	var fields, values []jen.Code
	for _, s := range p.v.Services {
		fields = append(fields,
			doc([]string{fmt.Sprintf("%s holds the operations of %s.", s.GoName, s.Tag)}, ""),
			jen.Id(s.GoName).Op("*").Id(s.TypeName))
		values = append(values, jen.Id(s.GoName).Op(":").Op("&").Id(s.TypeName).Values(jen.Id("c").Op(":").Id("c")))
	}
	name, view := p.container(), ""
	if p.v.Token != "" {
		view = " " + p.v.Token
	}
	f.Add(doc([]string{fmt.Sprintf("%s groups the%s operations by service.", name, view)}, ""))
	f.Type().Id(name).Struct(fields...)
	f.Add(doc([]string{fmt.Sprintf("New returns the%s operations of c. It is cheap: what it returns shares the credential, "+
		"the connections and the limits of c.", view)}, ""))
	f.Func().Id("New").Params(jen.Id("c").Add(p.client())).Op("*").Id(name).
		Block(jen.Return(jen.Op("&").Id(name).Add(lines(values))))
	return p.render(f)
}

// container is the type that holds the services. Where the runtime stands in
// the same package, it has the name Client.
func (p printer) container() string {
	if p.api.Single {
		return "API"
	}
	return "Client"
}

// containerName is the file of the container: client.go, unless the runtime's
// stands beside it.
func (p printer) containerName() string {
	if p.api.Single {
		return "services.go"
	}
	return "client.go"
}

func (p printer) versionConsts(f *jen.File) {
	if p.v.Token == "" {
		return
	}
	specs := []jen.Code{
		jen.Comment(fmt.Sprintf("// Stability is what %s promises.", p.v.Token)),
		jen.Id("Stability").Op("=").Lit(p.v.Stability),
		jen.Id("version").Op("=").Lit(p.v.Token),
	}
	if p.v.MediaType != "" {
		specs = append(specs, jen.Id("mediaType").Op("=").Lit(p.v.MediaType))
	}
	f.Const().Defs(specs...)
}
