package runtime

// anonymous is no credential: for APIs that need none, or know several kinds.
func anonymous() credential { return credential{} }
