package gate

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"

	"golang.org/x/net/netutil"
)

// maxConnections bounds each listener. Further ones wait, and their mail passes
// when the server's time is over.
const maxConnections = 2000

// ParseAddress splits "unix:PATH" and "inet:HOST:PORT", as Postfix writes them.
// Only this machine may ask: HOST is a loopback address.
func ParseAddress(text string) (network, address string, err error) {
	if path, ok := strings.CutPrefix(text, "unix:"); ok {
		if path == "" {
			return "", "", fmt.Errorf("%q names no path", text)
		}
		return "unix", path, nil
	}
	hostPort := strings.TrimPrefix(text, "inet:")
	ends, err := netip.ParseAddrPort(strings.Replace(hostPort, "localhost:", "127.0.0.1:", 1))
	if err != nil {
		return "", "", fmt.Errorf("%q is neither unix:PATH nor inet:127.0.0.1:PORT", text)
	}
	if !ends.Addr().IsLoopback() {
		return "", "", fmt.Errorf("%s is not a loopback address: only this machine may ask", ends.Addr())
	}
	return "tcp", ends.String(), nil
}

// listen opens an address. A socket that a dead process has left is replaced.
func listen(text string, mode fs.FileMode) (net.Listener, error) {
	network, address, err := ParseAddress(text)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen(network, address)
	if network == "unix" && errors.Is(err, syscall.EADDRINUSE) {
		connection, dialError := net.Dial(network, address)
		if dialError == nil {
			connection.Close()
			return nil, fmt.Errorf("%s: another process listens there", text)
		}
		if err := os.Remove(address); err != nil {
			return nil, err
		}
		l, err = net.Listen(network, address)
	}
	if err != nil {
		return nil, err
	}
	if network == "unix" {
		if err := os.Chmod(address, mode); err != nil {
			l.Close()
			return nil, err
		}
	}
	return netutil.LimitListener(l, maxConnections), nil
}
