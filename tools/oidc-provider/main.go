// Command oidc-provider is a real OpenID Connect provider for tests: that of
// the zitadel/oidc module, on loopback, with one person. It is a module of its
// own, so that what it draws in stays out of the program's.
//
//	oidc-provider REDIRECT-URI USER-ID
//
// It prints its issuer, then serves until its input ends.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// people is the one person the provider knows.
type people struct{ one *storage.User }

func (p people) GetUserByID(id string) *storage.User {
	if id == p.one.ID {
		return p.one
	}
	return nil
}

func (p people) GetUserByUsername(name string) *storage.User {
	if name == p.one.Username {
		return p.one
	}
	return nil
}

func (people) ExampleClientID() string { return "desk" }

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	issuer := fmt.Sprintf("http://localhost:%d/", l.Addr().(*net.TCPAddr).Port)
	storage.RegisterClients(storage.WebClient("desk", "between-us", os.Args[1]))
	who := &storage.User{ID: os.Args[2], Username: "robin", Password: "a password of the provider", EmailVerified: true}
	server := &http.Server{Handler: exampleop.SetupServer(issuer, storage.NewStorage(people{who}), slog.New(slog.DiscardHandler), false)}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		server.Close()
	}()
	fmt.Println(issuer)
	server.Serve(l)
}
