package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/web"
)

// This is the organisation of the matrix: everybody who may stand in any way to
// one file of each kind, signed in once.

// stand is how somebody stands to the files of the northern team.
type stand string

const (
	own        stand = "own"                // seated in the team
	guest      stand = "guest"              // seated there without a view, invited to the facts of the case
	otherTeam  stand = "other team"         // the same role in the southern team
	otherOrg   stand = "other organisation" // the same role in another organisation
	walled     stand = "walled"             // seated in the team, walled off from the case
	recused    stand = "recused"            // likewise, by their own word
	ended      stand = "revoked"            // their seat in the team has ended
	expired    stand = "expired share"      // seated in the south, once invited to the whole case
	takenBack  stand = "revoked share"      // likewise, and the invitation was taken back
	signedOut  stand = "signed out"         // no cookie
	sessionEnd stand = "ended session"      // the cookie of a session that was ended
)

// outsiders stand where no file of the northern team shows.
var outsiders = []stand{otherTeam, otherOrg, ended, expired, takenBack}

// shutOut stand where the case does not show.
var shutOut = append([]stand{walled, recused}, outsiders...)

// person is somebody of the matrix.
type person struct {
	stand stand
	seat  tatm.Seat
	id    tatm.ActorID
	org   tatm.OrgID
	token string
	part  bool // htmx asks for the inside of a page alone
}

func (p person) String() string {
	return string(p.stand) + " " + string(p.seat.Role) + " " + string(p.seat.Discipline)
}

// matrix is the organisation with its case, report, person and meeting.
type matrix struct {
	t     *testing.T
	db    *store.DB
	app   *app.App
	desk  http.Handler
	log   *strings.Builder
	mu    sync.Mutex
	at    time.Time
	orgs  [2]tatm.OrgID
	north tatm.TeamID
	south tatm.TeamID
	chair access.Actor // of the north
	all   []person
	file  map[string]tatm.FileID // by the name of the parameter: case, report, person, meeting
	entry map[string]tatm.EntryID
	// hidden are the entries of the case and the person, by regime.
	hidden  map[tatm.Regime]map[string]tatm.EntryID
	planted []canary
	asked   atomic.Int64
	suspect tatm.FileID // a southern report about somebody whom the north has on file
}

// matrixDay is the day on which everybody asks; what came before was written before.
var matrixDay = time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)

func (m *matrix) days(n int) { m.mu.Lock(); m.at = matrixDay.AddDate(0, 0, n); m.mu.Unlock() }

func (m *matrix) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.at
}

func newMatrix(t *testing.T, url string) *matrix {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := &matrix{t: t, log: &strings.Builder{}, file: map[string]tatm.FileID{}, entry: map[string]tatm.EntryID{}, hidden: map[tatm.Regime]map[string]tatm.EntryID{}}
	m.days(-30)
	keys := seal.Ephemeral()
	m.db, err = store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.db.Close() })
	m.app = app.New(app.Parts{DB: m.db, Keys: keys, Library: lib, Now: m.now})
	m.desk = web.New(web.Options{App: m.app, Log: slog.New(slog.NewTextHandler(m.log, nil)), Personas: []web.Persona{{}}})
	m.seatEverybody()
	return m
}

// made keeps what was made, or ends the test.
func made[T any](m *matrix) func(T, error) T {
	return func(v T, err error) T {
		m.t.Helper()
		if err != nil {
			m.t.Fatal(err)
		}
		return v
	}
}

func (m *matrix) clock(org int) app.Desk {
	return m.app.As(access.Actor{ID: "clock", Org: m.orgs[org], Clock: true})
}

// seatEverybody founds two organisations and seats every role in every stand.
func (m *matrix) seatEverybody() {
	ctx := m.t.Context()
	var teams [3]tatm.TeamID
	for i := range m.orgs {
		m.orgs[i] = made[tatm.OrgID](m)(m.app.Found(ctx, "County", "UTC"))
	}
	for i, org := range []int{0, 0, 1} {
		teams[i] = made[tatm.TeamID](m)(m.clock(org).AddTeam(ctx, []string{"North", "South", "Elsewhere"}[i], "county"))
	}
	m.north, m.south = teams[0], teams[1]
	for _, role := range tatm.Roles {
		for _, s := range []stand{own, otherTeam, otherOrg, walled, ended, expired, takenBack} {
			m.seat(s, role, "", teams)
		}
		if slices.Contains([]tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core}, role) {
			m.seat(recused, role, "", teams)
		}
	}
	for _, d := range []tatm.Discipline{tatm.LawEnforcement, tatm.MentalHealth, tatm.SchoolAdmin, tatm.HumanResources, tatm.LegalCounsel, tatm.SocialServices} {
		m.seat(own, tatm.Core, d, teams)
	}
	m.seat(guest, tatm.Affiliate, "", teams)
	for i, p := range m.all {
		if p.stand == own && p.seat.Role == tatm.Chair {
			m.chair = access.Actor{ID: p.id, Org: p.org, Seats: []tatm.Seat{p.seat}}
		}
		m.days(0)
		m.all[i].token = made[string](m)(m.app.Persona(ctx, p.org, p.id))
		m.days(-30)
	}
}

func (m *matrix) seat(s stand, role tatm.Role, d tatm.Discipline, teams [3]tatm.TeamID) {
	at, org := teams[0], 0
	switch s {
	case otherTeam, expired, takenBack:
		at = teams[1]
	case otherOrg:
		at, org = teams[2], 1
	}
	p := person{stand: s, org: m.orgs[org], seat: tatm.Seat{Team: at, Role: role, Discipline: d, From: m.now()}}
	if s == ended {
		p.seat.Until = matrixDay.AddDate(0, 0, -5)
	}
	ctx, name := m.t.Context(), strings.ReplaceAll(p.String(), " ", "-")
	var err error
	if p.id, _, err = m.clock(org).AddMember(ctx, app.NewMember{Login: name, Name: "M. " + name}); err != nil {
		m.t.Fatal(err)
	}
	made[app.Made](m)(m.clock(org).GiveSeat(ctx, p.id, p.seat))
	m.all = append(m.all, p)
}

// words has the words of what was written taken in, and those on file recalled.
func (m *matrix) words() {
	for range 3 {
		if err := m.app.TakeWords(m.t.Context()); err != nil {
			m.t.Fatal(err)
		}
	}
}

// of are the people of some stands.
func (m *matrix) of(stands ...stand) []person {
	return slices.DeleteFunc(slices.Clone(m.all), func(p person) bool { return !slices.Contains(stands, p.stand) })
}

// answer is what came back, with what depends on the request alone made equal:
// see same.
type answer struct {
	status int
	head   http.Header
	body   string
}

// ask sends one request as somebody, past the network.
func (m *matrix) ask(p person, method, path string, form url.Values) answer {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(context.Background(), method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if p.part {
		r.Header.Set("HX-Request", "true")
	}
	if p.token != "" {
		r.AddCookie(&http.Cookie{Name: "offramp", Value: p.token})
	}
	w := httptest.NewRecorder()
	m.desk.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// actor is somebody at the desk.
func (m *matrix) actor(p person) access.Actor {
	return access.Actor{ID: p.id, Org: p.org, Seats: []tatm.Seat{p.seat}}
}

func (m *matrix) chairPerson() person { return m.one(own, tatm.Chair, "") }

// each asks as several people at once, as they do: the program keeps them apart.
func each(people []person, fn func(n int, p person)) {
	var wg sync.WaitGroup
	turn := make(chan struct{}, 4)
	for n, p := range people {
		wg.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			fn(n, p)
		})
	}
	wg.Wait()
}
