//go:build tools

// Package versitygw pins the S3 gateway that tests run, as the cluster runs its image.
package versitygw

import _ "github.com/versity/versitygw/cmd/versitygw"
