// Package config is how an installation is set up: one struct, filled from
// flags and the environment by the command line.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"offramp/internal/fault"
	"offramp/internal/match"
)

// Config is the set-up of a server.
type Config struct {
	Data         string `help:"Folder for the database, attachments in it, and its keys." default:"offramp-data" env:"OFFRAMP_DATA" type:"path"`
	Database     string `help:"postgres://… for PostgreSQL; empty for the embedded database." env:"OFFRAMP_DATABASE"`
	Keys         string `help:"Key file, kept apart from the data if you can." env:"OFFRAMP_KEYS" type:"path"`
	Addr         string `help:"Where the staff's desk listens." default:"127.0.0.1:8080" env:"OFFRAMP_ADDR"`
	PortalAddr   string `help:"Where the public portal listens." default:"127.0.0.1:8081" env:"OFFRAMP_PORTAL_ADDR"`
	StaffURL     string `help:"Address of the desk as browsers see it." env:"OFFRAMP_URL"`
	PortalURL    string `help:"Address of the portal as browsers see it." env:"OFFRAMP_PORTAL_URL"`
	Cert         string `help:"Certificate file for TLS." env:"OFFRAMP_CERT" type:"path"`
	CertKey      string `help:"Key file of the certificate." env:"OFFRAMP_CERT_KEY" type:"path"`
	FileMost     int64  `name:"attachment-mb" help:"How large an attached file may be, in megabytes." default:"100" env:"OFFRAMP_ATTACHMENT_MB"`
	Scanner      string `help:"Looks for malware in files that are taken in: address of clamd, unix:/path or tcp:host:port." env:"OFFRAMP_SCANNER"`
	Proxy        bool   `help:"A proxy in front speaks TLS with the browsers." env:"OFFRAMP_PROXY"`
	SSOIssuer    string `name:"sso-issuer" help:"Single sign-on: address of the OpenID Connect provider." env:"OFFRAMP_SSO_ISSUER"`
	SSOClient    string `name:"sso-client" help:"Single sign-on: id of this desk at the provider." env:"OFFRAMP_SSO_CLIENT"`
	SSOSecret    string `name:"sso-secret" help:"Single sign-on: file that holds the secret of this desk at the provider." env:"OFFRAMP_SSO_SECRET" type:"path"`
	MailServer   string `help:"Notices by mail: server as host:port." env:"OFFRAMP_MAIL_SERVER"`
	MailFrom     string `help:"Notices by mail: the sender's address." env:"OFFRAMP_MAIL_FROM"`
	MailUser     string `help:"Notices by mail: user at the server." env:"OFFRAMP_MAIL_USER"`
	MailPassword string `help:"Notices by mail: file that holds the password." env:"OFFRAMP_MAIL_PASSWORD" type:"path"`
	MailIn       string `name:"mail-in" help:"Mail turned into reports: where a mail server on this machine hands it on, as 127.0.0.1:2525." env:"OFFRAMP_MAIL_IN"`
	MailFolder   string `name:"mail-folder" help:"Mail turned into reports: mailbox folder (Maildir) to empty." env:"OFFRAMP_MAIL_FOLDER" type:"path"`
	MailDomain   string `name:"mail-domain" help:"Mail turned into reports: what stands after the @ of its addresses." env:"OFFRAMP_MAIL_DOMAIN"`
	Hook         string `help:"Notices to another program (Standard Webhooks): https address." env:"OFFRAMP_HOOK"`
	HookSecret   string `help:"Notices to another program: file that holds the signing secret." env:"OFFRAMP_HOOK_SECRET" type:"path"`
}

// DatabaseURL is the database to open: PostgreSQL, or the file in the folder.
func (c Config) DatabaseURL() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "offramp.db")
}

// KeyFile is where the keys are.
func (c Config) KeyFile() string {
	if c.Keys != "" {
		return c.Keys
	}
	return filepath.Join(c.Data, "keys.json")
}

// NameFile is where name frequencies taken from public lists stand.
func (c Config) NameFile() string { return filepath.Join(c.Data, "name-frequencies.csv") }

// ReadNames reads such a file; where there is none, nothing.
func ReadNames(path string) ([]match.Share, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	shares, err := match.ParseShares(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return shares, nil
}

// Secure reports whether browsers reach the desk by TLS.
func (c Config) Secure() bool { return c.Cert != "" || c.Proxy }

// PortalAt is the portal's address as the public sees it: as it was set up, or
// where it listens.
func (c Config) PortalAt(listening string) string {
	if c.PortalURL != "" {
		return c.PortalURL
	}
	return "http://" + listening
}

// fileMost is the largest bound of an attachment, in megabytes: a form with
// its files is read no further than twice that.
const fileMost = 1024

// Check refuses a set-up that would not be safe.
func (c Config) Check() error {
	if (c.Cert == "") != (c.CertKey == "") {
		return fault.Bad("cert", "config.cert-pair")
	}
	if !c.Secure() && !loopback(c.Addr) {
		return fault.Bad("addr", "config.plain")
	}
	if c.FileMost < 0 || c.FileMost > fileMost {
		return fault.Bad("attachment-mb", "config.attachment-mb", strconv.Itoa(fileMost))
	}
	if c.Addr == c.PortalAddr {
		return fault.Bad("portal-addr", "config.same-address")
	}
	// A cookie belongs to a host name whatever its port, so the portal, which
	// must know nothing of the staff, needs a name of its own.
	if s, p := host(c.StaffURL), host(c.PortalURL); s != "" && s == p {
		return fault.Bad("portal-url", "config.same-host")
	}
	if c.Secure() && (c.StaffURL == "" || c.PortalURL == "") {
		return fault.Bad("staff-url", "config.urls")
	}
	if (c.SSOIssuer == "") != (c.SSOClient == "") || (c.SSOIssuer != "" && c.StaffURL == "") {
		return fault.Bad("sso-issuer", "config.sso")
	}
	if (c.MailServer == "") != (c.MailFrom == "") {
		return fault.Bad("mail-server", "config.mail")
	}
	if c.MailIn != "" && !loopback(c.MailIn) {
		return fault.Bad("mail-in", "config.mail-in")
	}
	if (c.Hook == "") != (c.HookSecret == "") {
		return fault.Bad("hook", "config.hook")
	}
	return nil
}

func host(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// loopback reports whether an address can be reached from this machine alone.
func loopback(addr string) bool {
	h, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(h)
	return h == "localhost" || (ip != nil && ip.IsLoopback())
}
