package runtime

// withCredential adds a credential, for APIs that know several kinds.
func withCredential(cred credential) Option {
	return option(func(c *config) { c.credentials = append(c.credentials, cred) })
}
