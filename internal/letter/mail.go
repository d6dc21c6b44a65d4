package letter

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/wneessen/go-mail"
)

// Mail takes letters to a mail server by SMTP. TLS is demanded, except of a
// server on this machine.
type Mail struct {
	Server   string // host:port
	From     string
	User     string
	Password string
	Host     string // of the desk, for the id of messages
}

// Name is "mail".
func (Mail) Name() string { return "mail" }

// Take sends one letter.
func (m Mail) Take(ctx context.Context, l Letter) error {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return fmt.Errorf("letter: mail server: %w", err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return fmt.Errorf("letter: mail server: %w", err)
	}
	msg := mail.NewMsg()
	if err := msg.From(m.From); err != nil {
		return fmt.Errorf("letter: sender: %w", err)
	}
	if err := msg.To(l.To); err != nil {
		return fmt.Errorf("letter: receiver: not an address")
	}
	msg.Subject(l.Subject)
	msg.SetBodyString(mail.TypeTextPlain, l.Text)
	msg.SetMessageIDWithValue(l.ID + "@" + m.Host)
	msg.SetDateWithValue(l.At)
	options := []mail.Option{mail.WithPort(n), mail.WithTimeout(patience), mail.WithTLSPolicy(mail.TLSMandatory)}
	if local(host) {
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	c, err := mail.NewClient(host, options...)
	if err != nil {
		return fmt.Errorf("letter: mail server: %w", err)
	}
	if err := c.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("letter: mail: %w", err)
	}
	return nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
