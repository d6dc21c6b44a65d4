package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"offramp/internal/config"
)

type configCmd struct {
	config.Config `embed:""`
	JSON          bool `help:"Print it as JSON."`
}

// setting is one line of the set-up in force.
type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"` // default, the name of a variable, or the command line
	For   string `json:"for"`
}

// Run prints each setting with where it comes from and what it is for, and
// ends as serve would with what is not safe about it.
func (c *configCmd) Run(env Env, k *kong.Context) error {
	var out []setting
	for _, f := range k.Flags() {
		if f.Name == "help" || f.Name == "json" {
			continue
		}
		s := setting{f.Name, hidePassword(fmt.Sprint(k.FlagValue(f))), "default", f.Help}
		for _, name := range f.Tag.Envs {
			if os.Getenv(name) != "" {
				s.From = name
			}
		}
		for _, p := range k.Path {
			if p.Flag == f {
				s.From = "command line"
			}
		}
		switch f.Name {
		case "database":
			s.Value = hidePassword(c.DatabaseURL())
		case "keys":
			s.Value = c.KeyFile()
		}
		out = append(out, s)
	}
	if c.JSON {
		if err := json.NewEncoder(env.Out).Encode(out); err != nil {
			return err
		}
		return c.Check()
	}
	for _, s := range out {
		if s.Value == "" {
			s.Value = "(none)"
		}
		fmt.Fprintf(env.Out, "%-12s %s\n             %s. %s\n", s.Name, s.Value, s.From, s.For)
	}
	return c.Check()
}

// hidePassword takes the password out of a database address.
func hidePassword(s string) string {
	before, rest, ok := strings.Cut(s, "://")
	if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
		user, _, _ := strings.Cut(rest[:at], ":")
		return before + "://" + user + rest[at:]
	}
	return s
}
