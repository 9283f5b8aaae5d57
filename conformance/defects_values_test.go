package conformance

// Defects of what is decoded, encoded and returned. See defects_test.go.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

var defectsOfValues = []defect{
	{
		name: "2 numbers are rounded",
		ours: func(*testing.T) error {
			return isExact(func(text []byte) (any, error) {
				var v segmentv1.SourceEventVolume
				err := segment.Unmarshal(text, &v)
				return v.Total, err
			})
		},
		theirs: func(*testing.T) error {
			return isExact(func(text []byte) (any, error) {
				var v struct{ Total float32 }
				err := json.Unmarshal(text, &v)
				return int64(v.Total), err
			})
		},
	},
	{
		name: "2 numbers in settings are rounded",
		ours: func(*testing.T) error {
			return keepsSettings(func(text []byte) ([]byte, error) {
				var w segmentv1.Warehouse
				err := segment.Unmarshal(text, &w)
				out, _ := segment.Marshal(segmentv1.UpdateWarehouseInput{Settings: w.Settings})
				return out, err
			})
		},
		theirs: func(*testing.T) error {
			return keepsSettings(func(text []byte) ([]byte, error) {
				var w struct {
					Settings map[string]any `json:"settings"`
				}
				err := json.Unmarshal(text, &w)
				out, _ := json.Marshal(w)
				return out, err
			})
		},
	},
	{
		name:   "3 an unknown value, property or variant fails the response",
		ours:   func(*testing.T) error { return survivesGrowth(segment.Unmarshal) },
		theirs: func(*testing.T) error { return survivesGrowth(strictly) },
	},
	{
		name: "4 a client prints its token",
		ours: func(t *testing.T) error {
			core, err := segment.NewClient(secretToken)
			if err != nil {
				return err
			}
			return isDiscreet(core, *core, segmentv1.New(core), *segmentv1.New(core), segmentv1.New(core).Sources)
		},
		theirs: func(*testing.T) error { return isDiscreet(client{secretToken, "https://h"}) },
	},
	{
		name: "7 the status of an HTML page is lost",
		ours: func(t *testing.T) error {
			return knowsTheStatus(t, func(url string) error { return getSource(t.Context(), clientAt(t, url), segment.WithMaxAttempts(1)) })
		},
		theirs: func(t *testing.T) error {
			return knowsTheStatus(t, func(url string) error {
				res, err := client{"t", url}.plainly(t.Context(), "GET", "/sources/s1", stable, "")
				if err != nil {
					return err
				}
				defer res.Body.Close()
				if !strings.HasSuffix(res.Header.Get("Content-Type"), "json") {
					return errors.New("undefined response type")
				}
				return nil
			})
		},
	},
	{
		name: "7 only declared failures are read",
		ours: func(t *testing.T) error {
			return readsTheEnvelope(t, func(url string) error { return getSource(t.Context(), clientAt(t, url), segment.WithMaxAttempts(1)) })
		},
		theirs: func(t *testing.T) error {
			return readsTheEnvelope(t, func(url string) error {
				res, err := client{"t", url}.plainly(t.Context(), "GET", "/sources/s1", stable, "")
				if err != nil {
					return err
				}
				defer res.Body.Close()
				body, _ := io.ReadAll(res.Body)
				if slices.Contains([]int{404, 422, 429}, res.StatusCode) {
					return errors.New(res.Status + string(body))
				}
				return errors.New(res.Status)
			})
		},
	},
	{
		name:   "8 errors.As compiles and never matches",
		ours:   func(*testing.T) error { return matchesOneWay(&segment.Error{StatusCode: 404}) },
		theirs: func(*testing.T) error { return matchesOneWay(&byValue{404}) },
	},
	{
		name: "9 absent, null and empty are one",
		ours: func(*testing.T) error {
			return saysFourThings(
				segmentv1.UpdateFilterForDestinationInput{},
				segmentv1.UpdateFilterForDestinationInput{Description: segment.Null[string]()},
				segmentv1.UpdateFilterForDestinationInput{Actions: []segmentv1.DestinationFilterAction{}},
				segmentv1.UpdateFilterForDestinationInput{Enabled: segment.Ptr(false)},
			)
		},
		theirs: func(*testing.T) error {
			type input struct {
				Description *string    `json:"description,omitempty"`
				Actions     []struct{} `json:"actions,omitempty"`
				Enabled     bool       `json:"enabled,omitempty"`
			}
			return saysFourThings(input{}, input{Description: nil}, input{Actions: []struct{}{}}, input{Enabled: false})
		},
	},
	{
		name: "9 a missing bool reads as false",
		ours: func(*testing.T) error {
			return knowsWhatIsMissing(func() any { return new(segmentv1.TrackSourceSettings) })
		},
		theirs: func(*testing.T) error {
			return knowsWhatIsMissing(func() any { return new(struct{ AllowUnplannedEvents bool }) })
		},
	},
	{
		name: "9 a required null goes out as an empty object",
		ours: func(*testing.T) error {
			return sendsNull(segmentv1.AddAudienceScheduleToAudienceInput{Strategy: "PERIODIC"})
		},
		theirs: func(*testing.T) error {
			return sendsNull(struct {
				Config segmentv1.PeriodicConfig `json:"config"`
			}{})
		},
	},
	{
		name:   "10 each version has a twin of each type",
		ours:   func(*testing.T) error { return passesOn[segmentv1.Label, segmentv1alpha.Label]() },
		theirs: func(*testing.T) error { return passesOn[segmentv1.Label, struct{ Key, Value string }]() },
	},
}

