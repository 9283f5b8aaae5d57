package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// initialisms are written in one case: golint's list and what APIs speak of.
var initialisms = index(`
	ACL AES AI API ARN ASCII AWS CDN CIDR CLI CMS CORS CPU CRM CSRF CSS CSV DB DBT
	DNS DSN EOF ETL FQL FTP GCP GDPR GID GPS GPU GRPC GUID HMAC HTML HTTP HTTPS
	IAM ID IDE IOS IO IP ISO JSON JWK JWKS JWT KMS LDAP LHS LLM MD5 MFA MIME MTU
	OIDC OS OSS OTP PDF PGP PID PII PNG QPS QR RAM RHS RPC RSA RSS SAML SCIM SDK
	SFTP SHA SKU SLA SLO SMS SMTP SQL SSE SSH SSL SSO SVG TCP TLS TTL UDP UI UID
	URI URL URN UTC UTF UUID UX VAT VM VPC VPN WWW XML XMPP XSRF XSS YAML
	IPv4 IPv6 OAuth TLSv1`)

func index(list string) map[string]string {
	m := map[string]string{}
	for word := range strings.FieldsSeq(list) {
		m[strings.ToLower(word)] = word
	}
	return m
}

// initialism gives the Go spelling of a word that is an initialism, also in
// the plural (ids: IDs) and with a number behind it (sha256: SHA256).
func initialism(word string) (string, bool) {
	lower := strings.ToLower(word)
	if s, ok := initialisms[lower]; ok {
		return s, true
	}
	if stem := strings.TrimRight(lower, "0123456789"); stem != lower {
		s, ok := initialisms[stem]
		return s + lower[len(stem):], ok
	}
	if stem, plural := strings.CutSuffix(lower, "s"); plural {
		s, ok := initialisms[stem]
		return s + "s", ok
	}
	return "", false
}

// title writes a word as it stands inside an exported identifier. In a name
// without lower-case letters (shout) capitals mean nothing; elsewhere a word
// in capitals is an acronym and stays.
func title(word string, shout bool) string {
	if s, ok := initialism(word); ok {
		return s
	}
	if shout && shouted(word) {
		word = strings.ToLower(word)
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// join writes words as they stand inside an exported identifier.
func join(words []string, shout bool) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(title(w, shout))
	}
	return b.String()
}

// shouted reports whether a name is written without lower-case letters.
func shouted(name string) bool { return strings.IndexFunc(name, unicode.IsLower) < 0 }
