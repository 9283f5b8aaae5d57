package conformance

// What goes into bodies: absent, null, empty and a value are four things.

import (
	"encoding/json"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

func TestPatchWarehouse(t *testing.T) {
	for _, c := range []struct {
		in   segmentv1.UpdateWarehouseInput
		want string
	}{
		{segmentv1.UpdateWarehouseInput{}, `{"settings":{}}`},
		{segmentv1.UpdateWarehouseInput{Name: segment.Null[string]()}, `{"name":null,"settings":{}}`},
		{segmentv1.UpdateWarehouseInput{Name: segment.Value("")}, `{"name":"","settings":{}}`},
		{segmentv1.UpdateWarehouseInput{Name: segment.Value("a<b>&c")}, `{"name":"a<b>&c","settings":{}}`},
		{segmentv1.UpdateWarehouseInput{Enabled: segment.Ptr(false)}, `{"enabled":false,"settings":{}}`},
		{segmentv1.UpdateWarehouseInput{Settings: map[string]any{"port": 5439}}, `{"settings":{"port":5439}}`},
	} {
		t.Run(c.want, func(t *testing.T) {
			s := serve(t, exchange{want: send("PATCH", stable, "/warehouses/w1", c.want), body: data(`{}`)})
			if _, err := segmentv1.New(s.client()).Warehouses.Update(t.Context(), "w1", &c.in); err != nil {
				t.Error(err)
			}
		})
	}
}

// A required list goes out as [] when it is nil; an optional one goes out when
// it is not nil, even if it is empty.
func TestLists(t *testing.T) {
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"required, nil", segmentv1.ReplaceLabelsInSourceInput{}, `{"labels":[]}`},
		{"required, behind a pointer", &segmentv1.ReplaceLabelsInSourceInput{}, `{"labels":[]}`},
		{"required, empty", segmentv1.ReplaceLabelsInSourceInput{Labels: []segmentv1.Label{}}, `{"labels":[]}`},
		{
			"required, inside of another", segmentv1.ReplaceAdvancedSyncScheduleForWarehouseInput{Schedule: &segmentv1.AdvancedWarehouseSyncScheduleInput{}},
			`{"enabled":false,"schedule":{"times":[],"timezone":""}}`,
		},
		{
			"required, inside of a union",
			segmentv1.AddAudienceScheduleToAudienceInput{
				Strategy: segmentv1.AudienceScheduleStrategySpecificDays,
				Config:   segment.Value(segmentv1.AudienceScheduleConfig{SpecificDays: &segmentv1.SpecificDaysConfig{}}),
			},
			`{"strategy":"SPECIFIC_DAYS","config":{"days":[],"hours":[],"timezone":""}}`,
		},
		{"required map, nil", segmentv1.CreateWarehouseInput{MetadataID: "m"}, `{"metadataId":"m","settings":{}}`},
		{"optional, nil", segmentv1.UpdateFilterForDestinationInput{}, `{}`},
		{"optional, empty", segmentv1.UpdateFilterForDestinationInput{Actions: []segmentv1.DestinationFilterAction{}}, `{"actions":[]}`},
		{"optional map, nil", segmentv1.UpdateSourceInput{}, `{}`},
		{"optional map, empty", segmentv1.UpdateSourceInput{Settings: map[string]any{}}, `{"settings":{}}`},
		{"of an alias", segmentv1alpha.ReplaceLabelsInSourceInput{}, `{"labels":[]}`},
	} {
		got, err := json.Marshal(c.in)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.name, got, err, c.want)
		}
	}
}

// Required and nullable: what nobody set is null, not an empty value.
func TestRequiredNullable(t *testing.T) {
	s := serve(t,
		exchange{
			want: send("POST", stable, "/spaces/sp/audiences/a1/schedules", `{"strategy":"PERIODIC","config":null}`),
			body: data(`{"audienceSchedule":{"id":"x","strategy":"PERIODIC","config":null}}`),
		},
		exchange{
			want: send("POST", alpha, "/spaces/sp/audiences/a1/schedules", `{"strategy":"PERIODIC","config":{"interval":"1h"}}`),
			body: data(`{"audienceSchedule":{"id":"x","strategy":"PERIODIC","config":{"interval":"1h"}}}`),
		},
	)
	in := &segmentv1.AddAudienceScheduleToAudienceInput{Strategy: segmentv1.AudienceScheduleStrategyPeriodic}
	out, err := segmentv1.New(s.client()).Audiences.AddSchedule(t.Context(), "sp", "a1", in)
	if err != nil || !out.AudienceSchedule.Config.IsNull() {
		t.Fatalf("%+v, %v", out, err)
	}
	in.Config = segment.Value(segmentv1.AudienceScheduleConfig{Periodic: &segmentv1.PeriodicConfig{Interval: "1h"}})
	out, err = segmentv1alpha.New(s.client()).Audiences.AddSchedule(t.Context(), "sp", "a1", in)
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := out.AudienceSchedule.Config.Get(); !ok || c.Periodic == nil || c.Periodic.Interval != "1h" {
		t.Errorf("config %v", out.AudienceSchedule.Config)
	}
}

// Settings are free: what is read can be written back, digit by digit.
func TestSettingsRoundTrip(t *testing.T) {
	const settings = `{"big":12345678901234567890,"exact":0.1000000000000000055,"id":123456789,"list":[1700000001,{"n":9007199254740993}],"nothing":null,"text":"<&>"}`
	warehouse := data(`{"warehouse":{"id":"w1","settings":` + settings + `}}`)
	s := serve(t,
		exchange{want: call("GET", stable, "/warehouses/w1", ""), body: warehouse},
		exchange{want: send("PATCH", alpha, "/warehouses/w1", `{"settings":`+settings+`}`), body: warehouse},
	)
	core := s.client()
	got, err := segmentv1.New(core).Warehouses.Get(t.Context(), "w1")
	if err != nil {
		t.Fatal(err)
	}
	if n, ok := got.Warehouse.Settings["big"].(json.Number); !ok || n != "12345678901234567890" {
		t.Errorf("big is %T %v", got.Warehouse.Settings["big"], got.Warehouse.Settings["big"])
	}
	in := &segmentv1alpha.UpdateWarehouseInput{Settings: got.Warehouse.Settings}
	if _, err := segmentv1alpha.New(core).Warehouses.Update(t.Context(), "w1", in); err != nil {
		t.Error(err)
	}
}
