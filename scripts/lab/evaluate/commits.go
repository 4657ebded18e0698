package evaluate

// commits measures the labelled corpus of public commits.
func (r *run) commits() error {
	slips, err := readCommits(r.data)
	if err != nil {
		return err
	}
	r.printf(`## Addresses in public commits

Rare domains near a frequent one, labelled by hand, with the lists each tool comes with. Many of the frequent
ones (github.com, single universities) are targets of nobody. Of typos: percent right and wrong; of real
neighbours: percent reported, and warned about.

`)
	r.head("", "typos right", "wrong", "likely typos right", "wrong", "real neighbours: reported", "warned")
	for _, m := range append([]method{r.ours()}, r.rivals()...) {
		typos, err := r.ask(m, where(slips, "typo"), nil)
		if err != nil {
			return err
		}
		likely, err := r.ask(m, where(slips, "typo_likely"), nil)
		if err != nil {
			return err
		}
		real := where(slips, "legit_neighbour")
		answers, err := m.ask(typed(real), nil)
		if err != nil {
			return err
		}
		warned, noticed := levels(answers)
		spoken := share{warned.count + noticed.count, warned.of}
		r.row(m.name, percent(typos.right), percent(typos.wrong), percent(likely.right), percent(likely.wrong), percent(spoken), percent(warned))
	}
	r.printf("\n")
	return nil
}
