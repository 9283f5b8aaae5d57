# CI calls these targets and nothing else, so what passes here passes there.

GO   ?= go
LINT := bin/golangci-lint
ACTIONLINT := bin/actionlint

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build every package of every module
	$(GO) build work

# Without the workspace: it names the modules that this writes, and they may be gone.
.PHONY: generate
generate: ## write generated/ and spec/names.lock from spec/
	GOWORK=off $(GO) run ./cmd/gen generate

# vet builds what has no tests too; report fails where a module was forgotten.
# The second run is for the tests of golden that are too long for the race detector.
.PHONY: test
test: tools/npm/node_modules/.package-lock.json ## vet and test every module with the race detector
	$(GO) vet work
	@{ $(GO) test -race -timeout 20m -json work; $(GO) test -timeout 20m -json ./golden; } | $(GO) run ./.ci/report

FUZZTIME ?= 10m
.PHONY: fuzz
fuzz: ## run every fuzz target of every module for FUZZTIME (10m), one after the other
	@GO="$(GO)" .ci/fuzz $(FUZZTIME)

SHUFFLES ?= 1000
.PHONY: shuffle
shuffle: ## put the shipped document into SHUFFLES (1000) other orders: one hash
	@out=$$($(GO) test ./golden -run '^TestShuffled$$' -shuffles $(SHUFFLES) -timeout 0 -v) || { echo "$$out"; exit 1; }; \
	echo "$$out" | grep -o '[0-9]* shuffles, one hash: .*'

# A validator that the tests run. Without npm they skip it and say so.
NPM_FLAGS := --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error

tools/npm/node_modules/.package-lock.json: tools/npm/package-lock.json
	@if command -v npm >/dev/null; then cd tools/npm && npm ci $(NPM_FLAGS) >/dev/null; \
	else echo "no npm: split documents are validated without Redocly's linter"; fi

# Without npm it fails: whoever asks for it wants an answer. exec, so that what ends
# make ends the script.
.PHONY: e2e
e2e: tools/prism/node_modules/.package-lock.json ## call every operation of every version over HTTP; Prism judges
	@GO="$(GO)" exec .ci/e2e

tools/prism/node_modules/.package-lock.json: tools/prism/package-lock.json
	@command -v npm >/dev/null || { echo "make e2e: no npm, which brings Prism; it comes with Node.js"; exit 1; }
	@cd tools/prism && npm ci --engine-strict $(NPM_FLAGS) >/dev/null || { echo "make e2e: npm could not install Prism, see above"; exit 1; }

# An upstream that is none of ours does not come from a shell: UPSTREAM is taken
# from the environment as it is. The program is built first, since go run has one
# exit code for everything.
SYNC := bin/gen sync $${UPSTREAM:+-from "$$UPSTREAM"}

.PHONY: sync
sync: bin/gen ## take over what changed upstream, or in the source UPSTREAM
	@$(SYNC)

# What blocks is written as well: the pull request shows it, as a draft.
.PHONY: sync-draft
sync-draft: bin/gen ## as sync, breaks of a stable version included, with the report as REPORT
	@$(SYNC) -write-blocked -report "$${REPORT:-drift.md}" || test $$? -eq 1

.PHONY: bin/gen
bin/gen:
	@GOWORK=off $(GO) build -o $@ ./cmd/gen

.PHONY: sync-pr
sync-pr: ## make what sync-draft wrote a pull request; .ci/sync-pr says of what
	@.ci/sync-pr

.PHONY: release-plan
release-plan: bin/gen ## say the next version of each module, and why
	@bin/gen release plan

.PHONY: release-check
release-check: bin/gen ## try the modules as they would be published
	@bin/gen release check

# Without REMOTE the tags are made here and nowhere else.
.PHONY: release-tag
release-tag: bin/gen ## tag what is planned, written and committed; push it to REMOTE
	@bin/gen release tag $${REMOTE:+-push "$$REMOTE"}

SHIPPED_GOLDEN := ^(TestAPI|TestOperations|TestSurface|TestVersions)$$
.PHONY: golden-shipped
golden-shipped: ## rewrite the golden files of the shipped API
	$(GO) test ./golden -run '$(SHIPPED_GOLDEN)' -update

.PHONY: golden
golden: ## rewrite the golden files; review the diff
	$(GO) test ./golden/... -update
	$(GO) test ./cmd/gen -run '^TestExamples$$' -update
	$(GO) test ./generator/config -run '^(TestSchemas|TestConfigurationPage)$$' -update

.PHONY: lint
lint: $(LINT) $(ACTIONLINT) ## lint every module, generated code included, and the workflows
	@.ci/lint
	@$(ACTIONLINT) -shellcheck= -pyflakes=
	@$(ACTIONLINT) -shellcheck= -pyflakes= examples/.github/workflows/*.yml

# Built in its own module, whose requirements are nobody else's.
$(LINT): tools/go.mod tools/go.sum
	cd tools && GOWORK=off $(GO) build -o ../$(LINT) github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(ACTIONLINT): tools/actionlint/go.mod tools/actionlint/go.sum
	cd tools/actionlint && GOWORK=off $(GO) build -o ../../$(ACTIONLINT) github.com/rhysd/actionlint/cmd/actionlint

# Alone, so that the yardstick is built with the versions of bench/go.mod.
.PHONY: bench
bench: ## measure generator and client beside a yardstick; fails where a ratio is beyond its limit
	@cd bench && GOWORK=off $(GO) run .

# Uncommitted work comes last: it is the one finding that may be meant.
.PHONY: check
check: ## generated files, formatting and go.mod files are right, and all is committed
	GOWORK=off $(GO) run ./cmd/gen check
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }
	@for dir in $$($(GO) list -m -f '{{.Dir}}') tools tools/actionlint tools/oasdiff; do \
		(cd "$$dir" && GOWORK=off $(GO) mod tidy -diff) || exit 1; \
	done
	@git rev-parse --git-dir >/dev/null 2>&1 || { echo "no git checkout: nothing to compare with"; exit 0; }; \
	test -z "$$(git status --porcelain)" || { echo "not committed:"; git status --porcelain; exit 1; }