// isExact: counts of events beyond 2^24, seconds of today and more than 2^53.
func isExact(total func([]byte) (any, error)) error {
	for _, n := range []int64{123456789, 1700000001, 9007199254740993} {
		got, err := total(fmt.Appendf(nil, `{"total":%d,"series":[]}`, n))
		if err != nil || got != n {
			return wrong("%d is read as %v, %v", n, got, err)
		}
	}
	return nil
}

// keepsSettings: what was read is what is sent.
func keepsSettings(copied func([]byte) ([]byte, error)) error {
	const text = `{"settings":{"big":9007199254740993,"exact":0.1000000000000000055,"port":5439}}`
	if got, err := copied([]byte(text)); err != nil || string(got) != text {
		return wrong("%s comes back as %s, %v", text, got, err)
	}
	return nil
}

// survivesGrowth: an API adds values, properties and variants.
func survivesGrowth(decode func([]byte, any) error) error {
	const text = `{"id":"x","strategy":"LUNAR","config":{"phase":"full","n":9007199254740993},"brandNew":{"deep":[1]}}`
	var s segmentv1.AudienceSchedule
	if err := decode([]byte(text), &s); err != nil {
		return err
	}
	config, ok := s.Config.Get()
	if !ok || s.Strategy != "LUNAR" || string(config.Raw) != `{"phase":"full","n":9007199254740993}` {
		return wrong("read as %+v", s)
	}
	out, err := segment.Marshal(s)
	if err != nil || !strings.Contains(string(out), `"config":{"phase":"full","n":9007199254740993}`) {
		return wrong("sent as %s, %v", out, err)
	}
	return nil
}

// strictly decodes as clients do that take the document for the last word: what
// it does not know is an error.
func strictly(text []byte, v any) error {
	var known struct {
		ID, Strategy, NextExecution string
		Config                      struct{ Interval string }
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&known); err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}

// isDiscreet: no way to print a value shows the token.
func isDiscreet(values ...any) error {
	for _, v := range values {
		for how, text := range printed(v) {
			if leak(text) != "" {
				return wrong("%T shows the token by %s", v, how)
			}
		}
	}
	return nil
}

// knowsTheStatus: whoever answers, the error says with which status.
func knowsTheStatus(t *testing.T, get func(url string) error) error {
	for _, status := range []int{404, 502} {
		err := get(trouble(t, reply(status, "text/html", page)).url)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint(status)) {
			return wrong("%d in HTML is the error %v", status, err)
		}
	}
	return nil
}

// readsTheEnvelope: a failure says why, declared or not.
func readsTheEnvelope(t *testing.T, get func(url string) error) error {
	for _, status := range []int{400, 401, 403, 404, 409, 413, 418, 422, 429, 500, 503} {
		err := get(trouble(t, reply(status, stable, `{"errors":[{"type":"x","message":"because of this"}]}`)).url)
		if err == nil || !strings.Contains(err.Error(), "because of this") {
			return wrong("%d: %v", status, err)
		}
	}
	return nil
}

// byValue is an error that is one by value, returned by a pointer, or the other
// way round: both compile.
type byValue struct{ status int }

// Error is the status.
func (e byValue) Error() string { return http.StatusText(e.status) }

// matchesOneWay: err is an error as it is, and is none without its pointer, so
// that an errors.As into a value is refused by the compiler or by vet.
func matchesOneWay(err error) error {
	typ := reflect.TypeOf(err)
	if typ.Kind() != reflect.Pointer || typ.Elem().Implements(reflect.TypeFor[error]()) {
		return wrong("%s and %s are both errors, and errors.As finds one of them", typ, typ.Elem())
	}
	target := reflect.New(typ)
	if !errors.As(fmt.Errorf("wrapped: %w", err), target.Interface()) {
		return wrong("%s is not found", typ)
	}
	return nil
}

// saysFourThings: nothing, null, an empty list and false are four requests.
func saysFourThings(nothing, null, empty, no any) error {
	for want, v := range map[string]any{`{}`: nothing, `{"description":null}`: null, `{"actions":[]}`: empty, `{"enabled":false}`: no} {
		if got, err := json.Marshal(v); err != nil || string(got) != want {
			return wrong("%s is sent as %s, %v", want, got, err)
		}
	}
	return nil
}

// knowsWhatIsMissing: a setting that nobody made differs from one made off.
func knowsWhatIsMissing(fresh func() any) error {
	missing, off := fresh(), fresh()
	if err := errors.Join(json.Unmarshal([]byte(`{}`), missing), json.Unmarshal([]byte(`{"allowUnplannedEvents":false}`), off)); err != nil {
		return err
	}
	if reflect.DeepEqual(missing, off) {
		return wrong("both are %+v", missing)
	}
	return nil
}

// sendsNull: what nobody set is null.
func sendsNull(in any) error {
	if got, err := json.Marshal(in); err != nil || !strings.Contains(string(got), `"config":null`) {
		return wrong("sent as %s, %v", got, err)
	}
	return nil
}

// passesOn: what one version returns another takes, without a copy.
func passesOn[A, B any]() error {
	if a, b := reflect.TypeFor[[]A](), reflect.TypeFor[[]B](); a != b {
		return wrong("a %s is no %s", a, b)
	}
	return nil
}
