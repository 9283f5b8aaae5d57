package naming

import "testing"

func TestStripVersion(t *testing.T) {
	tokens := []string{"v1", "v1beta", "v1alpha"}
	for _, c := range []struct{ component, name, token string }{
		{"SourceV1", "Source", "v1"},
		{"SourceAlpha", "Source", "v1alpha"},
		{"LogosBeta", "Logos", "v1beta"},
		{"SourceV1Beta", "Source", "v1beta"},
		{"SourceV1beta", "Source", "v1beta"},
		{"source_v1", "source", "v1"},
		{"SourceAPIV1", "SourceAPI", "v1"},
		{"CreateSourceV1Input", "CreateSourceInput", "v1"},
		{"CreateSourceAlphaInput", "CreateSourceInput", "v1alpha"},
		{"CreateSourceV1AlphaOutput", "CreateSourceOutput", "v1alpha"},
		{"GetVolumeV1Query", "GetVolumeQuery", "v1"},
		{"create_source_v1_request", "create_source_request", "v1"},
		{"PreviewFilterV1", "PreviewFilter", "v1"},
		{"AlphaChannel", "AlphaChannel", ""},
		{"BetaInput", "BetaInput", ""},
		{"V1Input", "V1Input", ""},
		{"V1Beta", "V1", "v1beta"},
		{"Alpha", "Alpha", ""},
		{"SourceV2", "SourceV2", ""},
		{"SourceV1Item", "SourceV1Item", ""},
		{"Alphabet", "Alphabet", ""},
		{"TrackAlphabeta", "TrackAlphabeta", ""},
		{"Input", "Input", ""},
		{"", "", ""},
	} {
		name, token := StripVersion(c.component, tokens)
		if name != c.name || token != c.token {
			t.Errorf("StripVersion(%q) = %q, %q, want %q, %q", c.component, name, token, c.name, c.token)
		}
	}
}

func TestStripVersionTokens(t *testing.T) {
	for _, c := range []struct {
		component   string
		tokens      []string
		name, token string
	}{
		{"WidgetV2", []string{"v1", "v2"}, "Widget", "v2"},
		{"WidgetV1Beta2", []string{"v1", "v1beta1", "v1beta2"}, "Widget", "v1beta2"},
		{"WidgetBeta2", []string{"v1", "v1beta1", "v1beta2"}, "Widget", "v1beta2"},
		{"WidgetBeta", []string{"v2beta", "v1beta"}, "Widget", "v1beta"},
		{"Widget20250312", []string{"2025-03-12"}, "Widget20250312", ""},
		{"WidgetV1", nil, "WidgetV1", ""},
		{"WidgetV1", []string{""}, "WidgetV1", ""},
	} {
		name, token := StripVersion(c.component, c.tokens)
		if name != c.name || token != c.token {
			t.Errorf("StripVersion(%q, %q) = %q, %q, want %q, %q", c.component, c.tokens, name, token, c.name, c.token)
		}
	}
}

func TestArtefact(t *testing.T) {
	document := map[string]bool{
		"Definition": true, "Definition1": true, "Definition2": true, "Base": true, "Level": true, "OAuth": true,
	}
	for _, c := range []struct {
		component, rest string
		made            bool
	}{
		{"listSources_200_response", "listSources", true},
		{"listSources_200_response_1", "listSources", true},
		{"create_source_2XX_response", "create_source", true},
		{"getThing_default_response", "getThing", true},
		{"ListSources200Response", "ListSources", true},
		{"ListSources200Response1", "ListSources", true},
		{"inline_response_200", "", true},
		{"inline_response_200_2", "", true},
		{"inline_response_default", "", true},
		{"inline_object_3", "", true},
		{"InlineResponse200", "", true},
		{"suppressed_inner", "suppressed", true},
		{"metadata_2", "metadata", true},
		{"userGroup_12", "userGroup", true},
		{"Definition1", "Definition", true},
		{"Definition2", "Definition", true},
		{"Definition3", "Definition", true},
		{"Definition5", "Definition5", false},
		{"Base64", "Base64", false},
		{"OAuth2", "OAuth2", false},
		{"Lonely1", "Lonely1", false},
		{"error_404", "error_404", false},
		{"S3", "S3", false},
		{"Source", "Source", false},
		{"ErrorResponse", "ErrorResponse", false},
		{"inline_response_time", "inline_response_time", false},
		{"_1", "_1", false},
		{"", "", false},
	} {
		rest, made := Artefact(c.component, func(name string) bool { return document[name] })
		if rest != c.rest || made != c.made {
			t.Errorf("Artefact(%q) = %q, %t, want %q, %t", c.component, rest, made, c.rest, c.made)
		}
	}
}
