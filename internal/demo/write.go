package demo

import (
	"fmt"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// put writes a record into the case by the use case of its kind, and remembers
// it under key. Keys stand where the record names entries, logins where it
// names people.
func (s *story) put(key string, r tatm.Record) {
	c := app.Circumstance{Regime: s.regime}
	s.regime = ""
	s.ask(func(d app.Desk) (app.Made, error) {
		m, err := s.write(d, r, c)
		s.acts[key] = m.Entry
		if o, ok := r.(tatm.Observation); ok && err == nil && o.Nature != "" {
			s.graded = append(s.graded, m.Entry)
		}
		if err != nil {
			err = fmt.Errorf("%s %q: %w", r.Kind(), key, err)
		}
		return m, err
	})
}

func (s *story) write(d app.Desk, r tatm.Record, c app.Circumstance) (app.Made, error) {
	ctx, on := s.w.ctx, s.kase
	switch r := r.(type) {
	case tatm.Observation:
		return d.AddObservation(ctx, on, r, c)
	case tatm.Interview:
		return d.AddInterview(ctx, on, r, c)
	case tatm.Factor:
		r.Observations = s.keys(r.Observations)
		return d.AddFactor(ctx, on, r, "", c)
	case tatm.Request:
		r.Owner, r.Gap = s.w.ids[string(r.Owner)], s.key(r.Gap)
		return d.MakeRequest(ctx, on, r)
	case tatm.Nexus:
		r.Observations = s.keys(r.Observations)
		return d.JudgeNexus(ctx, on, "", 0, r)
	case tatm.Part:
		r.Person = tatm.FileID(s.key(tatm.EntryID(r.Person)))
		return d.AddPart(ctx, on, r, c)
	case tatm.Need:
		return d.KeepNeed(ctx, on, "", 0, r)
	case tatm.Grievance:
		return d.KeepGrievance(ctx, on, "", 0, r)
	case tatm.Delivery:
		r.Intervention = s.key(r.Intervention)
		return d.NoteDelivery(ctx, on, r, c)
	case tatm.Effect:
		r.Intervention = s.key(r.Intervention)
		return d.JudgeEffect(ctx, on, r)
	case tatm.TargetPlan:
		r.Part = s.key(r.Part)
		return d.KeepTargetPlan(ctx, on, "", 0, r)
	}
	return s.writeWork(d, r, c)
}

func (s *story) writeWork(d app.Desk, r tatm.Record, c app.Circumstance) (app.Made, error) {
	ctx, on := s.w.ctx, s.kase
	switch r := r.(type) {
	case tatm.Tripwire:
		r.Watcher, r.Of, r.Monitor = s.w.ids[string(r.Watcher)], s.key(r.Of), s.key(r.Monitor)
		return d.ArmTripwire(ctx, on, r)
	case tatm.Monitor:
		r.Owner = s.w.ids[string(r.Owner)]
		return d.AgreeMonitor(ctx, on, r)
	case tatm.CheckIn:
		r.Monitor = s.key(r.Monitor)
		return d.NoteCheckIn(ctx, on, r, c)
	case tatm.Task:
		r.Owner = s.w.ids[string(r.Owner)]
		return d.GiveTask(ctx, on, r)
	case tatm.Message:
		r.Asks, r.Answers = s.w.ids[string(r.Asks)], s.key(r.Answers)
		return d.PostMessage(ctx, on, r, app.Becomes{})
	case tatm.Notice:
		return d.RecordNotice(ctx, on, r, c)
	case tatm.Duty:
		return d.PromptDuty(ctx, on, r)
	case tatm.ContactSheet:
		r.CallBack = s.w.clock.Now().Add(4 * time.Hour)
		return d.KeepContactSheet(ctx, on, "", 0, r)
	case tatm.Decision:
		r.Relied = s.keys(r.Relied)
		return d.MakeDecision(ctx, on, r)
	case tatm.Dissent:
		r.From = s.key(r.From)
		return d.AddDissent(ctx, on, r)
	case tatm.Invitation:
		r.Actor = s.w.ids[string(r.Actor)]
		return d.Invite(ctx, on, r)
	case tatm.Wall:
		r.Actor = s.w.ids[string(r.Actor)]
		return d.WallOff(ctx, on, r)
	case tatm.Printout:
		copied, err := d.PrintCase(ctx, on, r)
		if err == nil && copied == 0 {
			err = fmt.Errorf("a copy has no number")
		}
		return app.Made{}, err
	}
	if m, ok, err := s.writeShared(d, r, c); ok {
		return m, err
	}
	return app.Made{}, fmt.Errorf("no use case writes a %s", r.Kind())
}

// key is what stands under a key, or nothing for none.
func (s *story) key(k tatm.EntryID) tatm.EntryID {
	if k == "" {
		return ""
	}
	if id := s.acts[string(k)]; id != "" {
		return id
	}
	return k // a rule will refuse a key that nothing stands under
}

func (s *story) keys(ks []tatm.EntryID) []tatm.EntryID {
	out := make([]tatm.EntryID, len(ks))
	for i, k := range ks {
		out[i] = s.key(k)
	}
	return out
}

func cite(keys []string) []tatm.EntryID {
	out := make([]tatm.EntryID, len(keys))
	for i, k := range keys {
		out[i] = tatm.EntryID(k)
	}
	return out
}

// saw is what somebody saw or heard themselves.
func saw(source, text string) tatm.Observation {
	return tatm.Observation{Text: text, How: tatm.SawOrHeard, Nature: tatm.Fact, Source: source, Reliability: "Known to the team; speaks of what they saw", Corroboration: "Nothing against it"}
}

// told is what somebody had from another.
func told(source, origin, text string) tatm.Observation {
	return tatm.Observation{Text: text, How: tatm.ToldBy, Nature: tatm.Inference, Source: source, Origin: origin, Reliability: "Honest; at second hand"}
}

// online is what somebody saw online.
func online(source, origin, text string) tatm.Observation {
	return tatm.Observation{Text: text, How: tatm.SawOnline, Nature: tatm.Fact, Source: source, Origin: origin, Reliability: "Public page, kept as it stood"}
}

// onRecord is what a document or a register says.
func onRecord(source, text string) tatm.Observation {
	return tatm.Observation{Text: text, How: tatm.OnRecord, Nature: tatm.Fact, Source: source, Reliability: "Document seen"}
}

// risk is a dynamic risk factor: an item of a catalog, with what it means here.
func risk(item, own string, cited ...string) tatm.Factor {
	return tatm.Factor{Class: tatm.RiskFactor, Item: item, Own: own, Dynamic: true, Rating: tatm.Present, Observations: cite(cited)}
}

// holds is a protective factor.
func holds(item, own string, cited ...string) tatm.Factor {
	return tatm.Factor{Class: tatm.Protective, Item: item, Own: own, Rating: tatm.Present, Observations: cite(cited)}
}

// lost is a loss or strain of the present.
func lost(item, own string, cited ...string) tatm.Factor {
	return tatm.Factor{Class: tatm.Precipitating, Item: item, Own: own, Rating: tatm.Present, Timing: tatm.Current, Observations: cite(cited)}
}

// gap is a factor nobody knows of yet.
func gap(own string) tatm.Factor {
	return tatm.Factor{Class: tatm.RiskFactor, Own: own, Rating: tatm.NotKnown}
}
