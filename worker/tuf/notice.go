package tuf

import "time"

// Notice is how long before a role's metadata expires it is warned of, by the
// Worker and by "nearmiss list status": time enough for those who sign it. A
// timestamp is made every day by a machine, the others by people who have to find
// each other.
var Notice = map[Role]time.Duration{
	RoleRoot:      45 * 24 * time.Hour,
	RoleTargets:   21 * 24 * time.Hour,
	RoleSnapshot:  21 * 24 * time.Hour,
	RoleTimestamp: 3 * 24 * time.Hour,
}
