package fetch

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"
)

func (g *getter) transport() *http.Transport {
	l := g.o.Limits
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: l.Connect, Resolver: g.o.resolver}).DialContext,
		TLSHandshakeTimeout:    l.Connect,
		TLSClientConfig:        &tls.Config{RootCAs: g.o.RootCAs, MinVersion: tls.VersionTLS12},
		ResponseHeaderTimeout:  l.Header,
		MaxResponseHeaderBytes: 1 << 20,
		ForceAttemptHTTP2:      true,
	}
}

// redirect follows or refuses a redirect; see [http.Client.CheckRedirect].
func (c *call) redirect(req *http.Request, via []*http.Request) error {
	from := via[len(via)-1].URL
	where := fmt.Sprintf("from %s to %s", from.Host, req.URL.Host)
	if limit := c.o.Limits.Redirects; len(via) > limit {
		return rejected(redact(c.url), "more than %s, the last one %s", plural(limit, "redirect", "redirects"), where)
	}
	if why := c.refuse(from, req.URL); why != "" {
		return rejected(redact(c.url), "redirected %s: %s", where, why)
	}
	// The address that led here may hold a signature; net/http would pass it on.
	req.Header.Del("Referer")
	if !sameHost(req.URL, c.origin) {
		req.Header.Del("Authorization")
	}
	c.note("%s: redirected to %s", redact(from), redact(req.URL))
	return nil
}

// patient gives up on a body that sends nothing for a while.
type patient struct {
	base http.RoundTripper
	idle time.Duration
}

// RoundTrip implements [http.RoundTripper].
func (p *patient) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	resp, err := p.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel(nil)
		return nil, err
	}
	resp.Body = &idleBody{resp.Body, ctx, cancel, p.idle}
	return resp, nil
}

var errIdle = errors.New("idle timeout")

type idleBody struct {
	io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
	idle   time.Duration
}

// Read implements [io.Reader].
func (b *idleBody) Read(p []byte) (int, error) {
	timer := time.AfterFunc(b.idle, func() { b.cancel(errIdle) })
	n, err := b.ReadCloser.Read(p)
	timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) && errors.Is(context.Cause(b.ctx), errIdle) {
		err = errIdle
	}
	return n, err
}

// Close implements [io.Closer].
func (b *idleBody) Close() error {
	b.cancel(nil)
	return b.ReadCloser.Close()
}

type counted struct {
	io.Reader
	n *atomic.Int64
}

// Read implements [io.Reader].
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// isFinal: an error that is one for the caller of Get.
func isFinal(err error) bool {
	var u *Unavailable
	var r *Rejected
	return errors.As(err, &u) || errors.As(err, &r)
}

// explain says what an error of net/http means, and makes those final that
// another try cannot change. Of what net/http says nothing is kept that could
// hold the address.
func (c *call) explain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if isFinal(err) {
		var r *Rejected
		if errors.As(err, &r) {
			return r
		}
		return err
	}
	host := c.url.Host
	var short *shortBody
	var certificate *tls.CertificateVerificationError
	var dns *net.DNSError
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &short):
		return err
	case errors.Is(err, errIdle):
		return fmt.Errorf("idle timeout: no data from %s for %s, after %d bytes", host, seconds(c.o.Limits.Idle), c.read.Load())
	case errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt):
		return rejected(redact(c.url), "the body says it is gzip, and is not: %v", err)
	case errors.As(err, &certificate):
		return unavailable(redact(c.url), "TLS: %s: %v", host, certificate.Err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return unavailable(redact(c.url), "DNS: no such host as %s", dns.Name)
	case errors.As(err, &dns):
		return fmt.Errorf("DNS: %s: %s", dns.Name, dns.Err)
	}
	return c.explainConnection(err)
}

// explainConnection says what became of a connection; another try may have a
// better one.
func (c *call) explainConnection(err error) error {
	host := c.url.Host
	var timeout net.Error
	var errno syscall.Errno
	switch {
	case errors.As(err, &timeout) && timeout.Timeout() && !c.connected.Load():
		return fmt.Errorf("connect timeout: no connection to %s within %s", host, seconds(c.o.Limits.Connect))
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("header timeout: no answer from %s within %s", host, seconds(c.o.Limits.Header))
	case errors.As(err, &errno):
		return fmt.Errorf("%s: %w", host, errno)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: connection closed before an answer", host)
	}
	return fmt.Errorf("%s: %s", host, shorten(err.Error()))
}

// reason is the text of an error without the source that it names.
func reason(err error) string {
	var u *Unavailable
	var r *Rejected
	switch {
	case errors.As(err, &u):
		return u.Text
	case errors.As(err, &r):
		return r.Text
	}
	return plain(err.Error())
}
