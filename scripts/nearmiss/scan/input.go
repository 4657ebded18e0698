package scan

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headSize is how much of an input decides about its format.
const headSize = 64 << 10

// input is UTF-8 or bytes of an unknown encoding, decompressed.
type input struct {
	io.Reader
	head  []byte // the beginning, which Reader gives again
	close func()
}

func (i *input) Close() {
	if i.close != nil {
		i.close()
	}
}

// maxWindow is how much memory a Zstandard stream may ask for.
const maxWindow = 64 << 20

// foreign are formats that somebody may well hand over, and what to do instead.
var foreign = []struct{ magic, what string }{
	{"\xfd7zXZ\x00", "is compressed with xz: xz -dc FILE | nearmiss scan -"},
	{"PK\x03\x04", "is a ZIP archive or an Office document: unpack it, or save the sheet as CSV"},
	{"!BDN", "is an Outlook data file: export the address book as CSV, or the mail as mbox"},
	{"\xd0\xcf\x11\xe0", "is an Office document or an Outlook message: save it as text, CSV or .eml"},
	{"%PDF", "is a PDF document"},
	{"SQLite format 3\x00", "is a database"},
}

// open recognises compression and encoding by content.
func open(in io.Reader) (*input, error) {
	i := new(input)
	buffered := bufio.NewReaderSize(in, headSize)
	for depth := 0; ; depth++ {
		magic, err := buffered.Peek(16)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		for _, f := range foreign {
			if bytes.HasPrefix(magic, []byte(f.magic)) {
				return nil, errors.New(f.what)
			}
		}
		unpacked, err := i.unpack(magic, buffered)
		if err != nil {
			return nil, err
		}
		if unpacked == nil {
			break
		}
		if depth > 2 {
			return nil, errors.New("is compressed again and again")
		}
		buffered = bufio.NewReaderSize(unpacked, headSize)
	}
	magic, _ := buffered.Peek(64)
	if utf, ok := utf16(magic); ok {
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, utf.NewDecoder()), headSize)
	}
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		buffered.Discard(3)
	}
	head, err := buffered.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return nil, err // a damaged archive; later on it is an error of the read
	}
	i.head, i.Reader = head, buffered
	return i, nil
}

// unpack returns nil when there is nothing to unpack.
func (i *input) unpack(magic []byte, in io.Reader) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		r, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		return r, nil
	case bytes.HasPrefix(magic, []byte("\x28\xb5\x2f\xfd")):
		r, err := zstd.NewReader(in, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
		before := i.close
		i.close = func() {
			r.Close()
			if before != nil {
				before()
			}
		}
		return r, nil
	case bytes.HasPrefix(magic, []byte("BZh")) && len(magic) > 4 && magic[4] == 0x31:
		return bzip2.NewReader(in), nil
	}
	return nil, nil
}

// utf16 recognises UTF-16 by its mark, or by the zero bytes of its ASCII letters.
func utf16(head []byte) (encoding.Encoding, bool) {
	const little, big = unicode.LittleEndian, unicode.BigEndian
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return unicode.UTF16(little, unicode.UseBOM), true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(big, unicode.UseBOM), true
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	quarter := len(head) / 4
	switch {
	case len(head) >= 8 && zeros[1] > quarter && zeros[0] == 0:
		return unicode.UTF16(little, unicode.IgnoreBOM), true
	case len(head) >= 8 && zeros[0] > quarter && zeros[1] == 0:
		return unicode.UTF16(big, unicode.IgnoreBOM), true
	}
	return nil, false
}
