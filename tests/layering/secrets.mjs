// No secret and no personal data in the repository: keys, tokens, passwords, real e-mail addresses,
// phone numbers, citizen numbers, bank accounts, home folders. Nothing is left out of the scan.
import { finding, listFiles, read } from './lib.mjs';

const digits = (text) => [...text].map(Number);
// The eleven test of Dutch citizen numbers.
function isCitizenNumber(text) {
  const d = digits(text);
  const sum = d.slice(0, 8).reduce((acc, x, i) => acc + x * (9 - i), 0) - d[8];
  return sum !== 0 && sum % 11 === 0 && !/^(\d)\1+$/.test(text);
}

const RULES = [
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g },
  { name: 'signed token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
  { name: 'cloud key', pattern: /\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[\w-]{10,}/g },
  {
    name: 'password',
    // Made-up ones of tests say so: they contain "test", "wrong" or "letmein".
    fine: (m) => /test|wrong|letmein/i.test(m[0].slice(m[0].search(/["']/))),
    pattern: /\b(?:password|passwd|secret|api_key)\s*[:=]\s*["'][^"'\s$<{]{6,}["']/gi,
  },
  {
    name: 'e-mail address',
    pattern: /\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)\b/g,
    fine: (m) => /(^|\.)(example(\.(com|org|net|nl))?|test|invalid|localhost)$/.test(m[1]) || /^\d/.test(m[1]),
  },
  { name: 'phone number', pattern: /(?<![\w.])(?:\+31|0031)[ -]?\d(?:[ -]?\d){8}\b|\b06[- ]?\d{8}\b/g },
  { name: 'bank account', pattern: /\bNL\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{2}\b/g },
  { name: 'citizen number', pattern: /(?<![\w.'-])\d{9}(?![\w.'-])/g, fine: (m) => !isCitizenNumber(m[0]) },
  { name: 'home folder', pattern: /\/(?:home|Users)\/[a-z][\w-]+\//g },
];
const BINARY = /\.(png|jpg|gz|db|binpb|ico|pdf)$/;
const LOCK = /(^|\/)package-lock\.json$/;

export function check(root) {
  const out = [];
  for (const path of listFiles(root)) {
    if (BINARY.test(path)) continue;
    read(root, path).split('\n').forEach((line, i) => {
      for (const rule of RULES) {
        if (LOCK.test(path) && rule.name === 'e-mail address') continue;
        for (const m of line.matchAll(rule.pattern)) {
          if (!rule.fine?.(m)) out.push(finding(path, i + 1, rule.name));
        }
      }
    });
  }
  return out;
}

// Planted texts are put together here so that this file itself stays clean.
const planted = [
  '-----BEGIN ' + 'PRIVATE KEY-----',
  ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiJhbm4ifQx', 'a'.repeat(30)].join('.'),
  'AKIA' + 'ABCDEFGHIJKLMNOP',
  'pass' + 'word = "hunter2hunter2"',
  'jan' + '@' + 'bedrijf.nl',
  '+31' + ' 6 12345678',
  'NL91' + 'ABNA' + '0417164300',
  '1112' + '22333',
  '/ho' + 'me/jan/x',
];
export const selfTest = {
  clean: { 'a.txt': 'hr@example.com +1 123456789 12345678 2026-01-12 NL\nbuf@1.59.0\n' },
  planted: planted.map((text) => ({ 'common/a.txt': text + '\n' })),
};
