package copysources

import (
	"reflect"
	"strings"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// changes is the PATCH that brings there up to date, nil where it is. What it
// leaves out the API leaves alone.
func changes(source, there segmentv1.Source) *segmentv1.UpdateSourceInput {
	in := new(segmentv1.UpdateSourceInput)
	if source.Name != nil && *source.Name != segment.Deref(there.Name) {
		in.Name = source.Name
	}
	settings := sendable(source.Settings)
	for name, value := range settings {
		if !reflect.DeepEqual(value, there.Settings[name]) { // the API adds settings of its own
			in.Settings = settings
		}
	}
	if in.Name == nil && in.Settings == nil {
		return nil
	}
	return in
}

// sendable are the settings without secrets: these come back as so many bullets,
// and would be sent as such. It is nil, and nothing is sent, where no other is.
func sendable(settings map[string]any) map[string]any {
	var kept map[string]any
	for name, value := range settings {
		if masked(value) {
			continue
		}
		if kept == nil {
			kept = map[string]any{}
		}
		kept[name] = value
	}
	return kept
}

func masked(value any) bool {
	text, ok := value.(string)
	return ok && text != "" && strings.Trim(text, "•") == ""
}
