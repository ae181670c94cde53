//go:build tools

// Package kwok pins the stand-in for kubelets that the rehearsal builds when a machine has none.
package kwok

import _ "sigs.k8s.io/kwok/cmd/kwok"
