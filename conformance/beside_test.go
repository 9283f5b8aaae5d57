package conformance

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

const (
	sourceJSON   = `{"id":"s1","slug":"web","metadata":{},"workspaceId":"w","enabled":true,"writeKeys":["k"],"labels":[{"key":"env","value":"prod"}]}`
	audienceJSON = `{"id":"a1","spaceId":"sp","name":"Buyers","key":"buyers","enabled":true,"definition":{"query":"q"},"audienceType":"USERS"}`
)

// besideScript is what TestStableBesideAlpha sends, and what it gets.
func besideScript() []exchange {
	return []exchange{
		{
			want: call("GET", stable, "/sources", "pagination.count=2&pagination.cursor=Mw%3D%3D"),
			body: data(`{"sources":[` + sourceJSON + `],"pagination":{"current":"Mw==","next":null}}`),
		},
		{want: call("GET", stable, "/sources/s1", ""), body: data(`{"source":` + sourceJSON + `,"trackingPlanId":null}`)},
		{
			want: send("POST", alpha, "/sources", `{"slug":"web","enabled":true,"name":"Web","metadataId":"m"}`),
			body: data(`{"source":` + sourceJSON + `}`), status: 201,
		},
		{
			want: send("POST", alpha, "/sources/s1/labels", `{"labels":[{"key":"env","value":"prod"}]}`),
			body: data(`{"labels":[]}`),
		},
		{
			want: call("GET", alpha, "/spaces/sp/audiences/a1", ""),
			body: data(`{"audience":` + audienceJSON + `}`),
		},
		{
			want: send("PATCH", alpha, "/spaces/sp/audiences/a1", `{"enabled":false,"definition":{"query":"q"}}`),
			body: data(`{"audience":` + audienceJSON + `}`),
		},
		{
			want: send("PATCH", stable, "/sources/s1", `{"name":"Web"}`),
			body: data(`{"source":` + sourceJSON + `}`),
		},
		{want: call("POST", alpha, "/sources/s1/writekey", ""), body: data(`{"source":` + sourceJSON + `}`)},
		{want: call("GET", beta, "/filters/f", ""), body: data(`{"filter":{"id":"f"}}`)},
		{want: call("GET", stable, "/", ""), body: data(`{"workspace":{"id":"w"}}`)},
	}
}

// One program, one core client, every version: each call goes out in the version
// of its package, and what one version returns another takes as it is.
func TestStableBesideAlpha(t *testing.T) {
	ctx := t.Context()
	core := serve(t, besideScript()...).client()
	v1, v1beta, v1alpha := segmentv1.New(core), segmentv1beta.New(core), segmentv1alpha.New(core)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	page, err := v1.Sources.List(ctx, &segmentv1.ListSourcesParams{Count: 2, Cursor: "Mw=="})
	check(err)
	got, err := v1.Sources.Get(ctx, page.Sources[0].ID)
	check(err)
	if !got.TrackingPlanID.IsNull() {
		t.Errorf("trackingPlanId: %v, want null", got.TrackingPlanID)
	}
	created, err := v1alpha.Sources.Create(ctx, &segmentv1alpha.CreateSourceInput{
		Slug: got.Source.Slug, Enabled: true, Name: segment.Ptr("Web"), MetadataID: "m",
	})
	check(err)
	sources := []segmentv1.Source{got.Source, created.Source} // one type, two names
	if diff := cmp.Diff(sources[0], sources[1]); diff != "" {
		t.Errorf("alpha's source differs from v1's (-v1 +alpha):\n%s", diff)
	}
	_, err = v1alpha.Sources.AddLabels(ctx, sources[1].ID, &segmentv1alpha.AddLabelsToSourceInput{Labels: got.Source.Labels})
	check(err)
	aud, err := v1alpha.Audiences.Get(ctx, "sp", "a1", nil)
	check(err)
	definition, _ := aud.Audience.Definition.Get()
	_, err = v1alpha.Audiences.Update(ctx, "sp", aud.Audience.ID, &segmentv1alpha.UpdateAudienceForSpaceInput{
		Enabled: segment.Ptr(false), Definition: &definition,
	})
	check(err)
	_, err = v1.Sources.Update(ctx, sources[1].ID, &segmentv1.UpdateSourceInput{Name: segment.Ptr("Web")})
	check(err)
	_, err = v1alpha.Sources.CreateWriteKey(ctx, sources[1].ID)
	check(err)
	_, err = v1beta.SpaceFilters.Get(ctx, "f")
	check(err)
	_, err = v1.Workspaces.Get(ctx)
	check(err)
}
