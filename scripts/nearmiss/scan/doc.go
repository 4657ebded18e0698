// Package scan counts the mail that has already gone to a near miss of a
// protected domain: in logs of mail servers, in their exports, in mailboxes and
// in address books.
//
//	s := scan.New(scan.Options{Checker: checker, Now: time.Now()})
//	err := s.ReadFile("/var/log/mail.log")
//	s.Report().Print(os.Stdout, false)
//
// Every reader turns its format into records: a recipient, and where the format
// has them a sender, a time, an identifier of the mail and what became of it.
// A mail counts once per recipient, by its last status:
//
//	delivered  another organisation's server has taken it
//	bounced    it came back, or a server refused it
//	open       it waits in the queue, or the log ends before its end
//	handed-on  a relay of one's own has taken it; its log says what followed
//	refused    nearmiss gate refused it, and the sender was told
//	unknown    the format does not say: mailboxes, address books, any text
//
// Mail with the empty sender is left out: programs write it, to addresses that
// nobody has typed.
//
// Memory is bounded whatever the input: a record has at most maxRecord bytes, and
// of open mails, cached verdicts, wrong domains and their days only so many are
// kept. Cached verdicts are computed again; for the rest the report says what was
// left out.
//
// No local part of an address is kept unless Options.Addresses asks for them.
package scan
