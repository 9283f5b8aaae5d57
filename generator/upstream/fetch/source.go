package fetch

import (
	"net"
	"net/url"
	"strings"
)

type kind int

const (
	kindNone kind = iota
	kindURL
	kindRedoc
	kindFile
	kindGit
	kindStdin
)

// Source is where a document is.
type Source struct {
	kind     kind
	location string
}

// URL is a document at an https address; http only on this machine.
func URL(address string) Source { return Source{kindURL, address} }

// Redoc is a page of documentation that has a document in it, or in a script
// that it links.
func Redoc(address string) Source { return Source{kindRedoc, address} }

// File is a document on the disk.
func File(path string) Source { return Source{kindFile, path} }

// Git is a file in a revision, written REF:PATH. PATH is from the root of the
// repository, or begins with ./ (gitrevisions(7)).
func Git(revision string) Source { return Source{kindGit, revision} }

// Stdin is a document on standard input.
func Stdin() Source { return Source{kindStdin, "-"} }

// ParseSource reads a source as command lines have it: "-", an http or https
// URL, redoc:URL, git:REF:PATH, file:PATH, or else the path of a file. The error is *Invalid.
func ParseSource(text string) (Source, error) {
	s := File(text)
	scheme, rest, _ := strings.Cut(text, ":")
	switch strings.ToLower(scheme) {
	case "-":
		if text == "-" {
			s = Stdin()
		}
	case "http", "https":
		s = URL(text)
	case "redoc":
		s = Redoc(rest)
	case "git":
		s = Git(rest)
	case "file":
		s = File(rest)
	default:
		if strings.HasPrefix(rest, "//") { // of a scheme that is not spoken
			s = URL(text)
		}
	}
	return s, s.Check()
}

// IsPage reports whether the document has to be found in a page: what comes are
// the bytes of a script then, and their lines mean nothing.
func (s Source) IsPage() bool { return s.kind == kindRedoc }

// String is the source as people may see it and ParseSource reads it, except for
// what may be secret in a URL.
func (s Source) String() string {
	switch s.kind {
	case kindURL:
		return shown(s.location)
	case kindRedoc:
		return "redoc:" + shown(s.location)
	case kindGit:
		return "git:" + plain(s.location)
	case kindStdin:
		return "standard input"
	default:
		return plain(s.location)
	}
}

// Check tells what is wrong with a source before it is asked: nil, or *Invalid.
func (s Source) Check() error {
	switch s.kind {
	case kindURL, kindRedoc:
		_, err := s.url()
		return err
	case kindGit:
		ref, path, _ := strings.Cut(s.location, ":")
		switch {
		case ref == "" || path == "":
			return invalid(s.String(), "must be git:REF:PATH")
		case ref[0] == '-':
			return invalid(s.String(), "a revision cannot begin with a dash")
		case strings.ContainsAny(s.location, "\x00\n"):
			return invalid(s.String(), "no line break can be in it")
		}
	case kindFile:
		if s.location == "" {
			return invalid("file:", "names no file")
		}
	case kindNone:
		return invalid("source", "none is given")
	}
	return nil
}

// url is the address of a source on the network.
func (s Source) url() (*url.URL, error) {
	u, err := url.Parse(s.location)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, invalid(s.String(), "is no URL of a host")
	case u.User != nil:
		return nil, invalid(s.String(), "a URL with a user or password is not taken: name an environment variable (upstream.tokenEnv)")
	case u.Scheme == "https" || u.Scheme == "http" && isLoopback(u):
		u.Fragment, u.RawFragment = "", ""
		return u, nil
	}
	return nil, invalid(s.String(), "must be https (http is for this machine only)")
}

// isLoopback: what is sent there leaves no machine.
func isLoopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return strings.EqualFold(u.Hostname(), "localhost") || ip != nil && ip.IsLoopback()
}

// shown is an address as it may be shown and written: without user, query and
// fragment, any of which may be a credential. What is no URL is not shown at all.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(no URL)"
	}
	return redact(u)
}

func redact(u *url.URL) string {
	short := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	text := plain(short.String())
	if u.RawQuery != "" {
		text += "?…"
	}
	return text
}
