package naming

import (
	"go/token"
	"strings"
	"testing"
)

func TestExported(t *testing.T) {
	for name, want := range map[string]string{
		"name": "Name", "sourceId": "SourceID", "subjectIds": "SubjectIDs", "urls": "URLs", "logoUrl": "LogoURL",
		"apiCalls": "APICalls", "downloadURL": "DownloadURL", "jsonSchema": "JSONSchema", "uuid": "UUID",
		"reverseEtlModel": "ReverseETLModel", "ReverseETLSync": "ReverseETLSync", "dbtModel": "DBTModel",
		"IAM Groups": "IAMGroups", "MtuSnapshot": "MTUSnapshot", "fql": "FQL", "isIos": "IsIOS",
		"OAuth2": "OAuth2", "oauth2_client": "OAuth2Client", "ipv4": "IPv4", "sha256": "SHA256", "S3": "S3",
		"foo_bar": "FooBar", "fooBar": "FooBar", "GET_users": "GETUsers", "ACMEWidget": "ACMEWidget",
		"SUPPRESS_WITH_DELETE": "SuppressWithDelete", "USER_ID": "UserID", "zipCode": "ZipCode",
		"filter[name]": "FilterName", "application/json": "ApplicationJSON", "https": "HTTPS",
		// Digits.
		"2fa": "N2fa", "2FA": "N2fa", "404": "N404", "1.5": "N1Dot5", "v1.0": "V1Dot0", "2025-03-12": "N20250312",
		// Symbols.
		"": "Empty", " ": "Space", "+1": "Plus1", "-1": "Minus1", "+": "Plus", ".": "Dot", "*": "Star", "<=": "LessEqual",
		"@id": "AtID", "$ref": "Ref", "_id": "ID", "-created_at": "MinusCreatedAt", ">=10": "GreaterEqual10", ".5": "Dot5",
		"C": "C", "C++": "CPlusPlus", "c#": "CSharp", "100%": "N100Percent", "A-": "AMinus", "+FOO_BAR": "PlusFooBar",
		"\U0001F600": "U1f600", "\u0301": "U0301", "\xff": "Ufffd",
		// Other alphabets.
		"über": "Über", "имя": "Имя", "名前": "X名前", "ñandú_id": "ÑandúID", "٣": "N٣",
		// Words of Go.
		"type": "Type", "func": "Func", "error": "Error",
	} {
		if got := Exported(name); got != want {
			t.Errorf("Exported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSpelled(t *testing.T) {
	for name, want := range map[string]string{
		"foo_bar": "FooUnderscoreBar", "fooBar": "FooBar", "$ref": "DollarRef", "_id": "UnderscoreID",
		"ASC": "ASC", "asc": "Asc", "1/2": "N1Slash2", "": "Empty", "a b": "ASpaceB",
	} {
		if got := Spelled(name); got != want {
			t.Errorf("Spelled(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestUnexported(t *testing.T) {
	for _, c := range []struct {
		name, want string
		avoid      []string
	}{
		{"sourceId", "sourceID", nil},
		{"SourceID", "sourceID", nil},
		{"id", "id", nil},
		{"ID", "id", nil},
		{"IDs", "ids", nil},
		{"ACMEWidget", "acmeWidget", nil},
		{"OAuth2Token", "oauth2Token", nil},
		{"IPv4", "ipv4", nil},
		{"USER_ID", "userID", nil},
		{"user-id", "userID", nil},
		{"", "empty", nil},
		{"+1", "plus1", nil},
		{"2fa", "n2fa", nil},
		{"名前", "名前", nil},
		{"\U0001D400", "x\U0001D400", nil}, // a capital without a small letter
		{"type", "typeValue", nil},
		{"string", "stringValue", nil},
		{"any", "anyValue", nil},
		{"context", "contextValue", nil},
		{"url", "urlValue", nil},
		{"opts", "optsValue", []string{"ctx", "opts"}},
		{"type", "typeParam", []string{"typeValue"}},
		{"type", "typeValue2", []string{"typeValue", "typeParam", "typeArgument"}},
	} {
		if got := Unexported(c.name, c.avoid...); got != c.want {
			t.Errorf("Unexported(%q, %q) = %q, want %q", c.name, c.avoid, got, c.want)
		}
	}
}

func TestConstant(t *testing.T) {
	for _, c := range []struct{ typ, value, want string }{
		{"TraitType", "SQL", "TraitTypeSQL"},
		{"Regulation", "SUPPRESS_WITH_DELETE", "RegulationSuppressWithDelete"},
		{"Subject", "USER_ID", "SubjectUserID"},
		{"Platform", "IOS_PUSH", "PlatformIOSPush"},
		{"Encoding", "BASE64URL", "EncodingBase64URL"},
		{"Sort", "lastSeenAt", "SortLastSeenAt"},
		{"Sort", "-name", "SortMinusName"},
		{"Mark", "", "MarkEmpty"},
		{"Mark", " ", "MarkSpace"},
		{"Reaction", "-1", "ReactionMinus1"},
		{"Reaction", "+1", "ReactionPlus1"},
		{"Flag", "0", "Flag0"},
		{"Spec", "v1.0", "SpecV1Dot0"},
		{"Level1", "2", "Level1N2"},
		{"not valid", "a", "NotValidA"},
		{"Word", "名", "Word名"},
	} {
		if got := Constant(c.typ, c.value); got != c.want {
			t.Errorf("Constant(%q, %q) = %q, want %q", c.typ, c.value, got, c.want)
		}
	}
	for value, want := range map[string]string{"ASC": "SortASC", "asc": "SortAsc", "a_b": "SortAUnderscoreB"} {
		if got := SpelledConstant("Sort", value); got != want {
			t.Errorf("SpelledConstant(Sort, %q) = %q, want %q", value, got, want)
		}
	}
}

func FuzzExported(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, name string) {
		for _, got := range []string{Exported(name), Spelled(name), Service(name)} {
			if !token.IsIdentifier(got) || !token.IsExported(got) {
				t.Errorf("%q gives %q, no exported identifier", name, got)
			}
		}
		if a, b := Exported(name), Exported(strings.Clone(name)); a != b {
			t.Errorf("%q gives %q, then %q", name, a, b)
		}
	})
}

func FuzzUnexported(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, name string) {
		got := Unexported(name, "id", "name")
		if !token.IsIdentifier(got) || token.IsExported(got) || got == "id" || got == "name" {
			t.Errorf("%q gives %q", name, got)
		}
		if again := Unexported(name, got); again == got || !token.IsIdentifier(again) {
			t.Errorf("%q avoiding %q gives %q", name, got, again)
		}
	})
}

func FuzzConstant(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, value string) {
		for _, got := range []string{Constant("Kind", value), SpelledConstant("Kind", value), Constant(value, value)} {
			if !token.IsIdentifier(got) || got == "Kind" {
				t.Errorf("%q gives %q", value, got)
			}
		}
	})
}

func seed(f *testing.F) {
	for _, s := range []string{
		"", " ", "+1", "@id", "名前", "ǅ", "ß", "\u0130d", "\xff", "2fa", "type", "OAuth2", "sub'jectIds", "v1.0",
	} {
		f.Add(s)
	}
}
