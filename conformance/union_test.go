package conformance

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segmentv1"
)

// The strategy of a schedule says what its config is, and nothing else does.
func TestSchedules(t *testing.T) {
	periodic := func(interval string) *segmentv1.PeriodicConfig {
		return &segmentv1.PeriodicConfig{Interval: interval}
	}
	days := &segmentv1.SpecificDaysConfig{Days: []int64{1, 3}, Hours: []int64{12}, Timezone: "UTC"}
	for _, c := range []struct {
		name, strategy, config string
		periodic               *segmentv1.PeriodicConfig
		days                   *segmentv1.SpecificDaysConfig
	}{
		{name: "periodic", strategy: "PERIODIC", config: `{"interval":"1h"}`, periodic: periodic("1h")},
		{name: "specific days", strategy: "SPECIFIC_DAYS", config: `{"days":[1,3],"hours":[12],"timezone":"UTC"}`, days: days},
		{
			name: "periodic in the shape of specific days", strategy: "PERIODIC",
			config: `{"interval":"1h","days":[1,3],"hours":[12],"timezone":"UTC"}`, periodic: periodic("1h"),
		},
		{name: "periodic with an unknown property", strategy: "PERIODIC", config: `{"interval":"1h","jitter":5}`, periodic: periodic("1h")},
		{name: "periodic of another type", strategy: "PERIODIC", config: `{"interval":[1,12345678901234567890]}`},
		{name: "unknown strategy", strategy: "LUNAR", config: `{"phase":"full","n":12345678901234567890}`},
		{name: "unknown strategy in the shape of periodic", strategy: "PERIODIC_WITH_JITTER", config: `{"interval":"1h","jitter":5}`},
		{name: "unknown strategy with a scalar", strategy: "LUNAR", config: `"full"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			sent := `{"id":"x","strategy":"` + c.strategy + `","config":` + c.config + `}`
			s := serve(t, exchange{body: data(`{"audienceSchedule":` + sent + `}`)})
			out, err := segmentv1.New(s.client()).Audiences.GetSchedule(t.Context(), "sp", "a1", "x")
			if err != nil {
				t.Fatal(err)
			}
			got, _ := out.AudienceSchedule.Config.Get()
			want := segmentv1.AudienceScheduleConfig{Periodic: c.periodic, SpecificDays: c.days, Raw: json.RawMessage(c.config)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("config (-want +got):\n%s", diff)
			}
			if c.periodic != nil || c.days != nil {
				return
			}
			if back, err := json.Marshal(out.AudienceSchedule); err != nil || string(back) != sent {
				t.Errorf("goes back as %s, %v; came as %s", back, err, sent)
			}
		})
	}
}

// Without a selector the shape decides.
func TestPreviewResults(t *testing.T) {
	const results = `[{"id":"1"},{"id":"2","entities":{}},{"id":"3","idProperty":"p","relationshipSlug":"r","profilesTruncated":false},{"name":"none"},7]`
	s := serve(t, exchange{body: data(`{"audiencePreview":{"id":"x","results":` + results + `}}`)})
	out, err := segmentv1.New(s.client()).Audiences.GetPreview(t.Context(), "sp", "x")
	if err != nil {
		t.Fatal(err)
	}
	got := out.AudiencePreview.Results
	if len(got) != 5 || got[0].Account == nil || got[1].Profile == nil || got[2].Entities == nil {
		t.Fatalf("%+v", got)
	}
	if unknown := got[3]; unknown.Account != nil || unknown.Profile != nil || unknown.Entities != nil || string(unknown.Raw) != `{"name":"none"}` {
		t.Errorf("%+v", unknown)
	}
	if string(got[4].Raw) != "7" {
		t.Errorf("%+v", got[4])
	}
}

// A union of which nothing, or too much, is set is the caller's mistake, and is
// not sent.
func TestUnionsAreSentWhole(t *testing.T) {
	for _, u := range []segmentv1.AudienceScheduleConfig{
		{},
		{Periodic: &segmentv1.PeriodicConfig{}, SpecificDays: &segmentv1.SpecificDaysConfig{}},
	} {
		if b, err := json.Marshal(u); err == nil {
			t.Errorf("%+v is sent as %s", u, b)
		}
	}
}
