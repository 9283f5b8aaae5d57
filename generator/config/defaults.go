package config

// setDefaults fills in what was not said. Every default stands here or in the rules; what
// follows from the document (name, versions, servers) is left empty for the
// packages that read it. firstKey gives the first key of each mapping.
func (c *Config) setDefaults(firstKey map[string]string) {
	set(&c.Out, fallback("out"))
	set(&c.Layout, fallback("layout"))
	set(&c.Default, firstKey["servers"])
	if c.Versions.Pattern != "" {
		set(&c.Versions.From, FromMediaType)
	}
	if c.Errors == (Errors{}) {
		c.Errors = Errors{Type: "type", Message: "message"}
	}
	if c.RetryAfter == nil {
		c.RetryAfter = []RetryAfter{{Header: "Retry-After"}}
	}
	for i := range c.RetryAfter {
		c.RetryAfter[i].setDefaults()
	}
	set(&c.Query.Object, fallback("query.object"))
	set(&c.Query.Array, fallback("query.array"))
	set(&c.Query.Scalar, fallback("query.scalar"))
	if c.Fakes == nil {
		yes := fallback("fakes") == "true"
		c.Fakes = &yes
	}
	if !c.Upstream.IsZero() {
		set(&c.Upstream.Words, WordsTheirs)
	}
}

func (r *RetryAfter) setDefaults() {
	set(&r.Unit, fallback("retryAfter.*.unit"))
	if r.Header != "" {
		set(&r.Format, "seconds")
	}
}

// ModulePath is the module path of the output for an API called name: the
// configured one, or a path under example.com, which nobody can mistake for a
// published module.
func (c *Config) ModulePath(name string) string {
	if c.Module != "" {
		return c.Module
	}
	return "example.com/" + name
}

func set(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// fallback is the default of a key that has the same one in every configuration.
func fallback(key string) string {
	if rules[key].fallback == "" {
		panic("BUG: config: no default for " + key)
	}
	return rules[key].fallback
}
