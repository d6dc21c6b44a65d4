// A number that makes SHA-256 of "ticket.number" begin with so many zero bits.
// It keeps nothing and asks nobody; without it the button works after the wait.
(() => {
  const form = document.getElementById("wait");
  const bits = Number(form.dataset.bits), ticket = form.elements.ticket.value + ".";
  const K = [], H0 = [];
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (H0.length < 8) H0.push((Math.sqrt(n) % 1) * 4294967296 | 0);
    K.push((Math.cbrt(n) % 1) * 4294967296 | 0);
  }
  const W = new Int32Array(64);
  const block = (h, b, at) => {
    for (let i = 0; i < 16; i++) W[i] = b[at + 4 * i] << 24 | b[at + 4 * i + 1] << 16 | b[at + 4 * i + 2] << 8 | b[at + 4 * i + 3];
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = W[i - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + W[i - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
    }
    let [a, c, d, e, f, g, j, k] = h;
    for (let i = 0; i < 64; i++) {
      const t = k + ((f >>> 6 | f << 26) ^ (f >>> 11 | f << 21) ^ (f >>> 25 | f << 7)) + (f & g ^ ~f & j) + K[i] + W[i] | 0;
      const u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & c ^ a & d ^ c & d) | 0;
      k = j; j = g; g = f; f = e + t | 0; e = d; d = c; c = a; a = t + u | 0;
    }
    return [h[0] + a | 0, h[1] + c | 0, h[2] + d | 0, h[3] + e | 0, h[4] + f | 0, h[5] + g | 0, h[6] + j | 0, h[7] + k | 0];
  };
  // Whole blocks of the ticket are hashed once; only the tail changes.
  const head = new TextEncoder().encode(ticket), whole = head.length - head.length % 64;
  let start = H0;
  for (let at = 0; at < whole; at += 64) start = block(start, head, at);
  const rest = head.slice(whole);
  const first = (n) => {
    const s = String(n), size = rest.length + s.length, b = new Uint8Array(size + 9 > 64 ? 128 : 64);
    b.set(rest);
    for (let i = 0; i < s.length; i++) b[rest.length + i] = s.charCodeAt(i);
    b[size] = 128;
    const long = (whole + size) * 8;
    for (let i = 0; i < 4; i++) b[b.length - 1 - i] = long >>> 8 * i;
    let h = start;
    for (let at = 0; at < b.length; at += 64) h = block(h, b, at);
    return Math.clz32(h[0]);
  };
  let n = 0;
  const go = () => {
    for (const until = n + 4000; n < until; n++) {
      if (first(n) >= bits) {
        form.elements.work.value = n;
        form.requestSubmit();
        return;
      }
    }
    setTimeout(go);
  };
  go();
})();
