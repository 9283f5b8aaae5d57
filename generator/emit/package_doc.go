package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
)

// The package comments of a version and of the core: what pkg.go.dev shows
// before any name. A version tells of its API and shows a program; the core tells
// what holds for the calls of all versions. Where there is but one package, its
// comment is both. A comment is a file of its module, so it tells of siblings
// nothing that a release of theirs would change: README.md does.

// packageDoc gives the lines of a package comment.
func (p printer) packageDoc() ([]string, error) {
	head := []string{fmt.Sprintf("Package %s is %s.", p.pkg.Name, p.summary())}
	if notice := p.notice(); notice != "" {
		head = append(head, notice)
	}
	var c comment
	c.text(head...)
	if p.v != nil {
		c.text(p.v.Doc...)
		program, err := p.program()
		if err != nil {
			return nil, err
		}
		c.heading("Calls")
		c.text(p.methodsDoc())
		c.code(program)
		c.text(p.pagesDoc(), p.siblingsDoc())
	}
	if p.v == nil || p.api.Single {
		p.callsDoc(&c)
	}
	return c.lines, nil
}

// comment is a doc comment in the making (go.dev/doc/comment).
type comment struct{ lines []string }

// text adds paragraphs and lists; empty ones are left out.
func (c *comment) text(paragraphs ...string) {
	for _, p := range paragraphs {
		if p != "" {
			c.add(docLines([]string{p}, ""))
		}
	}
}

func (c *comment) heading(title string) { c.add([]string{"// # " + title}) }

// code adds lines of Go.
func (c *comment) code(lines []string) {
	var block []string
	for _, line := range lines {
		block = append(block, strings.TrimRight("//\t"+line, "\t"))
	}
	c.add(block)
}

func (c *comment) add(lines []string) {
	if len(c.lines) > 0 && len(lines) > 0 {
		c.lines = append(c.lines, "//")
	}
	c.lines = append(c.lines, lines...)
}

// program is the body of the example that README.md shows.
func (p printer) program() ([]string, error) {
	text, err := p.example()
	return mainLines(text), err
}

// mainLines are the lines in func main of a program.
func mainLines(program []byte) []string {
	_, body, _ := strings.Cut(string(program), "func main() {\n")
	var lines []string
	for line := range strings.Lines(strings.TrimSuffix(body, "}\n")) {
		lines = append(lines, strings.TrimPrefix(strings.TrimRight(line, "\n"), "\t"))
	}
	return lines
}

func (p printer) methodsDoc() string {
	text := fmt.Sprintf("Operations are methods of the services in a [%s], which [New] gives.", p.container())
	if p.v.Token != "" {
		text += " Each asks for version " + p.v.Token + ", whatever the server would choose by itself."
	}
	return text
}

// pagesDoc tells of lists that come in pages, by the one in the program or the
// first one there is.
func (p printer) pagesDoc() string {
	var of *ir.Service
	var list *ir.Operation
	for _, s := range p.v.Services {
		for _, o := range s.Operations {
			if o.Paging == nil || o.Paging.AllName == "" {
				continue
			}
			if e := p.v.Program; list == nil || e != nil && e.Service == s.GoName && e.Method == o.Paging.AllName {
				of, list = s, o
			}
		}
	}
	if list == nil {
		return ""
	}
	return fmt.Sprintf("Lists that come in pages have iterators: [%[1]s.%[2]s] gives one page, [%[1]s.%[3]s] all of them, and "+
		"[%[1]s.%[4]s] the items in them. A page is fetched when the loop reaches it.",
		of.TypeName, list.GoName, list.Paging.PagesName, list.Paging.AllName)
}

// siblingsDoc tells what a version shares with the others.
func (p printer) siblingsDoc() string {
	if p.api.Single {
		return ""
	}
	return fmt.Sprintf("Package [%s] has the client, and tells of errors and retries. An operation has the same name in every "+
		"version that offers it. A type that is the same in a more stable version is that one, by an alias.", p.api.Core.ImportPath)
}

