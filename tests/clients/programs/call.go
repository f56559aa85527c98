// Ask the hard-coded URL by net/http, and print the answer.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
)

func main() {
	found, err := http.Get("https://api.weixin.qq.com/sns/jscode2session?appid=x")
	if err != nil {
		log.Fatal(err)
	}
	text, _ := io.ReadAll(found.Body)
	fmt.Println(string(text))
}
