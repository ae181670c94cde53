# Each target is complete in itself on a fresh machine with Node.js 20.19 or later: it installs what it needs.
# Without a Pulumi CLI, or without the programs of a Kubernetes control plane, Go builds them, once per user (see `npm run rehearse -- doctor`).

NPM_RUN := npm run --silent
REHEARSE := node --import tsx rehearsal/cli.ts
INSTALLED := node_modules/.installed
CAMPAIGN_SEED := 20261121

.DEFAULT_GOAL := help
.PHONY: help rehearse test check lint others unit rehearsals bench campaign format reset

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) | awk '{ printf "  %s %-12s", $$1, $$2; $$1 = $$2 = ""; print $$0 }'

rehearse: $(INSTALLED) ## stand the dev platform up in a simulated subscription, and show what stands
	@$(REHEARSE) up --yes --skip-preview --stack dev
	@$(REHEARSE) summary --stack dev

test: $(INSTALLED) ## everything that CI runs: checks, unit tests, rehearsals on the real engine
	@$(MAKE) --no-print-directory --jobs 2 check
	@$(MAKE) --no-print-directory unit rehearsals

check: lint others ## formatting, lint, types, stack files and secrets

# as long as the others together, on one processor
lint: $(INSTALLED)
	$(NPM_RUN) lint

others: $(INSTALLED)
	$(NPM_RUN) format:check
	$(NPM_RUN) typecheck
	$(NPM_RUN) config -- lint

unit: $(INSTALLED) ## tests without the engine
	$(NPM_RUN) test:unit

rehearsals: $(INSTALLED) ## tests with the real engine and a real API server
	@$(REHEARSE) build
	$(NPM_RUN) test:rehearsal

bench: $(INSTALLED) ## what a preview costs, measured against an empty program on this machine
	@$(REHEARSE) version
	$(NPM_RUN) bench

campaign: $(INSTALLED) ## 500 rehearsals in which something goes wrong: half an hour on two idle processors
	@$(REHEARSE) campaign --seed $(CAMPAIGN_SEED) --runs 500

format: $(INSTALLED) ## format every file
	$(NPM_RUN) format

reset: $(INSTALLED) ## forget everything that was rehearsed
	@$(REHEARSE) reset

$(INSTALLED): package.json package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("Node.js 20.19 or later is needed, this is " + process.versions.node); process.exit(1); }'
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
