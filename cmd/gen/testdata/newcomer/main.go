// Command app is what somebody writes in the first hour: it calls two versions of an
// API on one client. The server is of its own and tells the versions apart as the real
// one does.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/app/client/parcels"
	"example.com/app/client/parcelsv1"
	"example.com/app/client/parcelsv1alpha"
)

// answers are what the server says, by what it is asked for.
var answers = map[string]string{
	"/parcels?status=moving application/vnd.parcels.v1+json":     `{"parcels": [{"id": "p-1", "status": "moving", "due": "2026-03-01T00:00:00Z"}]}`,
	"/parcels/p-1/estimate application/vnd.parcels.v1alpha+json": `{"arrives": "2026-03-04T00:00:00Z"}`,
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		media := r.Header.Get("Accept")
		answer, ok := answers[r.URL.String()+" "+media]
		if !ok || r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, r.URL.String()+" "+media, http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", media)
		fmt.Fprint(w, answer)
	}))
	defer server.Close()
	client, err := parcels.NewClient("secret", parcels.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	out, err := parcelsv1.New(client).Parcels.List(ctx, &parcelsv1.ListParcelsParams{Status: parcels.Ptr(parcelsv1.StatusMoving)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("v1: %d on its way\n", len(out.Parcels))
	guess, err := parcelsv1alpha.New(client).Parcels.Estimate(ctx, out.Parcels[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("v1alpha: arrives", guess.Arrives.Format(time.DateOnly))
}
