// Compiles the style sheets and copies what is vendored into the program.
//
// USWDS compiles its colour tokens to figures, so a second theme would double
// every rule. Here each figure becomes the name of a token again (src/_theme.scss
// says what a name is in light and in dark), and a figure that has no name stops
// the build. The pages use this project's own words for classes, which extend
// those of USWDS; what is left of usa-* is dropped, and so are the fonts that
// nothing uses.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import postcss from "postcss";
import * as sass from "sass";

const desk = "../../internal/web/assets/";
const portal = "../../internal/portal/assets/";

// A figure by what it paints: text, ground, and lines with shadows.
const names = {
  "#1b1b1b": ["ink", "ink", "ink"],
  "#fff": ["accentink", "sheet", "sheet"],
  "#f0f0f0": ["accentink", "chip", "chip"],
  "#000": ["ink", "ink", "ink"],
  "#005ea2": ["link", "accent", "accent"],
  "#1a4480": ["linkhover", "accenthover", "accenthover"],
  "#162e51": ["linkhover", "accentactive", "accentactive"],
  "#54278f": ["link", "link", "link"],
  "#757575": ["soft", "edge", "edge"],
  "#71767a": ["soft", "edge", "edge"],
  "#565c65": ["soft", "edge", "edge"],
  "#3d4551": ["chipink", "chipink", "edge"],
  "#454545": ["soft", "disabled", "disabled"],
  "#919191": ["soft", "disabled", "disabled"],
  "#c9c9c9": ["soft", "disabled", "disabled"],
  "#a9aeb1": ["soft", "line", "line"],
  "#dfe1e2": ["accentink", "line", "line"],
  "#e6e6e6": ["accentink", "line", "line"],
  "#edeff0": ["accentink", "chip", "chip"],
  "#2491ff": ["focus", "focus", "focus"],
  "#b50909": ["danger", "danger", "danger"],
  "#8b0a03": ["danger", "danger", "danger"],
  "#d54309": ["danger", "danger", "danger"],
  "#d83933": ["danger", "danger", "danger"],
  "#faf3d1": ["warn", "warnground", "warnground"],
  "#ffbe2e": ["warn", "warnedge", "warnedge"],
};

function named(decl) {
  if (decl.prop.startsWith("--")) return;
  if (decl.prop === "font-family" && decl.value.startsWith("Public Sans")) decl.value = "var(--font)";
  const which = decl.prop === "color" || decl.prop === "fill" ? 0 : decl.prop.startsWith("background") ? 1 : 2;
  decl.value = decl.value.replace(/#[0-9a-f]{3,8}\b|\b(white|black)\b/gi, (figure) => {
    const known = names[{ white: "#fff", black: "#000" }[figure] ?? figure];
    if (!known) throw new Error(`${figure} in ${decl.parent.selector} { ${decl.prop} } has no name in the theme`);
    return `var(--${known[which]})`;
  });
}

function tidy(css) {
  const root = postcss.parse(css);
  root.walkAtRules("font-face", (r) => r.remove());
  root.walkRules((r) => {
    const ours = r.selectors.filter((s) => !/usa-|data-sort|aria-sort|is-hidden|__/.test(s));
    if (ours.length === 0) r.remove();
    else r.selectors = [...new Set(ours)];
  });
  root.walkDecls(named);
  root.walkAtRules("media", (r) => { if (r.nodes.length === 0) r.remove(); });
  return root.toString();
}

function write(from, to, head = "") {
  const { css } = sass.compile(from, { loadPaths: ["node_modules/@uswds/uswds/packages"], style: "compressed", charset: false, silenceDeprecations: ["if-function", "global-builtin", "import"], quietDeps: true });
  const text = head + tidy(css).replace(/\}/g, "}\n");
  writeFileSync(to, text);
  console.log(to, text.length, "bytes,", gzipSync(text, { level: 9 }).length, "compressed");
}

const fonts = ["Regular", "Bold"]
  .map((w) => `@font-face{font-family:"Public Sans Web";font-weight:${w === "Bold" ? 700 : 400};font-display:swap;src:url(fonts/PublicSans-${w}.woff2) format("woff2")}\n`)
  .join("");

mkdirSync(desk + "fonts", { recursive: true });
for (const w of ["Regular", "Bold"]) copyFileSync(`node_modules/@uswds/uswds/dist/fonts/public-sans/PublicSans-${w}.woff2`, `${desk}fonts/PublicSans-${w}.woff2`);
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", desk + "htmx.min.js");
try {
  write("src/offramp.scss", desk + "offramp.css", fonts);
  write("src/portal.scss", portal + "portal.css");
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
}
