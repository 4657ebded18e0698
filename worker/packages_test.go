package worker

import (
	"net/http/httptest"
	"testing"
)

func TestPackages(t *testing.T) {
	r := newRig()
	r.put("v1/packages/updates.xml", []byte("<gupdate/>"))
	r.put("v1/packages/updates.json", []byte("{}"))
	r.put("v1/packages/SHA256SUMS", []byte("00  x\n"))
	for _, name := range []string{"nearmiss-1.0.0.crx", "nearmiss-1.0.0-firefox.xpi", "nearmiss-1.0.0-chromium.zip", "nearmiss-1.0.0.cdx.json"} {
		r.put("v1/packages/"+name, []byte(name))
	}
	for _, c := range []struct {
		name, method, url string
		status            int
		contentType       string
		cache             string
	}{
		{"what Chromium asks", "GET", "/v1/packages/updates.xml?os=linux&x=id%3Dabc%26v%3D1.0.0%26uc", 200, "text/xml; charset=utf-8", cacheWithGrace},
		{"without a query", "GET", "/v1/packages/updates.xml", 200, "text/xml; charset=utf-8", cacheWithGrace},
		{"what Firefox asks", "GET", "/v1/packages/updates.json", 200, jsonText, cacheWithGrace},
		{"Chromium's package", "GET", "/v1/packages/nearmiss-1.0.0.crx", 200, "application/x-chrome-extension", cacheForever},
		{"its head", "HEAD", "/v1/packages/nearmiss-1.0.0.crx", 200, "application/x-chrome-extension", cacheForever},
		{"Firefox's package", "GET", "/v1/packages/nearmiss-1.0.0-firefox.xpi", 200, "application/x-xpinstall", cacheForever},
		{"the store's package", "GET", "/v1/packages/nearmiss-1.0.0-chromium.zip", 200, "application/zip", cacheForever},
		{"the bill of materials", "GET", "/v1/packages/nearmiss-1.0.0.cdx.json", 200, jsonText, cacheForever},
		{"the checksums", "GET", "/v1/packages/SHA256SUMS", 200, plainText, cacheWithGrace},
		{"a version that is not there", "GET", "/v1/packages/nearmiss-1.0.1.crx", 404, plainText, cacheOneMinute},
		{"no query but on update checks", "GET", "/v1/packages/nearmiss-1.0.0.crx?x", 400, plainText, cacheOneMinute},
		{"another type", "GET", "/v1/packages/nearmiss-1.0.0.exe", 404, plainText, cacheOneMinute},
		{"upwards", "GET", "/v1/packages/../catalogue.json", 404, plainText, cacheOneMinute},
		{"an organisation's channel has none", "GET", "/v1/orgs/works/packages/updates.xml", 404, plainText, cacheOneMinute},
		{"nobody uploads here", "PUT", "/v1/packages/nearmiss-1.0.0.crx", 405, plainText, noStore},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r.service.ServeHTTP(w, httptest.NewRequest(c.method, c.url, nil))
			if w.Code != c.status || w.Header().Get("Content-Type") != c.contentType || w.Header().Get("Cache-Control") != c.cache {
				t.Errorf("%s %s: %d %q %q, want %d %q %q", c.method, c.url, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"),
					c.status, c.contentType, c.cache)
			}
		})
	}
}

// Update checks of ten thousand browsers, each with a query of its own, read the
// store once.
func TestUpdateChecksAreAnsweredFromMemory(t *testing.T) {
	r := newRig()
	r.put("v1/packages/updates.xml", []byte("<gupdate/>"))
	for _, query := range []string{"?x=1", "?x=2", "", "?x=3"} {
		w := httptest.NewRecorder()
		r.service.ServeHTTP(w, httptest.NewRequest("GET", "/v1/packages/updates.xml"+query, nil))
		if w.Code != 200 || w.Body.String() != "<gupdate/>" {
			t.Errorf("%q: %d %s", query, w.Code, w.Body)
		}
	}
	if n := r.reads["v1/packages/updates.xml"]; n != 1 {
		t.Errorf("the store was read %d times, want once", n)
	}
}
