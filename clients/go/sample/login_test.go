// A login backend and what WeChat does to it, without an AppID, a phone or the network.
package shop

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"mockwx.test/mockwx"
)

// world is a world for this test alone, and your backend, which is told where WeChat is.
func world(t *testing.T) (*mockwx.MockWx, Backend) {
	t.Parallel()
	m := mockwx.New(t)
	return m, Backend{m.URL, m.App().AppID, m.App().Secret}
}

func TestAliceLogsIn(t *testing.T) {
	m, backend := world(t)
	if _, openid := backend.Login(m.Login("alice")); openid != m.User("alice").OpenID() {
		t.Fatal(openid)
	}
}

func TestACodeExpires(t *testing.T) {
	m, backend := world(t)
	code := m.Login("alice")
	m.Advance("5m1s")
	expect(t, backend, code, 401)
}

func TestWeChatIsBusyOnce(t *testing.T) {
	m, backend := world(t)
	m.Refuse("code2session", 45011, 1)
	expect(t, backend, m.Login("alice"), 503, 200)
}

func TestTheAnswerIsLostAndTheCodeIsSpent(t *testing.T) {
	m, backend := world(t)
	m.Rule("code2session", mockwx.Rule{Call: 1, Net: "reset", Commit: true})
	expect(t, backend, m.Login("alice"), 503, 401)
	m.Verify("code2session", mockwx.Calls{User: "alice", Count: 2})
}

func TestEightAtOnceInWorldsOfTheirOwn(t *testing.T) {
	for number := 1; number <= 8; number++ {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			m, backend := world(t)
			m.Refuse("code2session", 45011, number)
			code := m.Login("alice")
			for range number {
				expect(t, backend, code, 503)
			}
			expect(t, backend, code, 200)
			m.Verify("code2session", mockwx.Calls{Count: number + 1})
		})
	}
}

func expect(t *testing.T, backend Backend, code string, wanted ...int) {
	t.Helper()
	for _, status := range wanted {
		if got, _ := backend.Login(code); got != status {
			t.Fatalf("HTTP %d, not %d", got, status)
		}
	}
}

// Backend logs in as a backend does it; where WeChat is comes from its settings.
type Backend struct{ WeChat, AppID, Secret string }

// A new connection each time: on one that was used before, net/http asks again by itself where the answer is lost.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (b Backend) Login(code string) (status int, openid string) {
	query := url.Values{"appid": {b.AppID}, "secret": {b.Secret}, "js_code": {code}, "grant_type": {"authorization_code"}}
	response, err := client.Get(b.WeChat + "/sns/jscode2session?" + query.Encode())
	if err != nil {
		return 503, ""
	}
	defer response.Body.Close()
	var answer struct {
		Errcode int
		OpenID  string
	}
	if json.NewDecoder(response.Body).Decode(&answer) != nil {
		return 503, ""
	}
	switch answer.Errcode {
	case 0:
		return 200, answer.OpenID
	case 40029, 40163:
		return 401, ""
	}
	return 503, ""
}
