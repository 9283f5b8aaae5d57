package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/stratagen/strata/generator/upstream/redoc"
)

// getter fetches one source from the network.
type getter struct {
	src    Source
	origin *url.URL
	o      Options
	token  string
	notes  []string
}

func newGetter(src Source, o Options, token string) *getter {
	origin, err := src.url()
	if err != nil {
		panic("BUG: fetch: source was not checked: " + err.Error())
	}
	return &getter{src: src, origin: origin, o: o, token: token}
}

// errTotal is why a run ends that took too long altogether.
var errTotal = errors.New("total timeout")

func (g *getter) get(ctx context.Context, stamp Stamp) (*Result, error) {
	limited, cancel := context.WithTimeoutCause(ctx, g.o.Limits.Total, errTotal)
	defer cancel()
	if !g.o.HaveCopy {
		stamp = Stamp{}
	}
	a, err := g.fetch(limited, g.origin, stamp)
	if err == nil && !a.notModified && g.src.kind == kindRedoc {
		a, err = g.fromPage(limited, a, stamp)
	} else if err == nil && !a.notModified {
		err = inspect(a.from(), a.data, a.contentType)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err() // the caller gave up, not we
	case err != nil:
		return nil, err
	case a.notModified:
		return &Result{NotModified: true, Stamp: stamp, From: g.src.String(), Notes: g.notes}, nil
	}
	return &Result{Data: a.data, Stamp: a.stamp, From: a.from(), Notes: g.notes}, nil
}

func (g *getter) note(format string, args ...any) {
	g.notes = append(g.notes, plain(fmt.Sprintf(format, args...)))
}

func (g *getter) progress(format string, args ...any) {
	if g.o.Progress != nil {
		g.o.Progress(concealed(plain(fmt.Sprintf(format, args...)), g.token))
	}
}

// maxBundles is more than any page has.
const maxBundles = 4

// fromPage gives the document that a page embeds, or that is in the bundles it
// links.
func (g *getter) fromPage(ctx context.Context, page *answer, stamp Stamp) (*answer, error) {
	from := page.from()
	p, err := redoc.ReadPage(page.data)
	if err != nil {
		return nil, rejected(from, "%v; content-type %s", err, page.contentType)
	}
	if p.Document != nil {
		page.data = p.Document
		return page, inspect(from, page.data, "")
	}
	if len(p.Bundles) > maxBundles {
		return nil, rejected(from, "%d state bundles where one is expected", len(p.Bundles))
	}
	if len(p.Bundles) > 1 {
		stamp = Stamp{} // of one of them says nothing of the document
	}
	var names []string
	var texts [][]byte
	var last *answer
	for _, address := range p.Bundles {
		if last, err = g.bundle(ctx, page, address, stamp); err != nil || last.notModified {
			return last, err
		}
		names, texts = append(names, last.from()), append(texts, last.data)
	}
	if last.data, err = redoc.ReadBundles(names, texts); err != nil {
		return nil, rejected(from, "%v", err)
	}
	if len(names) > 1 {
		last.stamp = Stamp{}
	}
	return last, inspect(last.from(), last.data, "")
}

// bundle fetches a script that a page links. The rules for redirects hold: it is
// the page that chooses the address.
func (g *getter) bundle(ctx context.Context, page *answer, address string, stamp Stamp) (*answer, error) {
	u, err := page.final.Parse(address)
	if err != nil {
		return nil, rejected(page.from(), "links a bundle at what is no URL")
	}
	if why := g.refuse(page.final, u); why != "" {
		return nil, rejected(page.from(), "links a bundle of %s from %s: %s", u.Host, page.final.Host, why)
	}
	u.Fragment, u.RawFragment = "", ""
	a, err := g.fetch(ctx, u, stamp)
	if err == nil && !a.notModified && len(a.data) == 0 {
		err = rejected(a.from(), "0 bytes")
	}
	return a, err
}

// refuse says why an address that from leads to is not asked; empty: it may be.
func (g *getter) refuse(from, to *url.URL) string {
	switch {
	case to.Scheme != "https" && (to.Scheme != "http" || from.Scheme != "http" || !isLoopback(to)):
		return "not https but " + plain(to.Scheme)
	case to.User != nil:
		return "a user or password in the address"
	case !sameHost(to, g.origin) && !g.allowed(to):
		return "another host, and not one of upstream.hosts"
	}
	return ""
}

// sameHost compares hosts and ports. A port is a host of its own.
func sameHost(a, b *url.URL) bool { return hostPort(a) == hostPort(b) }

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

func (g *getter) allowed(u *url.URL) bool {
	for _, host := range g.o.Hosts {
		if sameHost(u, &url.URL{Scheme: "https", Host: host}) {
			return true
		}
	}
	return false
}
