package naming

import (
	"go/token"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestService(t *testing.T) {
	for tag, want := range map[string]string{
		"Sources": "Sources", "Tracking Plans": "TrackingPlans", "IAM Groups": "IAMGroups", "dbt": "DBT",
		"Space Schema API": "SpaceSchema", "API Calls": "APICalls", "API": "API", "Reverse ETL": "ReverseETL",
		"Deletion and Suppression": "DeletionAndSuppression", "Billing & Tax": "BillingAndTax", "user-groups": "UserGroups",
		"KYC": "KYC", "USERS": "Users", "1-Click": "N1Click", "": "Empty", "*": "Star",
	} {
		if got := Service(tag); got != want {
			t.Errorf("Service(%q) = %q, want %q", tag, got, want)
		}
	}
}

// op writes an operation as its ID and the path parameters in braces; a * says
// that it is paged.
func op(s string) Operation {
	fields := strings.Fields(s)
	o := Operation{ID: fields[0]}
	for _, f := range fields[1:] {
		if f == "*" {
			o.Paged = true
		} else {
			o.PathParams = append(o.PathParams, strings.Trim(f, "{}"))
		}
	}
	return o
}

// methodCases: tag, then operations with their methods.
var methodCases = []struct {
	behaviour, tag string
	ops            [][2]string
	overrides      map[string]string
}{
	{behaviour: "the tag's noun goes", tag: "Sources", ops: [][2]string{
		{"listSources *", "List"},
		{"getSource {sourceId}", "Get"},
		{"addLabelsToSource {sourceId}", "AddLabels"},
		{"listSourceTypes", "ListTypes"},
		{"listConnectedSources", "ListConnectedSources"},
		{"getResourceSource", "GetResourceSource"},
		{"getSourceId", "GetSourceID"},
	}},
	{behaviour: "the tag's last word goes", tag: "Destination Filters", ops: [][2]string{
		{"listFiltersFromDestination {destinationId} *", "List"},
		{"getFilterInDestination {destinationId} {filterId}", "Get"},
		{"previewDestinationFilter", "Preview"},
	}},
	{behaviour: "the noun of a parameter goes", tag: "IAM Groups", ops: [][2]string{
		{"createUserGroup", "Create"},
		{"replaceUsersInUserGroup {userGroupId}", "ReplaceUsers"},
		{"listUsersFromUserGroup {userGroupId}", "ListUsers"},
	}},
	{behaviour: "one word of the noun is not the noun", tag: "Tracking Plans", ops: [][2]string{
		{"createTrackingPlan", "Create"},
		{"deletePlan", "Delete"},
		{"createTracking", "CreateTracking"},
	}},
	{behaviour: "no last word beside and", tag: "Deletion and Suppression", ops: [][2]string{
		{"listSuppressions", "ListSuppressions"},
		{"getRegulation {regulateId}", "GetRegulation"},
	}},
	{behaviour: "acronyms compare in any case", tag: "Reverse ETL", ops: [][2]string{
		{"getReverseEtlModel {modelId}", "GetModel"},
		{"cancelReverseETLSyncForModel {modelId}", "CancelSync"},
		{"listReverseETLSyncStatusesFromModelAndSubscriptionId {modelId} {subscriptionId}", "ListSyncStatuses"},
	}},
	{behaviour: "phrases stay unless all nouns are known", tag: "Reports", ops: [][2]string{
		{"listReportsForUserAndTeam {userId}", "ListForUserAndTeam"},
		{"listReportsForUser {userId}", "List"},
		{"listRowsFromEntity {entitySlug}", "ListRowsFromEntity"},
		{"deleteReportById {id}", "Delete"},
		{"signIn", "SignIn"},
		{"formatReport", "Format"},
		{"copyRowFromReportToTeam {reportId} {teamId}", "CopyRow"},
	}},
	{behaviour: "phrases come back, then objects", tag: "Sync", ops: [][2]string{
		{"listSyncsFromTable {tableId}", "ListFromTable"},
		{"listSyncsFromTableAndView {tableId} {viewId}", "ListSyncsFromTableAndView"},
		{"listSyncFromTableAndView {tableId} {viewId}", "ListSyncFromTableAndView"},
		{"deleteSync", "Delete"},
		{"deleteSyncById {id}", "DeleteByID"},
	}},
	{behaviour: "overrides come first", tag: "Sync", ops: [][2]string{
		{"listSyncs", "ListSyncs"},
		{"listAllThings", "List"},
		{"getSync", "GetIt"},
	}, overrides: map[string]string{"listAllThings": "List", "getSync": "get it", "unknown": "Get"}},
	{behaviour: "pages and all are taken", tag: "Sources", ops: [][2]string{
		{"listSources *", "ListSources"},
		{"listSourcePages", "ListSourcePages"},
		{"getSources", "Get"},
		{"getSourcesAll", "GetAll"},
	}},
	{behaviour: "other ways to write an operation ID", tag: "user-groups", ops: [][2]string{
		{"user-groups/list", "List"},
		{"userGroups_get {id}", "Get"},
		{"user_groups.member_add", "MemberAdd"},
		{"old_user_group_delete", "OldUserGroupDelete"},
		{"retrieve-a-user-group", "Retrieve"},
	}},
	{behaviour: "the same words twice", tag: "Pets", ops: [][2]string{
		{"getToy", "GetToyOperation"},
		{"get_toy", "GetUnderscoreToy"},
		{"GetToy", "GetToy"},
	}},
	{behaviour: "a tag without words", tag: "*", ops: [][2]string{
		{"+1", "Plus1"},
		{"2fa", "N2fa"},
		{"名前", "X名前"},
	}},
}

func TestMethods(t *testing.T) {
	for _, c := range methodCases {
		t.Run(c.behaviour, func(t *testing.T) {
			var ops []Operation
			for _, pair := range c.ops {
				ops = append(ops, op(pair[0]))
			}
			got := Methods(c.tag, ops, c.overrides)
			for i, pair := range c.ops {
				if got[ops[i].ID] != pair[1] {
					t.Errorf("%s.%s = %s, want %s", Service(c.tag), ops[i].ID, got[ops[i].ID], pair[1])
				}
			}
			shuffled := append([]Operation{}, append(ops, ops[0])...)
			rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if again := Methods(c.tag, shuffled, c.overrides); !maps.Equal(got, again) {
				t.Errorf("in another order: %v, want %v", again, got)
			}
		})
	}
}

func FuzzMethods(f *testing.F) {
	f.Add("Sources", "listSources", "listSourcesAll", "get_source", "sourceId")
	f.Add("", "a", "A", "_a", "a")
	f.Add("In From", "inFrom", "in From In", "/./", "")
	f.Fuzz(func(t *testing.T, tag, a, b, c, param string) {
		params := []string{param}
		ops := []Operation{{ID: a, Paged: true}, {ID: b, PathParams: params}, {ID: c, PathParams: params, Paged: true}}
		got := Methods(tag, ops, map[string]string{c: a})
		seen := map[string]bool{}
		for _, op := range sortedOps(ops) {
			for _, name := range family(op, got[op.ID]) {
				if seen[name] || !token.IsIdentifier(name) || !token.IsExported(name) {
					t.Errorf("%q: %q of %v", tag, name, got)
				}
				seen[name] = true
			}
		}
		ops[0], ops[1], ops[2] = ops[2], ops[0], ops[1]
		if a != b && b != c && a != c && !maps.Equal(got, Methods(tag, ops, map[string]string{c: a})) {
			t.Errorf("%q: the order of %q, %q, %q matters", tag, a, b, c)
		}
	})
}
