package runtime

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Defaults of the options.
const (
	defaultAttempts  = 4
	defaultRetryWait = 90 * time.Second
	defaultMaxBytes  = 64 << 20
	defaultTimeout   = 60 * time.Second // of one attempt, streams excepted
)

// Client holds what all calls share: credential, transport, limits. It is safe
// for concurrent use. It never shows its credential, however it is printed.
type Client struct{ s *shared }

// shared stands behind a pointer so that printing a Client by any verb finds no
// more than an address.
type shared struct {
	base      string       // without a trailing slash
	http      *http.Client // without a timeout: that is for watch
	streaming *http.Client // for streams: with the caller's timeout, if there is one
	watch     watch        // over attempts, streams excepted
	log       *slog.Logger
	userAgent string
	settings  settings
	quota     retryQuota
	pacing    *pacing  // nil: calls are not paced
	announced sync.Map // operations whose deprecation has been logged
	clock     clock
}

// config is what options change before there is a client.
type config struct {
	settings
	baseURL     string
	http        *http.Client
	middleware  []func(http.RoundTripper) http.RoundTripper
	log         *slog.Logger
	userAgent   string
	credentials []credential
	source      tokenSource
	paced       bool
	clock       clock
}

// newClient is what every form of NewClient comes to.
func newClient(cred credential, opts []Option) (*Client, error) {
	cfg := config{
		settings:  settings{attempts: defaultAttempts, maxWait: defaultRetryWait, maxBytes: defaultMaxBytes},
		userAgent: apiName + "-go/" + DocumentVersion,
		clock:     systemClock(),
	}
	if len(api.servers) > 0 {
		cfg.baseURL = api.servers[0]
	}
	if cred.kind != "" {
		cfg.credentials = []credential{cred}
	}
	for _, o := range opts {
		if o != nil {
			o.applyClient(&cfg)
		}
	}
	s, err := cfg.build()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", apiName, err)
	}
	return &Client{s}, nil
}

func (cfg *config) build() (*shared, error) {
	if cfg.bad != nil {
		return nil, cfg.bad
	}
	base, err := parseBase(cfg.baseURL)
	if err != nil {
		return nil, err
	}
	creds, err := cfg.usableCredentials()
	if err != nil {
		return nil, err
	}
	s := &shared{
		base: strings.TrimRight(base.String(), "/"), log: cfg.log,
		userAgent: cfg.userAgent, settings: cfg.settings, clock: cfg.clock,
	}
	if s.streaming, err = cfg.transport(base, creds); err != nil {
		return nil, err
	}
	if cfg.paced {
		s.pacing = &pacing{byID: map[string]*schedule{}}
	}
	s.watch.timeout = defaultTimeout
	if cfg.http != nil {
		s.watch.timeout = cfg.http.Timeout
	}
	untimed := *s.streaming
	untimed.Timeout = 0
	s.http = &untimed
	return s, nil
}

// parseBase checks a base URL. Its errors do not repeat a URL that could hold a
// password or a key.
func parseBase(raw string) (*url.URL, error) {
	if raw == "" {
		return nil, errors.New("no base URL: use WithBaseURL")
	}
	secretive := strings.ContainsAny(raw, "@?#")
	u, err := url.Parse(raw)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		if secretive { // err quotes what it stumbled over
			err = errors.New("not a URL")
		}
		return nil, fmt.Errorf("base URL: %w", err)
	}
	switch {
	case u.User != nil:
		return nil, errors.New("base URL: user and password do not belong there")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		if secretive {
			return nil, errors.New("base URL: not an absolute http or https URL")
		}
		return nil, fmt.Errorf("base URL %q: not an absolute http or https URL", raw)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("base URL of %s: a query or a fragment does not belong there", u.Host)
	}
	return u, nil
}

// String names the client and where it sends its calls, without the credential.
func (c Client) String() string {
	if c.s == nil {
		return apiName + " client (not made by NewClient)"
	}
	return apiName + " client for " + c.s.base
}

// GoString is String: %#v shows no more.
func (c Client) GoString() string { return c.String() }

// Format writes String for every verb, so that none prints the fields.
func (c Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String, for log/slog.
func (c Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