// callsDoc tells what holds for every call.
func (p printer) callsDoc(c *comment) {
	c.heading("Credentials and servers")
	c.text(p.credentialsDoc(), p.serversDoc())
	c.heading("Errors")
	c.text("A response outside 2xx is an [*Error], whether the description of the API knows it or not. [errors.Is] sorts it into " +
		"[ErrUnauthorized], [ErrForbidden], [ErrNotFound], [ErrConflict], [ErrValidation], [ErrRateLimited] or [ErrServer]; " +
		"[errors.As] has the rest:")
	c.code([]string{
		"var failed *" + p.api.Core.Name + ".Error",
		"switch {",
		"case errors.Is(err, " + p.api.Core.Name + ".ErrNotFound):",
		"\t// it is gone",
		"case errors.As(err, &failed):",
		"\tlog.Print(failed.StatusCode, failed.Details, failed.RequestID)",
		"}",
	})
	c.text("A result that cannot be read is a [*DecodeError]. Everything else, such as a lost connection or the end of the context, " +
		"is wrapped with the name of the operation.")
	c.heading("Retries")
	c.text(p.retriesDoc())
	c.heading("Absent, null and zero")
	c.text("A property that may be absent is as a rule a pointer, nil if it is, see [Ptr] and [Deref]; one that may be null as well is a " +
		"[Nullable]. In a body an optional list or map that is nil is absent, and an empty one is sent. A value of an enumeration " +
		"that the description does not know stays what it is.")
}

// credentialsDoc tells how calls prove who makes them.
func (p printer) credentialsDoc() string {
	schemes := p.api.Dialect.Auth.Schemes
	switch len(schemes) {
	case 0:
		return "The API asks for none: [NewClient] takes options alone."
	case 1:
		text := fmt.Sprintf("[NewClient] takes %s, which every call sends.", credentialTaken(schemes[0]))
		if schemes[0].Kind != "basic" {
			text += " One that is renewed from time to time comes from [WithTokenSource]."
		}
		return text + secrecy
	}
	var options []string
	for _, s := range schemes {
		options = append(options, fmt.Sprintf("[With%s]", s.GoName))
	}
	return "How a call proves who makes it is said by options of [NewClient]: " + strings.Join(options, ", ") + "." + secrecy
}

const secrecy = " It is sent to no other host, not after a redirect either, and no printing or logging of a client shows it."

// serversDoc tells where calls go.
func (p printer) serversDoc() string {
	servers := p.api.Dialect.Servers
	switch {
	case len(servers) == 0:
		return "The description names no server: [WithBaseURL] has to."
	case servers[0].GoName != "":
		return fmt.Sprintf("Calls go to [%s], unless [WithRegion] or [WithBaseURL] says otherwise.", servers[0].GoName)
	}
	return "Calls go to the first server of the description, unless [WithBaseURL] says otherwise."
}

// credentialTaken is a credential as an argument.
func credentialTaken(s ir.Scheme) string {
	if s.Kind == "apiKey" {
		return "a key"
	}
	return credentialWords(s)
}

// retriesDoc tells when a call is sent again.
func (p printer) retriesDoc() string {
	text := "A call that was refused for its rate (429) is sent again when the server says, or after a while. One that lost its " +
		"connection, or got 502, 503 or 504, is only if that can do no harm. [WithMaxAttempts] and [WithMaxRetryWait] set the " +
		"limits, for a client or for one call; the end of the context ends the waiting."
	if slices.ContainsFunc(p.api.Versions, limited) {
		text += " [WithPacing] keeps to the limits that the description states, so that less is refused."
	}
	return text
}

// limited reports whether v states a rate limit.
func limited(v *ir.Version) bool {
	return slices.ContainsFunc(v.Services, func(s *ir.Service) bool {
		return slices.ContainsFunc(s.Operations, func(o *ir.Operation) bool { return o.RateLimit.Requests > 0 })
	})
}
