# sluice. `make` alone lists what there is to say.

SLUICE  = .build/release/sluice
PREFIX ?= /usr/local

# A module may import only what it declares: the layout is enforced by the build.
CHECKED = --explicit-target-dependency-import-check error
# The Swift runtime is linked in: the binary needs the C libraries only.
RELEASE = -c release --static-swift-stdlib $(CHECKED)

# What `make run` reads: make run PIPELINES=invoices for the invoices only.
PIPELINES ?= invoices receipts pages contracts

.DEFAULT_GOAL = help
.PHONY: run test build model install lint bench bench-model clean help libraries

run: build model ## read the samples with the local model (LIMIT=3: the first 3 of each kind)
	@.make/run $(SLUICE) $(PIPELINES:%=pipelines/%.yaml) $(if $(LIMIT),-- --limit $(LIMIT))

# The tests of the review page drive a real browser.
BROWSER = chromium chromium-driver fonts-liberation

test: ## build everything and run all tests; needs no key and no model
	@.make/install-libraries $(BROWSER)
	@.make/fetch-axe
	swift build --build-tests $(CHECKED)
	swift test --skip-build $(CHECKED)

build: libraries ## build the release binary, .build/release/sluice
	swift build $(RELEASE) --product sluice

model: libraries ## fetch the local model and its server into the cache, once (1.1 GB)
	@.make/fetch-model

install: ## put binary, man page and completions below PREFIX (/usr/local; DESTDIR is honoured)
	@test -x $(SLUICE) || $(MAKE) build
	@.make/install $(SLUICE) $(DESTDIR)$(PREFIX)

lint: ## check the Swift code's format
	swift format lint --strict --recursive Package.swift Sources Tests

# MISSES=1 lists each value whose evidence was misjudged.
bench: libraries ## measure parsing, JSON, schemas, evidence and the review page beside their peers
	swift build $(RELEASE)
	@.build/release/sluice-benchmarks $(SLUICE) "$$(.make/bench-peers)" .make $(if $(MISSES),--misses)

bench-model: build model ## measure what the local model's records are worth (LIMIT=3: of each kind)
	@python3 .make/bench-model.py $(SLUICE) "$${SLUICE_DATA:-../shared/data}" .build/bench-model $(LIMIT)

clean: ## delete what was built; results and their ledger in out/ stay
	rm -rf .build

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

libraries:
	@.make/install-libraries
