package mockwx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// Error is what mockwx refuses; nothing has changed. The text says what, where and what to write instead.
type Error struct {
	What   string // the text without the place
	Where  string // the place in the request
	Status int    // the HTTP status
	More   Map    // what the answer says beside
}

func (e *Error) Error() string {
	if strings.HasPrefix(e.What, e.Where) {
		return e.What
	}
	return e.Where + ": " + e.What
}

// No proxy: the control plane is never on the other side of one.
var control = &http.Client{Timeout: 660 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// Call is any control call by its path below /_mockwx/. A body that is a string goes as it is, all else as JSON; the
// answer goes into what answer points to: a *string as text, all else from JSON.
func (m *MockWx) Call(method, path string, query url.Values, body, answer any) error {
	var content []byte
	switch body := body.(type) {
	case nil:
	case string:
		content = []byte(body)
	default:
		var err error
		if content, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(method, m.URL+"/_mockwx/"+path+"?"+query.Encode(), bytes.NewReader(content))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token())
	response, err := control.Do(request)
	if err != nil {
		return fmt.Errorf("no mockwx answers at %s: %w | %s 没有 mockwx 应答", m.URL, err, m.URL)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 400 {
		return refusal(response.StatusCode, text)
	}
	if into, ok := answer.(*string); ok {
		*into = string(text)
		return nil
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return noMockwx(response.StatusCode, text)
	}
	return nil
}

// token is what control calls are sent with; a server without a token looks at none.
func token() string {
	if token := os.Getenv("MOCKWX_TOKEN"); token != "" {
		return token
	}
	return "none"
}

func noMockwx(status int, text []byte) error {
	return fmt.Errorf("that is no mockwx: HTTP %d | 这不是 mockwx：HTTP %d: %.200s", status, status, text)
}

func refusal(status int, text []byte) error {
	more := Map{}
	if err := json.Unmarshal(text, &more); err != nil || more["error"] == nil {
		return noMockwx(status, text)
	}
	where, _ := more["where"].(string)
	what := fmt.Sprint(more["error"])
	delete(more, "error")
	delete(more, "where")
	return &Error{What: what, Where: where, Status: status, More: more}
}

// ordered are the values of a JSON object in the order of its text.
type ordered []App

func (o *ordered) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		if _, err := decoder.Token(); err != nil {
			return err
		}
		var app App
		if err := decoder.Decode(&app); err != nil {
			return err
		}
		*o = append(*o, app)
	}
	return nil
}

func convert(from, to any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}
