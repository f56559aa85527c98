// Ask the hard-coded URL forty times at once, again and again over new connections, and print how many answers came.
package main

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
)

func main() {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	client := &http.Client{Transport: transport}
	var answered atomic.Int64
	for round := 0; round < 3; round++ {
		var calls sync.WaitGroup
		for call := 0; call < 40; call++ {
			calls.Add(1)
			go func() {
				defer calls.Done()
				answer, err := client.Get("https://api.weixin.qq.com/sns/jscode2session?appid=x")
				if err != nil {
					fmt.Println(err)
					return
				}
				defer answer.Body.Close()
				if _, err = io.ReadAll(answer.Body); err == nil {
					answered.Add(1)
				}
			}()
		}
		calls.Wait()
		transport.CloseIdleConnections()
	}
	fmt.Println(answered.Load(), "answers")
}
