package seal

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"
)

// Ticket seals what a browser carries for a short while on the server's
// behalf, such as the challenge of a sign-in: nobody can read or change it, it
// serves one purpose, and it ends by itself.
func (k *Keys) Ticket(purpose string, data []byte, until time.Time) (string, error) {
	a, err := aead(k.Mark("ticket", []byte(purpose)))
	if err != nil {
		return "", err
	}
	clear := binary.BigEndian.AppendUint64(nil, uint64(until.UnixMicro()))
	return base64.RawURLEncoding.EncodeToString(a.Seal(nil, nil, append(clear, data...), Bind("ticket", purpose))), nil
}

// OpenTicket returns what a ticket of that purpose holds, unless it has ended
// or is not one of ours.
func (k *Keys) OpenTicket(purpose, ticket string, now time.Time) ([]byte, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil {
		return nil, fmt.Errorf("seal: not a ticket")
	}
	a, err := aead(k.Mark("ticket", []byte(purpose)))
	if err != nil {
		return nil, err
	}
	clear, err := a.Open(nil, nil, sealed, Bind("ticket", purpose))
	if err != nil || len(clear) < 8 {
		return nil, fmt.Errorf("seal: not a ticket")
	}
	if until := time.UnixMicro(int64(binary.BigEndian.Uint64(clear))); !now.Before(until) {
		return nil, fmt.Errorf("seal: the ticket has ended")
	}
	return clear[8:], nil
}
