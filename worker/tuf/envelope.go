package tuf

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// envelope is a metadata file that was read and not yet verified.
type envelope struct {
	signatures []signature
	signed     object
	canonical  []byte // what is signed
	version    int64
	expires    time.Time
}

type signature struct {
	keyID string
	bytes []byte
}

// timeForm is how the specification writes times.
const timeForm = "2006-01-02T15:04:05Z"

// open reads a file of a role and checks what all roles have in common.
func open(text []byte, role Role, now time.Time) (*envelope, error) {
	e, err := envelopeOf(text, role)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", role, err)
	}
	if !now.IsZero() && !now.Before(e.expires) {
		return nil, fmt.Errorf("%s: version %d expired at %s", role, e.version, e.expires.Format(time.RFC3339))
	}
	return e, nil
}

func envelopeOf(text []byte, role Role) (*envelope, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("%d bytes, more than %d", len(text), MaxBytes)
	}
	file, err := parse(text)
	if err != nil {
		return nil, err
	}
	e := &envelope{}
	if e.signed, err = field[object](file, "signed"); err != nil {
		return nil, err
	}
	if e.signed["_type"] != string(role) {
		return nil, fmt.Errorf("its type is %.20q", fmt.Sprint(e.signed["_type"]))
	}
	spec, err := field[string](e.signed, "spec_version")
	if err != nil || !strings.HasPrefix(spec, "1.") {
		return nil, errors.New("its specification version is not 1")
	}
	if e.version, err = versionOf(e.signed); err != nil {
		return nil, err
	}
	expires, err := field[string](e.signed, "expires")
	if err != nil {
		return nil, err
	}
	// Parse would take fractions of a second too, which other readers write
	// differently when they check what was signed.
	if e.expires, err = time.Parse(timeForm, expires); err != nil || len(expires) != len(timeForm) {
		return nil, fmt.Errorf("expires: %.40q is no time like 2027-01-31T12:00:00Z", expires)
	}
	if e.signatures, err = signaturesOf(file); err != nil {
		return nil, err
	}
	e.canonical = appendCanonical(nil, e.signed)
	return e, nil
}

func signaturesOf(file object) ([]signature, error) {
	listed, err := field[[]any](file, "signatures")
	if err != nil {
		return nil, err
	}
	if len(listed) > maxSignatures {
		return nil, fmt.Errorf("%d signatures, more than %d", len(listed), maxSignatures)
	}
	seen := make(map[string]bool, len(listed))
	signatures := make([]signature, 0, len(listed))
	for _, value := range listed {
		described, ok := value.(object)
		if !ok {
			return nil, errors.New("a signature that is no object")
		}
		id, err := field[string](described, "keyid")
		if err != nil {
			return nil, err
		}
		if seen[id] {
			return nil, fmt.Errorf("two signatures of key %.16s", id)
		}
		seen[id] = true
		text, err := field[string](described, "sig")
		if err != nil {
			return nil, err
		}
		// A place kept for a signature that is not there yet is empty.
		if bytes, err := hex.DecodeString(text); err == nil && len(bytes) == ed25519.SignatureSize {
			signatures = append(signatures, signature{id, bytes})
		}
	}
	return signatures, nil
}

func versionOf(from object) (int64, error) {
	version, err := field[int64](from, "version")
	if err != nil {
		return 0, err
	}
	if version < 1 || version > maxVersion {
		return 0, fmt.Errorf("version %d", version)
	}
	return version, nil
}
