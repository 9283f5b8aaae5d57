package runtime

import (
	"net/url"
	"testing"
)

func TestSameOrigin(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"https://h/a", "https://H:443/b", true},
		{"http://h", "http://h:80", true},
		{"http://h:8080", "http://h:8080", true},
		{"https://h", "http://h", false},
		{"https://h", "https://h:8443", false},
		{"https://h", "https://api.h", false},
		{"https://api.h", "https://h", false},
	}
	for _, tt := range tests {
		a, _ := url.Parse(tt.a)
		b, _ := url.Parse(tt.b)
		if sameOrigin(a, b) != tt.want {
			t.Errorf("%s and %s: %v", a, b, !tt.want)
		}
	}
}

func TestWithQuery(t *testing.T) {
	u, _ := url.Parse("https://h/a?b=c")
	if own := withQuery(u, "k[", "v&"); own.RawQuery != "b=c&k%5B=v%26" || u.RawQuery != "b=c" {
		t.Errorf("%s of %s", own, u)
	}
}
