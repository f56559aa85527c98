// A login backend with net/http alone. It speaks by HTTP status, in plain text; `go_app` with PORT and its settings in
// the environment. Go sends a GET again by itself when a kept connection breaks, so it keeps none; KEEP=1 is the mistake.
package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"
)

var (
	wechat = &http.Client{
		Timeout:   2 * time.Second,
		Transport: &http.Transport{DisableKeepAlives: os.Getenv("KEEP") == ""},
	}
	lock  sync.Mutex
	users = map[string]string{}
	calls = map[string]*call{}
)

// One exchange of a code, which equal logins at the same moment share.
type call struct {
	done   chan struct{}
	openid string
	status int
}

func exchange(code string) (string, int) {
	query := url.Values{"appid": {os.Getenv("WECHAT_APPID")}, "secret": {os.Getenv("WECHAT_SECRET")},
		"js_code": {code}, "grant_type": {"authorization_code"}}
	answer, err := wechat.Get(os.Getenv("WECHAT_BASE_URL") + "/sns/jscode2session?" + query.Encode())
	if err != nil {
		return "", 503 // not the error's text: it holds the URL, and the URL holds the secret
	}
	defer answer.Body.Close()
	var session struct {
		Openid  string `json:"openid"`
		Errcode int    `json:"errcode"`
	}
	if answer.StatusCode != 200 || json.NewDecoder(answer.Body).Decode(&session) != nil {
		return "", 503
	}
	switch session.Errcode {
	case 0:
		if session.Openid != "" {
			return session.Openid, 200
		}
		return "", 503
	case 40029, 40163:
		return "", 401
	case 40226:
		return "", 403
	}
	return "", 503
}

func shared(code string) (string, int) {
	lock.Lock()
	known, there := calls[code]
	if !there {
		known = &call{done: make(chan struct{})}
		calls[code] = known
	}
	lock.Unlock()
	if there {
		<-known.done
		return known.openid, known.status
	}
	known.openid, known.status = exchange(code)
	lock.Lock()
	delete(calls, code)
	lock.Unlock()
	close(known.done)
	return known.openid, known.status
}

func random() string {
	bytes := make([]byte, 16)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

func login(response http.ResponseWriter, request *http.Request) {
	if request.ParseForm() != nil || request.PostForm.Get("code") == "" {
		http.Error(response, "code is missing", 400)
		return
	}
	openid, status := shared(request.PostForm.Get("code"))
	if status != 200 {
		http.Error(response, http.StatusText(status), status)
		return
	}
	lock.Lock()
	if users[openid] == "" {
		users[openid] = random()
	}
	user := users[openid]
	lock.Unlock()
	response.Header().Set("X-Session", random())
	json.NewEncoder(response).Encode(map[string]string{"user": user})
}

func main() {
	http.HandleFunc("POST /login", login)
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
