// Package e2e holds the tests over real HTTP, against a server that is not ours:
// Prism, a mock server made from the document, which judges every request by it
// and answers what the document shows. Each operation of each version is called
// through its generated method.
//
// The tests need Prism, which comes from npm: make e2e installs it, makes the
// clients of a second document where there is one, and runs them. Without it
// they are skipped.
package e2e
