//go:build tools

// Package engine pins the Pulumi CLI that the rehearsal builds when a machine has none.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
