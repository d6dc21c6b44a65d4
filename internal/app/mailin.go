package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"offramp/internal/fault"
	"offramp/internal/tatm"
	"offramp/internal/vault"
)

// Mail turns into a report, or into the file of a case where it was sent to an
// address that the case's page shows. What it was is sealed whole, so nothing
// that could not be read is lost, and the same message is taken once.

// caseAddress is the local part of an address that leads to a case: the file
// and a seal over it, which nobody can make up.
var caseAddress = regexp.MustCompile(`(?i)\bcase\+([0-9a-z]+)-([0-9a-f]{20})@`)

// MailTag is what stands before the @ of the address of a case.
func (a *App) MailTag(on tatm.FileID) string {
	return "case+" + string(on) + "-" + hex.EncodeToString(a.keys.Mark("mail-case", []byte(on))[:10])
}

// caseOf is the case that one of the addresses leads to.
func (a *App) caseOf(to []string) tatm.FileID {
	for _, x := range to {
		for _, m := range caseAddress.FindAllStringSubmatch(x, -1) {
			id := tatm.FileID(strings.ToLower(m[1]))
			if tatm.ValidID(string(id)) && strings.EqualFold(a.MailTag(id), "case+"+m[1]+"-"+m[2]) {
				return id
			}
		}
	}
	return ""
}

// TakesMail reports whether an address is one that mail is taken in at: that of
// the reports, or of a case whose seal holds.
func (a *App) TakesMail(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(strings.Trim(address, "<> ")), "@")
	return local == "report" || strings.HasPrefix(local, "report+") || a.caseOf([]string{address}) != ""
}

