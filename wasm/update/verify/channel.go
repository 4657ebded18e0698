package verify

import "nearmiss/core/list"

// Limits of what a channel may ask of a client.
const (
	MaxRoot      = 64 << 10 // a root of 2-of-3 keys in two roles has 3 KB
	MaxTimestamp = 16 << 10 // one has 400 bytes
	MaxMetadata  = 256 << 10
	MaxRotations = 32       // new roots in one check; a key is changed about once a year
	MaxTargets   = 1024     // lists, deltas and descriptions
	MaxTotal     = 64 << 20 // bytes of all lists together
	MaxWebmail   = 64 << 10 // a description has 16,384 characters at most
)

// Scope is what the lists of a channel may do.
type Scope string

const (
	ScopePublic       Scope = "public"        // protect, call known, add public suffixes
	ScopeProtect      Scope = "protect"       // protect and call own: an organisation may only add
	ScopeAllow        Scope = "allow"         // call right
	ScopeProtectAllow Scope = "protect+allow" // both
)

// Roles returns the roles that lists of the scope may play; none when there is no
// such scope.
func (s Scope) Roles() []list.Role {
	switch s {
	case ScopePublic:
		return []list.Role{list.RoleProtected, list.RoleKnown, list.RoleSuffixes}
	case ScopeProtect:
		return []list.Role{list.RoleProtected, list.RoleOwn}
	case ScopeAllow:
		return []list.Role{list.RoleAllowed}
	case ScopeProtectAllow:
		return []list.Role{list.RoleProtected, list.RoleOwn, list.RoleAllowed}
	}
	return nil
}
