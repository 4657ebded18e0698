package evaluate

// providers measures typos of mail providers from other projects' tests.
func (r *run) providers() error {
	slips, err := readProviders(r.data)
	if err != nil {
		return err
	}
	r.printf(`## Mail providers

Typos that other projects' test suites and typo maps hold, some of domains that do not exist (emaildomain.com,
gmail.co.uk), with the lists each tool comes with: percent.

`)
	r.head("", "sure: right", "wrong", "silent", "may be real: right", "wrong", "silent")
	for _, m := range append([]method{r.ours()}, r.rivals()...) {
		sure, err := r.ask(m, where(slips, "sure"), nil)
		if err != nil {
			return err
		}
		may, err := r.ask(m, where(slips, "may be real"), nil)
		if err != nil {
			return err
		}
		r.row(m.name, percent(sure.right), percent(sure.wrong), percent(sure.silent), percent(may.right), percent(may.wrong), percent(may.silent))
	}
	r.printf("\n")
	return nil
}
