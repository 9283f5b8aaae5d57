// Package fetch gets the bytes of an upstream document: from a URL, a page of
// documentation made by Redoc, a file, a commit of a git repository or standard
// input. It is given a [Source] and promises one of three ends:
//
//   - bytes of what is, by its form, an OpenAPI 3 document, or the
//     word that it has not changed since the [Stamp];
//   - [*Unavailable]: upstream did not answer as it should, try again later;
//   - [*Rejected]: upstream answered, and it cannot be used;
//
// or a [*Invalid] source, which no second run makes better. It prints nothing and
// writes nothing; the bytes are not judged beyond their form.
//
// What messages, notes and stamps say can be shown to anybody: query strings of
// URLs are left out, as they may hold a signature, and the credential occurs
// nowhere.
package fetch

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"io"
	"net"
)

// Options are what Get needs beside the source. The zero value is good for
// public sources.
type Options struct {
	// Dir is the folder that files are relative to, and in whose git repository
	// revisions are looked up; empty: the current one.
	Dir string
	// Stdin is read for [Stdin].
	Stdin io.Reader
	// Hosts may be redirected to, and may have the bundle of a page, besides the
	// source's own: names, or names with a port, as a URL has them.
	Hosts []string
	// TokenEnv names the environment variable with the credential, which is sent
	// as a bearer token (RFC 6750) to the host of the source and to no other.
	// Empty: none is sent. A variable that is named must be set.
	TokenEnv string
	// HaveCopy says that the caller holds the document that the stamp belongs to.
	// Without one every request is unconditional.
	HaveCopy bool
	// Limits bound the run; fields that are zero have the values of [DefaultLimits].
	Limits Limits
	// Progress is told what takes long: a retry, a wait. nil: nobody is.
	Progress func(text string)
	// RootCAs are trusted instead of the system's; nil: those.
	RootCAs *x509.CertPool

	resolver *net.Resolver // for tests
}

// Stamp is what a server said of a version of its document (RFC 9110, 8.8), to
// ask later whether there is another. It holds nothing secret and can be stored.
type Stamp struct {
	Of           string // hash of the address that the rest belongs to
	ETag         string
	LastModified string
}

// stampKey identifies an address without telling what is in it.
func stampKey(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:8])
}

// Result is what came of a run that did not fail.
type Result struct {
	// NotModified says that the caller's copy is upstream's document still; there
	// is no data then, and the stamp is the one that was given.
	NotModified bool
	Data        []byte
	Stamp       Stamp
	// From is where the data came from in the end, for people.
	From string
	// Notes are what is worth knowing beside it: retries, redirects.
	Notes []string
}

// Get fetches a document from src. stamp is that of the last [Result], or empty.
// Errors are [*Invalid], [*Unavailable], [*Rejected], or that of ctx.
func Get(ctx context.Context, src Source, stamp Stamp, o Options) (*Result, error) {
	o.Limits = o.Limits.withDefaults()
	if err := src.Check(); err != nil {
		return nil, err
	}
	token, err := o.token(src)
	if err != nil {
		return nil, err
	}
	res, err := get(ctx, src, stamp, o, token)
	return conceal(res, err, token)
}

func get(ctx context.Context, src Source, stamp Stamp, o Options, token string) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch src.kind {
	case kindURL, kindRedoc:
		return newGetter(src, o, token).get(ctx, stamp)
	case kindFile:
		return inspected(getFile(src, o))
	case kindGit:
		return inspected(getGit(ctx, src, o))
	case kindStdin:
		return inspected(getStdin(src, o))
	default:
		panic("BUG: fetch: source of an unknown kind")
	}
}

func inspected(res *Result, err error) (*Result, error) {
	if err == nil {
		err = inspect(res.From, res.Data, "")
	}
	if err != nil {
		return nil, err
	}
	return res, nil
}
