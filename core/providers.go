package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/namemodel"
)

// isProviderSlip reports whether a provider's short name comes out as the typed one when a
// key is missed or the one beside it is hit, in its label or in a suffix such as com, or
// a longer, common one with digits that belong before the "@". Sums find no slips of names
// of four letters and fewer: every other such name is somebody's.
func (c *Checker) isProviderSlip(k *candidate, typed domain.Parts) bool {
	if k.entry < 0 || !c.categoryOf(k).isPublic || !c.targets.all[k.entry].isRegistrable() {
		return false
	}
	label, meant := typed.Label(), c.targets.all[k.entry].label()
	switch {
	case len(meant) < shortestTypo:
		return false
	case label == meant:
		return typed.Known && errormodel.IsGeneric(k.suffix) && errormodel.IsKeySlip(typed.Suffix, k.suffix)
	case typed.Suffix != k.suffix:
		return false
	case len(meant) > longestShortProvider && !strings.Contains(meant, "-"):
		return c.targets.all[k.entry].isPopular && strings.TrimLeft(label, "0123456789") == meant ||
			c.sibling(meant) == siblingOfMany && label[0] == meant[0] && errormodel.IsLikelyKeySlip(label, meant)
	case len(meant) <= longestShortProvider && !isEverybodys(k.name) && (k.suffix == "com" || strings.ContainsAny(label, "0123456789aeiou")):
		return false // man.com, mai.ru: below .com, and where it can be spoken, it is somebody's
	case len(meant) <= longestShortProvider && k.suffix == "com" && (len(label) < len(meant) || label[0] != meant[0] || namemodel.IsUsualTail(label)):
		return false // al.com, zol.com, man.com
	}
	isOthers := k.suffix == "com" && isAnagram(label, meant) // ami.com
	return len(label) <= len(meant) && !isOthers && errormodel.IsLikelyKeySlip(label, meant)
}

// isEverybodys reports whether a provider of a short name has so many mailboxes that who
// types a name beside it more often means it than that name's owner.
func isEverybodys(name string) bool { return strings.Contains(shortProviders, " "+name+" ") }

// isAnagram reports whether two names of one length that differ by a swap or a key differ
// by a swap.
func isAnagram(a, b string) bool {
	sum := 0
	for i := range min(len(a), len(b)) {
		sum += int(a[i]) - int(b[i])
	}
	return sum == 0 && len(a) == len(b)
}

// isSisterBySlip reports whether a slip of the fingers makes the typed suffix of the
// candidate's, but not of the best one's, which has the same label: yahoo.com.br for
// yahoo.com.bf, beside yahoo.com, which more people mean.
func (c *Checker) isSisterBySlip(k, best *candidate, typed domain.Parts) bool {
	if k.entry < 0 || best.entry < 0 || k.suffix == best.suffix || !c.categoryOf(k).isPublic || !typed.Known {
		return false
	}
	label := k.name[:len(k.name)-len(k.suffix)]
	suffix, same := strings.CutPrefix(typed.Name[len(typed.Name)-k.matchedLen:], label)
	return same && strings.TrimSuffix(best.name, best.suffix) == label &&
		errormodel.IsKeySlip(suffix, k.suffix) && !errormodel.IsKeySlip(suffix, best.suffix)
}
