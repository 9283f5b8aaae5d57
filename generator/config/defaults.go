package config

// setDefaults fills in what was not said. Every default stands here; what
// follows from the document (name, versions, servers) is left empty for the
// packages that read it. firstKey gives the first key of each mapping.
func (c *Config) setDefaults(firstKey map[string]string) {
	set(&c.Out, "generated")
	set(&c.Layout, LayoutModules)
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
	set(&c.Query.Object, "brackets")
	set(&c.Query.Array, "repeat")
	set(&c.Query.Scalar, "form")
	if c.Fakes == nil {
		yes := true
		c.Fakes = &yes
	}
	if !c.Upstream.IsZero() {
		set(&c.Upstream.Words, WordsTheirs)
	}
}

func (r *RetryAfter) setDefaults() {
	set(&r.Unit, "s")
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
