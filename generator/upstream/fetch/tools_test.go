package fetch_test

import (
	"crypto/x509"
	"io"
	"log"
	"net/http/httptest"
)

// quiet is for servers whose clients are to fail.
var quiet = log.New(io.Discard, "", 0)

func pool(s *httptest.Server) *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.Certificate())
	return p
}

// send writes what a client may not wait for.
func send(w io.Writer, text string) {
	io.WriteString(w, text) //nolint:errcheck // the client complains
}
