package mockwx

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Interception is what leads a program with hard-coded hosts to one world.
type Interception struct {
	// Proxy is http://NAME:TOKEN@HOST:PORT; the name is the world's.
	Proxy *url.URL
	// CA is the test CA's certificate as PEM, CAFile a file that holds it.
	CA, CAFile string
	pool       *x509.CertPool
}

// Interception is for clients that take a transport, a proxy or an environment; this process is left alone. T is a test
// with a folder of its own, such as *testing.T.
func (m *MockWx) Interception(t interface {
	TB
	TempDir() string
}) *Interception {
	t.Helper()
	i := &Interception{pool: x509.NewCertPool(), CAFile: filepath.Join(t.TempDir(), "ca.pem")}
	m.must(m.Call("GET", "ca.pem", nil, nil, &i.CA))
	m.must(os.WriteFile(i.CAFile, []byte(i.CA), 0o600))
	i.pool.AppendCertsFromPEM([]byte(i.CA))
	server, err := url.Parse(m.server)
	m.must(err)
	i.Proxy = &url.URL{Scheme: "http", Host: server.Host, User: url.UserPassword(m.Name, token())}
	return i
}

// Intercept leads http.DefaultTransport and the programs that are started to this world until the test ends. It is the
// whole process's, so the test must not be parallel.
func (m *MockWx) Intercept(t interface {
	TB
	TempDir() string
	Setenv(name, value string)
}) *Interception {
	t.Helper()
	i := m.Interception(t)
	for name, value := range i.Env() {
		t.Setenv(name, value)
	}
	former := http.DefaultTransport
	http.DefaultTransport = i.Transport()
	t.Cleanup(func() { http.DefaultTransport = former })
	return i
}

// Transport leads WeChat's hosts here, trusting the test CA alone; other hosts are reached as ever.
func (i *Interception) Transport() *http.Transport {
	return &http.Transport{
		Proxy: func(request *http.Request) (*url.URL, error) {
			if host := request.URL.Hostname(); isWechat(host) {
				return i.Proxy, nil
			}
			return nil, nil
		},
		TLSClientConfig: &tls.Config{RootCAs: i.pool, MinVersion: tls.VersionTLS12},
	}
}

// Env is the same for a child process, as environment variables.
func (i *Interception) Env() map[string]string {
	env := map[string]string{"NO_PROXY": "localhost,127.0.0.1,::1", "no_proxy": "localhost,127.0.0.1,::1"}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		env[name] = i.Proxy.String()
	}
	for _, name := range []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"} {
		env[name] = i.CAFile
	}
	return env
}

func isWechat(host string) bool {
	for _, domain := range []string{"weixin.qq.com", "res.wx.qq.com"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}
