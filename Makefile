# The quick loop is `make check`; `make test` is everything that CI runs.

# One version each. The templ tool must equal the module; staticcheck runs by
# itself, so that it stays out of go.mod.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
TEMPL = github.com/a-h/templ/cmd/templ@$(shell go list -m -f '{{.Version}}' github.com/a-h/templ)

# What a whole run may not leave out where `make test` installs what is lacking.
WHOLE := $(shell [ -e /etc/debian_version ] && [ "$$(id -u)" = 0 ] && echo postgres,chromium)

.PHONY: check test faults fips bench figures bench-match year guesses fuzz css generate lint
.NOTPARALLEL:

## check: the quick loop: format, vet, staticcheck, building rules, unit tests
check: lint
	go test ./internal/arch
	go test -short ./...

## test: everything that CI runs, on both engines and in a browser
test:
	@scripts/prepare.sh
	@scripts/generate-is-clean.sh
	@$(MAKE) --no-print-directory lint
	@OFFRAMP_REQUIRE=$${OFFRAMP_REQUIRE-$(WHOLE)} scripts/with-postgres.sh go test -count=1 -timeout 12m ./...

## faults: 100 kills an engine under write load
faults:
	@scripts/prepare.sh
	@OFFRAMP_KILLS=100 scripts/with-postgres.sh scripts/faults.sh

## fips: the tests of a build with the FIPS 140-3 module
fips:
	@scripts/prepare.sh
	@GOFIPS140=v1.0.0 scripts/with-postgres.sh go test -count=1 -short -timeout 12m ./...

## bench: the program measured by a client of its own, beside its floors (BENCH="-for 5s -cases 5000" while at work), then the hot paths by themselves
bench:
	@scripts/prepare.sh
	@scripts/with-postgres.sh go run ./internal/bench $(BENCH)
	@go test -run '^$$' -bench . -benchmem -timeout 60m -p 1 ./...

## figures: the same in full, put into docs/performance.md; on a machine that does nothing else
figures:
	@scripts/prepare.sh
	@scripts/with-postgres.sh go run ./internal/bench -into docs/performance.md

## bench-match: what docs/matching.md reports: accuracy, fairness, speed, memory, the two databases beside it
bench-match:
	go test -count=1 -v -timeout 60m -run 'TestSets|TestNamePairs' ./internal/match
	OFFRAMP_MATCH_EXACT=100000 go test -count=1 -v -timeout 60m -run TestPruned ./internal/match
	OFFRAMP_MATCH_PEOPLE=$${PEOPLE:-1000000} scripts/with-postgres.sh go test -count=1 -v -timeout 120m -run '^$$' -bench Match -benchtime 1x ./internal/match
	scripts/with-postgres.sh go test -count=1 -v -timeout 30m -run '^$$' -bench Match -benchtime 1x ./internal/app
	OFFRAMP_MATCH_PEOPLE=100000 OFFRAMP_MATCH_FAIR=2000 go test -count=1 -v -timeout 120m -run TestFairness ./internal/match

## year: a state's record year of reports, 30,000, in ten minutes on each engine: none lost, none doubled, p95 under 300 ms; and a minute of fakes around a true one; on a machine that does nothing else
year:
	@scripts/prepare.sh
	@OFFRAMP_YEAR=$${YEAR:-10m} OFFRAMP_FLOOD=1m scripts/with-postgres.sh go test -count=1 -v -timeout 60m -run 'TestYear|TestTrueAmongFakes' ./internal/portal

## guesses: a million tries at receipts from a thousand networks find nothing and call for a person
guesses:
	OFFRAMP_GUESSES=1000000 go test -count=1 -v -timeout 60m -run TestGuessing ./internal/portal

## fuzz: each fuzz target for a short while
fuzz:
	@scripts/fuzz.sh 10s

## css: the style sheets from their sources (needs node; the result is committed)
css:
	cd tools/css && npm install --ignore-scripts --no-package-lock --no-audit --no-fund && npm run build

## generate: the pages from their .templ files (the result is committed)
generate:
	@if [ -n "$$(find internal -name '*.templ' -print -quit)" ]; then go run $(TEMPL) generate -log-level warn; fi

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not in gofmt's form:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