// TakeMail takes one message in, durably, before it returns. envelope are the
// receivers that the server before it named, if it did.
func (d Door) TakeMail(ctx context.Context, raw []byte, envelope []string) error {
	m := vault.ReadMessage(raw)
	// Kept for good: the same message may come again after a year.
	desk := d.app.As(d.desk().who).Once("import mail " + sameMail(m, raw))
	if on := d.app.caseOf(append(envelope, m.To...)); on != "" {
		err := desk.mailToCase(ctx, on, m, raw)
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	by, err := d.Channel(ctx, "", "")
	if err != nil {
		return err
	}
	return desk.mailToTeam(ctx, by.Channel.Team, m, raw)
}

// sameMail tells a message that comes again from one that only says that it is
// the same: whoever writes an earlier message's name over other words is heard.
// What is on its way only, such as the servers that it passed, does not count.
func sameMail(m vault.Message, raw []byte) string {
	h := sha256.New()
	if m.ID == "" {
		h.Write(raw)
		return hex.EncodeToString(h.Sum(nil))
	}
	parts := [][]byte{[]byte(m.ID), []byte(m.From), []byte(m.Subject), []byte(m.Text)}
	for _, f := range m.Files {
		parts = append(parts, []byte(f.Name), f.Bytes)
	}
	for _, p := range parts {
		one := sha256.Sum256(p)
		h.Write(one[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// mailToTeam makes a report of a message, and seals the message with it. Each
// step is done once, so that one that broke off is taken up again.
func (d Desk) mailToTeam(ctx context.Context, team tatm.TeamID, m vault.Message, raw []byte) error {
	made, err := d.FileReport(ctx, team, tatm.Report{Channel: tatm.ByMail, Narrative: mailWords(m, tatm.TextMost)}, senderOf(m))
	if err != nil {
		return err
	}
	staged, err := d.original(ctx, made.File, raw)
	if err != nil {
		return err
	}
	e := tatm.MailIn{Broken: m.Broken}
	for _, f := range m.Files {
		e.Files = append(e.Files, clip(strings.ToValidUTF8(f.Name, "�"), 120))
	}
	_, err = d.EncloseMail(ctx, made.File, staged.ID, e)
	return err
}

// mailToCase puts a message into the file of a case as an observation, with
// the message and what came with it attached.
func (d Desk) mailToCase(ctx context.Context, on tatm.FileID, m vault.Message, raw []byte) error {
	whole, err := d.original(ctx, on, raw)
	if err != nil {
		return err
	}
	blobs := []tatm.BlobID{whole.ID}
	for _, f := range m.Files[:min(len(m.Files), tatm.AttachmentsMost-1)] {
		s, err := d.StageMail(ctx, on, f.Name, f.Bytes)
		if fault.KindOf(err) == fault.Invalid {
			continue // a kind of file that is not taken stays in the message, which is
		}
		if err != nil {
			return err
		}
		blobs = append(blobs, s.ID)
	}
	_, err = d.MailToCase(ctx, on, tatm.Observation{Text: mailWords(m, tatm.TextMost), How: tatm.OnRecord, Source: clip(m.From, tatm.LineMost)}, blobs)
	return err
}

// original seals a message as it came. What is not a mail by its bytes is put
// into one, byte for byte, so that it is kept all the same.
func (d Desk) original(ctx context.Context, on tatm.FileID, raw []byte) (Staged, error) {
	s, err := d.StageMail(ctx, on, "message.eml", raw)
	if fault.KindOf(err) != fault.Invalid {
		return s, err
	}
	var b bytes.Buffer
	b.WriteString("From: unknown@invalid\r\nTo: report@invalid\r\nSubject: message\r\nDate: Thu, 01 Jan 1970 00:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(raw)), 76) {
		b.Write(line)
		b.WriteString("\r\n")
	}
	return d.StageMail(ctx, on, "message.eml", b.Bytes())
}

// StageMail seals a file that came by mail for the file it goes to.
func (d Desk) StageMail(ctx context.Context, on tatm.FileID, name string, file []byte) (Staged, error) {
	return d.bring(ctx, opMailStage, on, name, d.app.most, bytes.NewReader(file))
}

// MailToCase adds what came by mail to a case.
func (d Desk) MailToCase(ctx context.Context, on tatm.FileID, o tatm.Observation, files []tatm.BlobID) (Made, error) {
	return d.do(ctx, opMailCase, on, func(w *work) error {
		id, err := w.add(o, Circumstance{})
		if err != nil {
			return err
		}
		if err := w.attach(id, files, Given{By: o.Source}); err != nil {
			return err
		}
		return w.post("look-again", w.row.Head.Owner, w.Now)
	})
}

// EncloseMail puts the sealed message to the report that was made of it. It may
// say who the reporter is, so it stands in their compartment.
func (d Desk) EncloseMail(ctx context.Context, on tatm.FileID, blob tatm.BlobID, e tatm.MailIn) (Made, error) {
	return d.do(ctx, opMailEnclose, on, func(w *work) error {
		held, err := w.take(blob)
		if err != nil {
			return err
		}
		e.HeldFile = held
		_, err = w.add(e, Circumstance{Regime: tatm.ReporterID})
		return err
	})
}

// OpenMail hands out the message that a report came by, whole.
func (d Desk) OpenMail(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Handed, error) {
	h, err := d.hand(ctx, opMailOpen, on, id, 0)
	if err == nil {
		err = h.Bytes.Whole(h.Rec.SHA256)
	}
	return h, err
}

// mailWords are the words of a message: its subject, then its text.
func mailWords(m vault.Message, most int) string {
	words := strings.TrimSpace(m.Subject + "\n\n" + m.Text)
	if words == "" {
		words = "–"
	}
	if !utf8.ValidString(words) {
		words = strings.ToValidUTF8(words, "�")
	}
	if r := []rune(words); len(r) > most {
		words = string(r[:most-1]) + "…" // the message itself has all of it
	}
	return words
}

// senderOf is who a message says it is from: for the reporter's compartment.
func senderOf(m vault.Message) tatm.Reporter {
	if a, err := mail.ParseAddress(m.From); err == nil {
		return tatm.Reporter{Name: clip(a.Name, tatm.LineMost), Contact: clip(a.Address, tatm.LineMost)}
	}
	return tatm.Reporter{Contact: clip(m.From, tatm.LineMost)}
}
