// Which keys of the feature checklist (S1..S244, X1..X12) no test names yet. Informational: prints,
// never fails. A test names what it shows in a comment: `// covers: S26, S27`.
import { isTest, listFiles, read } from './lib.mjs';

const ALL = [
  ...Array.from({ length: 244 }, (_, i) => `S${i + 1}`),
  ...Array.from({ length: 12 }, (_, i) => `X${i + 1}`),
];
const CASES = /^(tests\/|.*\/data\/cases\/)/;

// Keys named in `text`: single ones and ranges ("S26, S30-S33").
export function keys(text) {
  const out = new Set();
  for (const m of text.matchAll(/(?:\/\/|#)\s*covers:\s*([^\n]*)/g)) {
    for (const k of m[1].matchAll(/\b([SX])(\d+)(?:\s*(?:-|\.\.)\s*\1(\d+))?/g)) {
      for (let n = Number(k[2]); n <= Number(k[3] ?? k[2]); n += 1) out.add(`${k[1]}${n}`);
    }
  }
  return out;
}

// Writes ["S1","S2","S3","S7"] as "S1-S3 S7".
export function ranges(list) {
  const out = [];
  for (const key of list) {
    const last = out.at(-1);
    const n = Number(key.slice(1));
    if (last && last.letter === key[0] && last.to === n - 1) last.to = n;
    else out.push({ letter: key[0], from: n, to: n });
  }
  return out.map((r) => r.letter + r.from + (r.to > r.from ? `-${r.letter}${r.to}` : '')).join(' ');
}

export function report(root) {
  const named = new Set();
  for (const path of listFiles(root)) {
    if (!isTest(path) && !CASES.test(path)) continue;
    for (const key of keys(read(root, path))) named.add(key);
  }
  const open = ALL.filter((k) => !named.has(k));
  return [`${ALL.length - open.length} of ${ALL.length} checklist keys are named by a test; not yet named:`,
    ranges(open) || '(none)'];
}

export function selfTestReport() {
  const got = [...keys('// covers: S1, S3-S5\nint x; // covers: X2\n')].join(' ');
  if (got !== 'S1 S3 S4 S5 X2') throw new Error(`covers: keys gave ${got}`);
  if (ranges(['S1', 'S2', 'S4', 'X1']) !== 'S1-S2 S4 X1') throw new Error('covers: ranges');
}
