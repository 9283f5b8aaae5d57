package config_test

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/config"
)

// TestVersionTokens: a token stands in media types, package names and the lock.
func TestVersionTokens(t *testing.T) {
	for token, fine := range map[string]bool{
		"v1": true, "2025-03-12": true, "preview.1": true, "a b": false, `a\nb`: false, "../x": false, `\u65e5`: false, "-": false,
	} {
		for _, text := range []string{`known: ["` + token + `"]`, `stability: {"` + token + `": beta}`} {
			_, err := config.Parse("gen.yaml", []byte("spec: a.yaml\nversions: {"+text+"}\n"))
			if fine != (err == nil) || err != nil && !strings.Contains(err.Error(), "cannot name a version") {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
