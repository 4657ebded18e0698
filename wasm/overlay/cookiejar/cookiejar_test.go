package cookiejar

import (
	std "net/http/cookiejar"
	"reflect"
	"testing"
)

func TestInterfaceIsTheOneItStandsInFor(t *testing.T) {
	ours, theirs := reflect.TypeFor[PublicSuffixList](), reflect.TypeFor[std.PublicSuffixList]()
	if !ours.Implements(theirs) || !theirs.Implements(ours) {
		t.Errorf("PublicSuffixList has methods %v, net/http/cookiejar's has %v", methods(ours), methods(theirs))
	}
}

func methods(t reflect.Type) (names []string) {
	for i := range t.NumMethod() {
		names = append(names, t.Method(i).Name+t.Method(i).Type.String())
	}
	return names
}
