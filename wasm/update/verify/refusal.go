package verify

import (
	"errors"
	"fmt"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Reason is why something fetched was not believed. The words are append-only:
// they are shown to people and stored.
type Reason string

const (
	ReasonSignature Reason = "signature" // not signed by enough of the right keys
	ReasonVersion   Reason = "version"   // older than what was believed before, or not the one that is named
	ReasonExpired   Reason = "expired"   // too old: the server, or who stands before it, holds news back, or the clock is wrong
	ReasonHash      Reason = "hash"      // not the bytes that were signed
	ReasonLength    Reason = "length"    // more bytes than were named or are allowed
	ReasonFormat    Reason = "format"    // not what it should be
	ReasonScope     Reason = "scope"     // more than the channel is allowed to do
	ReasonMissing   Reason = "missing"   // the server does not have what was signed
)

// Refusal is an error about what was fetched.
type Refusal struct {
	Reason Reason
	Detail string
}

// Error returns "reason: detail".
func (r *Refusal) Error() string { return string(r.Reason) + ": " + r.Detail }

func refuse(reason Reason, format string, args ...any) *Refusal {
	return &Refusal{reason, fmt.Sprintf(format, args...)}
}

// asRefusal puts go-tuf's errors under our words.
func asRefusal(role string, err error) error {
	var (
		unsigned *metadata.ErrUnsignedMetadata
		version  *metadata.ErrBadVersionNumber
		expired  *metadata.ErrExpiredMetadata
		hash     *metadata.ErrLengthOrHashMismatch
	)
	reason := ReasonFormat
	switch {
	case errors.As(err, &unsigned):
		reason = ReasonSignature
	case errors.As(err, &version):
		reason = ReasonVersion
	case errors.As(err, &expired):
		reason = ReasonExpired
	case errors.As(err, &hash):
		reason = ReasonHash
	}
	return refuse(reason, "%s: %v", role, err)
}
