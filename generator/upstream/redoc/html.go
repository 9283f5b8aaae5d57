package redoc

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML gives the title of a page, the state bundles that it links, and the
// text of its scripts. What is no HTML is a page without any of them.
func readHTML(page []byte) (*Page, [][]byte) {
	p := &Page{}
	var base string
	var scripts [][]byte
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		switch tag := z.Token(); tag.DataAtom {
		case atom.Base:
			if base == "" {
				base = attribute(tag, "href")
			}
		case atom.Title:
			if p.Title == "" && z.Next() == html.TextToken {
				p.Title = line(z.Token().Data)
			}
		case atom.Link: // rel=preload comes before the script, or stands for it
			p.link(attribute(tag, "href"))
		case atom.Script:
			p.link(attribute(tag, "src"))
			if z.Next() == html.TextToken {
				scripts = append(scripts, bytes.Clone(z.Raw()))
			}
		}
	}
	for i, b := range p.Bundles {
		p.Bundles[i] = resolve(base, b)
	}
	return p, scripts
}

// link notes the address of a script if it is a state bundle by its name, which
// is the one thing that a link can be told by.
func (p *Page) link(address string) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !strings.HasPrefix(path.Base(u.Path), "redocly-state") || path.Ext(u.Path) != ".js" {
		return
	}
	if !slices.Contains(p.Bundles, u.String()) {
		p.Bundles = append(p.Bundles, u.String())
	}
}

// resolve follows the base element of a page (HTML, 4.2.3), which may itself be
// relative to the page's address.
func resolve(base, address string) string {
	b, err := url.Parse(strings.TrimSpace(base))
	if err != nil || base == "" {
		return address
	}
	u, err := b.Parse(address)
	if err != nil {
		return address
	}
	return u.String()
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// line is a text on one line of at most 80 characters.
func line(text string) string {
	runes := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "?")), " "))
	if len(runes) > 80 {
		runes = append(runes[:79], '…')
	}
	return string(runes)
}
