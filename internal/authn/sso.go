package authn

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Single is single sign-on with one OpenID Connect provider. Its provider is
// looked up at first use, so that a provider that is down keeps nobody from
// signing in another way.
type Single struct {
	Issuer, Client, Secret string
	Back                   string // the address the provider sends people back to

	mu       sync.Mutex
	provider *oidc.Provider
}

// Trip is what the server must remember while somebody is at the provider's.
type Trip struct {
	State, Nonce, Verifier string
	Link                   string // id of the account to tie to, when somebody signed in asks for it
}

// Subject is who the provider says came back. It is bound to issuer and
// subject alone: an address of e-mail proves nothing about an account.
type Subject struct {
	Issuer, Subject string
	TwoFactors      bool // the provider says that it asked for more than one factor (amr, RFC 8176)
}

func (s *Single) at(ctx context.Context) (*oidc.Provider, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.provider == nil {
		p, err := oidc.NewProvider(context.WithoutCancel(ctx), s.Issuer)
		if err != nil {
			return nil, fmt.Errorf("authn: single sign-on: %w", err)
		}
		s.provider = p
	}
	return s.provider, nil
}

func (s *Single) oauth(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: s.Client, ClientSecret: s.Secret, Endpoint: p.Endpoint(), RedirectURL: s.Back, Scopes: []string{oidc.ScopeOpenID}}
}

// Go returns the provider's address to send somebody to, and the trip as it
// is remembered.
func (s *Single) Go(ctx context.Context, link string) (to string, trip []byte, err error) {
	p, err := s.at(ctx)
	if err != nil {
		return "", nil, err
	}
	t := Trip{State: word(), Nonce: word(), Verifier: oauth2.GenerateVerifier(), Link: link}
	to = s.oauth(p).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier))
	trip, err = json.Marshal(t)
	return to, trip, err
}

// Came checks who came back: state, code with its verifier, signature, issuer,
// audience, time and nonce.
func (s *Single) Came(ctx context.Context, trip []byte, state, code string) (Subject, Trip, error) {
	var t Trip
	if err := json.Unmarshal(trip, &t); err != nil || t.State == "" || t.State != state {
		return Subject{}, t, fmt.Errorf("authn: single sign-on: not the trip that was begun")
	}
	p, err := s.at(ctx)
	if err != nil {
		return Subject{}, t, err
	}
	got, err := s.oauth(p).Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return Subject{}, t, fmt.Errorf("authn: single sign-on: the code was not taken")
	}
	raw, _ := got.Extra("id_token").(string)
	token, err := p.Verifier(&oidc.Config{ClientID: s.Client}).Verify(ctx, raw)
	if err != nil {
		return Subject{}, t, fmt.Errorf("authn: single sign-on: %w", err)
	}
	if token.Nonce != t.Nonce {
		return Subject{}, t, fmt.Errorf("authn: single sign-on: the nonce is not ours")
	}
	var claims struct {
		Methods []string `json:"amr"`
	}
	if err := token.Claims(&claims); err != nil {
		return Subject{}, t, fmt.Errorf("authn: single sign-on: %w", err)
	}
	return Subject{Issuer: token.Issuer, Subject: token.Subject, TwoFactors: slices.Contains(claims.Methods, "mfa")}, t, nil
}

func word() string {
	b := make([]byte, 24)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
