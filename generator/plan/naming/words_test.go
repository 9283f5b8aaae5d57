package naming

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"":                    nil,
		"+1":                  {"1"},
		"sources":             {"sources"},
		"createUserGroup":     {"create", "User", "Group"},
		"TrackingPlan":        {"Tracking", "Plan"},
		"HTTPServer":          {"HTTP", "Server"},
		"getHTTP":             {"get", "HTTP"},
		"getReverseETLStatus": {"get", "Reverse", "ETL", "Status"},
		"ReverseEtl":          {"Reverse", "Etl"},
		"snake_case_name":     {"snake", "case", "name"},
		"kebab-case":          {"kebab", "case"},
		"dots.and spaces":     {"dots", "and", "spaces"},
		"SUPPRESS_ONLY":       {"SUPPRESS", "ONLY"},
		"filter[user][id]":    {"filter", "user", "id"},
		"v1":                  {"v1"},
		"SourceV1":            {"Source", "V1"},
		"SourceAPIV1":         {"Source", "API", "V1"},
		"S3Bucket":            {"S3", "Bucket"},
		"IPV4Address":         {"IPV4", "Address"},
		"myIPv4":              {"my", "IPv4"},
		"useTLSv1":            {"use", "TLSv1"},
		"OAuth2Client":        {"OAuth2", "Client"},
		"myOAuthToken":        {"my", "OAuth", "Token"},
		"OAuthor":             {"O", "Author"},
		"BASE64URL":           {"BASE64", "URL"},
		"2FA":                 {"2FA"},
		"userIDs":             {"user", "IDs"},
		"URLsByName":          {"URLs", "By", "Name"},
		"user's name":         {"users", "name"},
		"größeÜber":           {"größe", "Über"},
		"cafe\u0301s":         {"cafes"},
		"名前":                  {"名前"},
	} {
		if got := Words(name); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	for word, want := range map[string]string{
		"Sources": "Source", "Audiences": "Audience", "Warehouses": "Warehouse", "Spaces": "Space",
		"Labels": "Label", "Credentials": "Credential", "Workspaces": "Workspace", "Traits": "Trait",
		"Events": "Event", "Activations": "Activation", "Functions": "Function", "Rules": "Rule",
		"Invites": "Invite", "Users": "User", "Roles": "Role", "Insights": "Insight", "Plugins": "Plugin",
		"Settings": "Setting", "Metrics": "Metric", "Samples": "Sample", "SampleValues": "SampleValue",
		"Profiles": "Profile", "Schedules": "Schedule", "Instances": "Instance", "Days": "Day",
		"Suppressions": "Suppression", "Subscriptions": "Subscription", "Logos": "Logo",
		"Properties": "Property", "Entities": "Entity", "Categories": "Category", "Policies": "Policy",
		"Statuses": "Status", "SyncStatuses": "SyncStatus", "Successes": "Success", "Failures": "Failure",
		"Addresses": "Address", "Classes": "Class", "Boxes": "Box", "Taxes": "Tax", "Batches": "Batch",
		"Hashes": "Hash", "Caches": "Cache", "Aliases": "Alias", "Databases": "Database", "Cases": "Case",
		"Responses": "Response", "Licenses": "License", "Uses": "Use", "Causes": "Cause", "Sizes": "Size",
		"Indices": "Index", "Indexes": "Index", "Matrices": "Matrix", "Analyses": "Analysis",
		"Children": "Child", "People": "Person", "CHILDREN": "CHILD", "Heroes": "Hero", "Movies": "Movie",
		"Keys": "Key", "Choices": "Choice", "Values": "Value", "Archives": "Archive", "Leaves": "Leaf",
		"Presets": "Preset", "Notices": "Notice", "Series": "Series", "News": "News", "Status": "Status",
		"status": "status", "Address": "Address", "Analysis": "Analysis", "Metadata": "Metadata", "Data": "Data",
		"IDs": "ID", "URLs": "URL", "APIs": "API", "DNS": "DNS", "SMS": "SMS", "HTTPS": "HTTPS",
		"Bus": "Bus", "Analytics": "Analytics", "CATEGORIES": "CATEGORY", "user_groups": "user_group",
		"UserGroups": "UserGroup", "Sources2": "Sources2", "": "", "s": "s", "is": "is", "tags[]": "tags[]",
		"Catalog": "Catalog", "Usage": "Usage", "Overview": "Overview", "ads": "ad", "\u212As": "\u212As",
	} {
		if got := Singular(word); got != want {
			t.Errorf("Singular(%q) = %q, want %q", word, got, want)
		}
	}
}
