package worker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf/tuftest"
)

func (r *rig) targetReads() int {
	n := 0
	for key, reads := range r.reads {
		if strings.Contains(key, "/targets/") {
			n += reads
		}
	}
	return n
}

// Names that somebody invents do not cost a reading each, and what is published
// can be had all the same.
func TestInventedTargets(t *testing.T) {
	h := newHouse()
	release := h.author.Release(5, lists)
	if got := h.publishAll("/v1/", 5, bundleOf(release), lists); got.StatusCode != 200 {
		t.Fatal(text(t, got))
	}
	h.reads = map[string]int{}
	statuses := map[int]int{}
	for i := range 1000 {
		statuses[h.do("GET", fmt.Sprintf("/v1/targets/%064x.us-military.txt", i)).StatusCode]++
		statuses[h.do("GET", fmt.Sprintf("/v1/orgs/works-%d/targets/%064x.us-military.txt", i, i)).StatusCode]++
	}
	if n := h.targetReads(); n > maxTargetReads {
		t.Errorf("2,000 invented names cost %d readings, want %d at most", n, maxTargetReads)
	}
	if statuses[404] != maxTargetReads || statuses[429] != 2000-maxTargetReads {
		t.Errorf("got statuses %v", statuses)
	}
	all := 0
	for _, n := range h.reads {
		all += n
	}
	if all > maxTargetReads+10 {
		t.Errorf("%d readings of the store altogether", all)
	}
	for name := range lists {
		if got := h.do("GET", "/v1/targets/"+tuftest.Sum(lists[name])+"."+name); got.StatusCode != 200 {
			t.Errorf("%s: %d, while names are invented", name, got.StatusCode)
		}
	}
	h.now = h.now.Add(time.Minute)
	if got := h.do("GET", fmt.Sprintf("/v1/targets/%064x.old.txt", 7)); got.StatusCode != 404 {
		t.Errorf("a minute later: %d", got.StatusCode)
	}
}
