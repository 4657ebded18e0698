package scan

import (
	"bufio"
	"io"
	"mime"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
)

// scanMail reads the headers of one mail or of a mailbox. In an mbox a mail
// begins with "From " at the start of a line behind an empty one.
func (s *Scan) scanMail(lines *lineReader, file *Read) error {
	var header strings.Builder
	inHeader, isTooLong, afterEmpty := true, false, true
	end := func() {
		if header.Len() > 0 || isTooLong {
			s.addMessage(header.String(), isTooLong, file)
		}
		header.Reset()
		inHeader, isTooLong = false, false
	}
	err := lines.each(s, func(line string) {
		switch {
		case file.Format == Mbox && afterEmpty && strings.HasPrefix(line, "From "):
			end()
			inHeader = true
		case inHeader && line == "":
			end()
		case inHeader && header.Len()+len(line) > maxRecord:
			isTooLong = true
		case inHeader:
			header.WriteString(line + "\r\n")
		}
		afterEmpty = line == ""
	})
	end()
	return err
}

// addMessage counts the recipients that a mail's header names. What can be read
// of a damaged header counts.
func (s *Scan) addMessage(text string, isTooLong bool, file *Read) {
	header, err := textproto.NewReader(bufio.NewReader(strings.NewReader(text + "\r\n"))).ReadMIMEHeader()
	if err != nil && err != io.EOF || isTooLong {
		file.Damaged++
	}
	base := found{mail: header.Get("Message-Id")}
	if t, err := mail.ParseDate(header.Get("Date")); err == nil {
		base.when = wallClock(t)
	}
	if from := headerAddresses(header["From"]); len(from) > 0 {
		base.sender = from[0]
	}
	for _, field := range []string{"To", "Cc", "Bcc"} {
		for _, address := range headerAddresses(header[field]) {
			f := base
			f.recipient = address
			s.add(f, file)
		}
	}
}

// wallClock keeps the day and hour that the writer saw.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

var headerParser = mail.AddressParser{WordDecoder: &mime.WordDecoder{
	// Names do not matter here, so any charset will do.
	CharsetReader: func(_ string, in io.Reader) (io.Reader, error) { return in, nil },
}}

// headerAddresses reads address fields; of one that is not written as it should
// be, every address in it.
func headerAddresses(fields []string) (addresses []string) {
	for _, field := range fields {
		list, err := headerParser.ParseList(field)
		if err != nil {
			addresses = append(addresses, addressesIn(field)...)
			continue
		}
		for _, a := range list {
			addresses = append(addresses, a.Address)
		}
	}
	return addresses
}
