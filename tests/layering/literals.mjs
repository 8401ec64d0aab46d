// No figure and no date of law in C++: date literals, decimals and numbers of three or more digits in
// services/*/domain and common/law. Round units of scale (100, 1000, ...) pass; anything else needs
// `// number: why` on the line or the line above. limits.h is the agreed place for limits of size.
import { code, finding, isCpp, isTest, listFiles, read } from './lib.mjs';

const PLACES = /^(services\/[^/]+\/domain|common\/law)\//;
const DATE_IN_STRING = /"[^"\n]*\b(19|20)\d\d-\d\d(-\d\d)?\b[^"\n]*"/;
const DECIMAL_IN_STRING = /"-?\d+\.\d+"/;
const NUMBER = /(?<![\w.])(\d[\d']*)(\.\d+)?(?![\w.]*\w)/g;
const ROUND = /^10{2,}$/;

export function check(root) {
  const out = [];
  for (const path of listFiles(root)) {
    if (!PLACES.test(path) || !isCpp(path) || isTest(path) || path.endsWith('/limits.h')) continue;
    const text = read(root, path);
    const lines = text.split('\n');
    const excused = (i) =>
      lines[i].includes('// number: ') || (i > 0 && lines[i - 1].trim().startsWith('// number: '));
    const withStrings = code(text, { keepStrings: true }).split('\n');
    code(text).split('\n').forEach((line, i) => {
      if (/^\s*#/.test(line) || excused(i)) return;
      if (DATE_IN_STRING.test(withStrings[i])) out.push(finding(path, i + 1, 'date literal'));
      if (DECIMAL_IN_STRING.test(withStrings[i])) out.push(finding(path, i + 1, 'decimal literal'));
      for (const m of line.matchAll(NUMBER)) {
        const digits = m[1].replaceAll("'", '');
        if (m[2]) out.push(finding(path, i + 1, `decimal ${m[0]}: a figure belongs in data`));
        else if (digits.length >= 3 && !ROUND.test(digits)) {
          out.push(finding(path, i + 1, `number ${m[0]}: a figure belongs in data`));
        }
      }
    });
  }
  return out;
}

const at = (text) => ({ 'common/law/a.cc': text });
export const selfTest = {
  clean: {
    'common/law/a.cc':
      '// BW 7:668a, since 2015-07-01\nint x = 12; int bp = 10\'000; auto r = Rule("R01"); auto a = "668a";\n' +
      '// number: days in any 400 years, a fact of the calendar\nint d = 146097;\n#include "a100x.h"\n',
    'common/law/a_test.cc': 'int x = 1095; auto d = "2015-07-01";\n',
    'common/rpc/a.cc': 'int port = 50051;\n',
    'services/matching/domain/limits.h': 'constexpr int kMaxText = 2000;  // an essay of a page\n',
  },
  planted: [
    at('int months = 365;\n'), at('auto d = Date("2015-07-01");\n'), at('auto f = 0.5;\n'),
    at('auto f = Decimal("1.5");\n'), at('Date d{2015, 7, 1};\n'),
    { 'services/matching/domain/x.h': 'constexpr int kCap = 1\'657;\n' },
  ],
};
