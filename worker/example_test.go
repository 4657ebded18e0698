package worker_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"nearmiss/worker"
)

func ExampleService() {
	service := worker.New(&worker.MemoryStore{}, worker.Options{Now: time.Now, Report: func(line string) { fmt.Println(line) }})
	answer := httptest.NewRecorder()
	service.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/v1/metadata/timestamp.json", nil))
	fmt.Println(answer.Code, "nothing has been published yet")
	// Output:
	// 404 nothing has been published yet
}
