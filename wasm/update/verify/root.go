package verify

import (
	"crypto/ed25519"
	"encoding/hex"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

func openRoot(text []byte, now time.Time) (*trustedmetadata.TrustedMetadata, error) {
	if len(text) > MaxRoot {
		return nil, refuse(ReasonLength, "root metadata is longer than %d bytes", MaxRoot)
	}
	var trusted *trustedmetadata.TrustedMetadata
	if err := readable("root", func() (err error) {
		if err := checkRoot(text); err != nil {
			return err
		}
		if trusted, err = trustedmetadata.New(text); err != nil {
			return asRefusal("root", err)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	// Metadata ends at the second that it names; go-tuf takes it for that second yet.
	trusted.RefTime = now.Add(1)
	return trusted, nil
}

// readable makes a refusal of a panic. go-tuf v2.4.2 panics at null in some places
// of metadata, before it looks at signatures, so that anybody between us and the
// server could bring it about.
func readable(role string, use func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = refuse(ReasonFormat, "%s: cannot be read", role)
		}
	}()
	return use()
}

// checkRoot looks at a root before its signatures are: files must be named by
// version and hash, every role must have signers, and every key must be an Ed25519
// key. (go-tuf v2.4.2 panics at one that has not 32 bytes.)
func checkRoot(text []byte) error {
	root, err := metadata.Root().FromBytes(text)
	if err != nil {
		return asRefusal("root", err)
	}
	if !root.Signed.ConsistentSnapshot {
		return refuse(ReasonFormat, "root: not of a repository with consistent snapshots")
	}
	for _, name := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP} {
		if role := root.Signed.Roles[name]; role == nil || role.Threshold < 1 {
			return refuse(ReasonFormat, "root: nobody signs for %s", name)
		}
	}
	for id, key := range root.Signed.Keys {
		if key == nil || key.Type != metadata.KeyTypeEd25519 || key.Scheme != metadata.KeySchemeEd25519 {
			return refuse(ReasonFormat, "root: key %.16q is not of type ed25519", id)
		}
		if public, err := hex.DecodeString(key.Value.PublicKey); err != nil || len(public) != ed25519.PublicKeySize {
			return refuse(ReasonFormat, "root: key %.16q has not 32 bytes", id)
		}
	}
	return nil
}

func (s *Session) giveRoot(body []byte) error {
	if err := checkRoot(body); err != nil {
		return err
	}
	if _, err := s.trusted.UpdateRoot(body); err != nil {
		return asRefusal("root", err)
	}
	s.state.Root, s.kept.Root = string(body), string(body)
	// There may be more: the next check goes on from here (TUF 1.0, section 5.3.3).
	if s.rotations++; s.rotations == MaxRotations {
		s.afterRoots()
	}
	return nil
}

func (s *Session) afterRoots() {
	s.stage = atTimestamp
	s.recall()
}
