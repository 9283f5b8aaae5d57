module github.com/stratagen/strata/examples

go 1.26

require (
	github.com/stratagen/strata/generated/segment v1.0.0
	github.com/stratagen/strata/generated/segmentv1 v1.0.0
	github.com/stratagen/strata/generated/segmentv1alpha v0.1.0
)

require github.com/stratagen/strata/generated/segmentv1beta v0.1.0 // indirect

replace (
	github.com/stratagen/strata/generated/segment => ../generated/segment
	github.com/stratagen/strata/generated/segmentv1 => ../generated/segmentv1
	github.com/stratagen/strata/generated/segmentv1alpha => ../generated/segmentv1alpha
	github.com/stratagen/strata/generated/segmentv1beta => ../generated/segmentv1beta
)
