package conformance

// What goes into the URL: escaped paths, and queries in the API's dotted form.

import (
	"context"
	"strings"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

func TestPathsAreEscaped(t *testing.T) {
	for _, c := range []struct{ key, value, escaped string }{
		{"env", "prod", "/labels/env/prod"},
		{"a/b", "c d", "/labels/a%2Fb/c%20d"},
		{"größe", "日本", "/labels/gr%C3%B6%C3%9Fe/%E6%97%A5%E6%9C%AC"},
		{"50%", "a?b#c", "/labels/50%25/a%3Fb%23c"},
		{"../..", "...", "/labels/..%2F../..."},
		{"a;b,c", "x+y&z=1", "/labels/a%3Bb%2Cc/x+y&z=1"},
	} {
		t.Run(c.escaped, func(t *testing.T) {
			want := call("DELETE", stable, "/labels/"+c.key+"/"+c.value, "")
			want.EscapedPath = c.escaped
			s := serve(t, exchange{want: want, body: data(`{"status":"SUCCESS"}`)})
			if _, err := segmentv1.New(s.client()).Labels.Delete(t.Context(), c.key, c.value); err != nil {
				t.Error(err)
			}
		})
	}
}

// No value may lead to another resource: DELETE /sources/ is not DELETE
// /sources/{sourceId}.
func TestDangerousPathsAreNotSent(t *testing.T) {
	core := serve(t).client() // which expects nothing
	v1, v1alpha := segmentv1.New(core), segmentv1alpha.New(core)
	for _, id := range []string{"", ".", ".."} {
		for name, do := range map[string]func(context.Context) error{
			"sourceId": func(ctx context.Context) error { _, err := v1.Sources.Delete(ctx, id); return err },
			"key":      func(ctx context.Context) error { _, err := v1.Labels.Delete(ctx, id, "v"); return err },
			"value":    func(ctx context.Context) error { _, err := v1.Labels.Delete(ctx, "k", id); return err },
			"spaceId":  func(ctx context.Context) error { _, err := v1alpha.Spaces.Get(ctx, id); return err },
		} {
			if err := do(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %q: error %v, want one that names the parameter", name, id, err)
			}
		}
	}
}

// queries are calls, and what they send.
var queries = []struct {
	want *request
	call func(context.Context, *segment.Client) error
}{
	{
		call("DELETE", stable, "/invites", "emails.0=a%40example.com&emails.1=b%2Bc%40example.com"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1.New(core).IAMUsers.DeleteInvites(ctx, &segmentv1.DeleteInvitesParams{Emails: []string{"a@example.com", "b+c@example.com"}})
			return err
		},
	},
	{
		call("DELETE", beta, "/users", "userIds.0=u1"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1beta.New(core).IAMUsers.Delete(ctx, &segmentv1beta.DeleteUsersParams{UserIDs: []string{"u1"}})
			return err
		},
	},
	{
		call("DELETE", alpha, "/group/g/users", "emails.0=a%40example.com"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1alpha.New(core).IAMGroups.RemoveUsers(ctx, "g", &segmentv1alpha.RemoveUsersFromUserGroupParams{Emails: []string{"a@example.com"}})
			return err
		},
	},
	{
		call("DELETE", stable, "/tracking-plans/tp/rules", "rules.0.type=TRACK&rules.0.key=Order+Completed&rules.0.version=1&rules.1.type=IDENTIFY&rules.1.version=0"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1.New(core).TrackingPlans.RemoveRules(ctx, "tp", &segmentv1.RemoveRulesFromTrackingPlanParams{Rules: []segmentv1.RemoveRule{
				{Type: "TRACK", Key: segment.Ptr("Order Completed"), Version: 1}, {Type: "IDENTIFY"},
			}})
			return err
		},
	},
	{
		call("GET", stable, "/spaces/sp/audiences", "search.type=NAME&search.query=big+%26+small&pagination.count=3"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1.New(core).Audiences.List(ctx, "sp", &segmentv1.ListAudiencesParams{
				Search: &segmentv1.ListAudienceSearchInput{Type: "NAME", Query: "big & small"},
				Count:  3,
			})
			return err
		},
	},
	{
		call("GET", stable, "/echo", "message=hi&delay=0.5&triggerError=false"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1.New(core).Testing.Echo(ctx, &segmentv1.EchoParams{
				Message: "hi", Delay: segment.Ptr(0.5), TriggerError: segment.Ptr(false),
			})
			return err
		},
	},
	{
		call("GET", stable, "/events/volume", "granularity=DAY&startTime=2026-01-01T00%3A00%3A00Z&endTime=2026-01-02T00%3A00%3A00Z&sourceId.0=s1&sourceId.1=s2"),
		func(ctx context.Context, core *segment.Client) error {
			_, err := segmentv1.New(core).Events.GetVolume(ctx, &segmentv1.GetEventsVolumeFromWorkspaceParams{
				Granularity: segmentv1.GranularityDay, StartTime: "2026-01-01T00:00:00Z", EndTime: "2026-01-02T00:00:00Z",
				GroupBy: []string{}, SourceID: []string{"s1", "s2"},
			})
			return err
		},
	},
}

func TestQueries(t *testing.T) {
	for _, c := range queries {
		t.Run(c.want.Method+" "+c.want.Path, func(t *testing.T) {
			if err := c.call(t.Context(), serve(t, exchange{want: c.want, body: data(`{}`)}).client()); err != nil {
				t.Error(err)
			}
		})
	}
}

// DELETE /invites without emails would be another call.
func TestRequiredParametersAreNotLeftOut(t *testing.T) {
	v1 := segmentv1.New(serve(t).client())
	for _, p := range []*segmentv1.DeleteInvitesParams{nil, {}, {Emails: []string{}}} {
		if _, err := v1.IAMUsers.DeleteInvites(t.Context(), p); err == nil || !strings.Contains(err.Error(), "emails") {
			t.Errorf("%+v: error %v, want one that names emails", p, err)
		}
	}
	if _, err := v1.Testing.Echo(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "message") {
		t.Errorf("error %v, want one that names message", err)
	}
	if _, err := v1.Sources.Create(t.Context(), nil); err == nil {
		t.Error("a nil body was sent")
	}
}
