package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// newClient prints the constructor that the security schemes call for:
//
//	func NewClient(token string, opts ...Option) (*Client, error) {
//		return newClient(bearer(token), opts)
//	}
//
// Without a scheme there is no credential; with several, each is an option.
func (p printer) newClient(f *jen.File, auth ir.Auth) {
	head := "NewClient returns a client of the API."
	var args []jen.Code
	credential := jen.Id("anonymous").Call()
	switch len(auth.Schemes) {
	case 0:
	case 1:
		s := auth.Schemes[0]
		head = fmt.Sprintf("NewClient returns a client of the API that sends %s. An empty one is an error, "+
			"unless a source of tokens is given.", credentialWords(s))
		args = append(args, jen.List(secrets(s)...).String())
		credential = scheme(s)
	default:
		head += " How it proves who calls is one of the options."
	}
	f.Add(doc([]string{head}, ""))
	f.Func().Id("NewClient").Params(append(args, jen.Id("opts").Op("...").Id("Option"))...).
		Params(jen.Op("*").Id("Client"), jen.Error()).
		Block(jen.Return(jen.Id("newClient").Call(credential, jen.Id("opts"))))
	if len(auth.Schemes) > 1 {
		for _, s := range auth.Schemes {
			schemeOption(f, s)
		}
	}
}

// schemeOption prints, for one of several schemes:
//
//	func WithAPIKey(key string) Option { return withCredential(apiKey("header", "X-Key", key)) }
func schemeOption(f *jen.File, s ir.Scheme) {
	name := "With" + s.GoName
	f.Add(doc([]string{fmt.Sprintf("%s makes every call send %s.", name, credentialWords(s))}, ""))
	f.Func().Id(name).Params(jen.List(secrets(s)...).String()).Id("Option").
		Block(jen.Return(jen.Id("withCredential").Call(scheme(s))))
}

// scheme prints the runtime's value of a scheme: bearer(token),
// basic(username, password) or apiKey("header", "X-Key", key).
func scheme(s ir.Scheme) *jen.Statement {
	switch s.Kind {
	case "bearer", "basic":
		return jen.Id(s.Kind).Call(secrets(s)...)
	case "apiKey":
		return jen.Id("apiKey").Call(append([]jen.Code{jen.Lit(s.In), jen.Lit(s.Name)}, secrets(s)...)...)
	default:
		panic(fmt.Sprintf("BUG: emit: security scheme %q", s.Kind))
	}
}

// secretNames are the arguments that each kind of scheme takes.
var secretNames = map[string][]string{"bearer": {"token"}, "basic": {"username", "password"}, "apiKey": {"key"}}

func secrets(s ir.Scheme) []jen.Code {
	var out []jen.Code
	for _, name := range secretNames[s.Kind] {
		out = append(out, jen.Id(name))
	}
	return out
}

func credentialWords(s ir.Scheme) string {
	switch s.Kind {
	case "basic":
		return "a user name and a password"
	case "apiKey":
		return fmt.Sprintf("a key as the %s parameter %s", s.In, s.Name)
	default:
		return "a bearer token"
	}
}
