package conformance

// What comes back: decoded as it was sent, or an error that says what is wrong.

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

func TestMediaTypes(t *testing.T) {
	for _, c := range []struct {
		contentType string
		refused     bool
	}{
		{contentType: stable},
		{contentType: stable + "; charset=utf-8"},
		{contentType: "application/json"},
		{contentType: "application/json; charset=utf-8"},
		{contentType: "Application/JSON;charset=UTF-8"},
		{contentType: alpha, refused: true},
		{contentType: beta + "; charset=utf-8", refused: true},
		{contentType: "application/vnd.segment.v2+json", refused: true},
	} {
		t.Run(c.contentType, func(t *testing.T) {
			s := serve(t, exchange{contentType: c.contentType, body: data(`{"source":` + sourceJSON + `}`)})
			out, err := segmentv1.New(s.client()).Sources.Get(t.Context(), "s1")
			if !c.refused {
				if err != nil || out.Source.Slug != "web" {
					t.Errorf("%+v, %v", out, err)
				}
				return
			}
			got, _, _ := strings.Cut(c.contentType, ";")
			var e *segment.DecodeError
			if !errors.As(err, &e) || !strings.Contains(err.Error(), stable) || !strings.Contains(err.Error(), got) {
				t.Errorf("error %v, want one that names %s and %s", err, stable, got)
			}
		})
	}
}

// A success that is not what was promised is an error, and no second attempt.
func TestBadResults(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"no envelope", `{"source":` + sourceJSON + `}`, `"data"`},
		{"errors in place of the envelope", `{"errors":[]}`, `"data"`},
		{"list", `[]`, "array"},
		{"HTML", `<html>`, "invalid character"},
		{"cut off", `{"data":{"source":{"id":"s`, "unexpected"},
		{"empty", ``, "empty"},
		{"wrong type", data(`{"source":{"id":1}}`), "source.id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, exchange{body: c.body})
			out, err := segmentv1.New(s.client()).Sources.Get(t.Context(), "s1")
			var e *segment.DecodeError
			if out != nil || !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v, error %v, want one that says %s", out, err, c.want)
			}
		})
	}
}

func TestNumbersAreExact(t *testing.T) {
	ctx := t.Context()
	s := serve(t,
		exchange{body: data(`{"dailyWorkspaceMTUUsage":[{"periodStart":1700000001,"periodEnd":1.700000002e9}],"pagination":{"current":"","totalEntries":123456789}}`)},
		exchange{body: data(`{"result":[{"total":123456789,"series":[{"time":"t","count":9007199254740993}]}]}`)},
		exchange{body: data(`{"reports":[{"duration":123456789.25,"count":3.0,"end":null}],"pagination":{"current":""}}`)},
		exchange{body: data(`{"reports":[{"count":3.5}],"pagination":{"current":""}}`)},
	)
	v1 := segmentv1.New(s.client())
	mtu, err := v1.MonthlyTrackedUsers.GetDailyWorkspaceUsage(ctx, &segmentv1.GetDailyWorkspaceMTUUsageParams{Period: "2026-01"})
	if err != nil {
		t.Fatal(err)
	}
	if u := mtu.DailyWorkspaceMTUUsage[0]; u.PeriodStart != 1700000001 || u.PeriodEnd != 1700000002 || *mtu.Pagination.TotalEntries != 123456789 {
		t.Errorf("%+v, %d", u, *mtu.Pagination.TotalEntries)
	}
	volume, err := v1.Events.GetVolume(ctx, &segmentv1.GetEventsVolumeFromWorkspaceParams{Granularity: "DAY", StartTime: "a", EndTime: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if r := volume.Result[0]; r.Total != 123456789 || r.Series[0].Count != 9007199254740993 {
		t.Errorf("%+v", r)
	}
	syncs, err := v1.SelectiveSync.ListSyncs(ctx, "w", nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := syncs.Reports[0]; r.Duration != 123456789.25 || r.Count != 3 || !r.End.IsNull() {
		t.Errorf("%+v", r)
	}
	if _, err := v1.SelectiveSync.ListSyncs(ctx, "w", nil); err == nil || !strings.Contains(err.Error(), "count") {
		t.Errorf("a fraction for an integer: error %v, want one that names count", err)
	}
}

// An API grows: values and properties of tomorrow fail nothing today.
func TestUnknownValuesSurvive(t *testing.T) {
	const sent = `{"type":"SUBSCRIBERS","count":5,"brandNew":{"deep":[1]}}`
	s := serve(t,
		exchange{body: data(`{"audience":{"id":"a","audienceType":"HOUSEHOLDS","size":` + sent + `,"brandNew":null}}`)},
		exchange{want: send("POST", alpha, "/spaces/sp/audiences", `{"name":"n","definition":{"query":"q"},"audienceType":"HOUSEHOLDS"}`), body: data(`{}`)},
	)
	core := s.client()
	got, err := segmentv1.New(core).Audiences.Get(t.Context(), "sp", "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	aud := got.Audience
	if aud.AudienceType != "HOUSEHOLDS" || aud.Size == nil || aud.Size.Type != "SUBSCRIBERS" || *aud.Size.Count != 5 {
		t.Errorf("%+v", aud)
	}
	_, err = segmentv1alpha.New(core).Audiences.Create(t.Context(), "sp", &segmentv1alpha.CreateAudienceInput{
		Name: "n", Definition: segmentv1.AudienceDefinition{Query: "q"},
		AudienceType: "HOUSEHOLDS",
	})
	if err != nil {
		t.Error(err)
	}
}

// The escape hatch: an operation that the generator does not know.
func TestDo(t *testing.T) {
	want := call("GET", beta, "/new/a b", "")
	want.EscapedPath = "/new/a%20b"
	s := serve(t, exchange{want: want, body: data(`{"n":12345678901234567890}`)})
	op := segment.Operation{ID: "getNew", Path: "/new/{id}", Version: "v1beta", Accept: beta, Idempotent: true, Envelope: true}
	var out map[string]any
	if err := s.client().Do(t.Context(), &op, segment.Call{Path: []any{"a b"}, Out: &out}); err != nil {
		t.Fatal(err)
	}
	if out["n"] != json.Number("12345678901234567890") {
		t.Errorf("%v", out)
	}
}
