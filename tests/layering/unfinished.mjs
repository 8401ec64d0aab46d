// Nothing half done: no to-do without an issue number, no stub, no test that is switched off.
import { finding, isCpp, listFiles, read } from './lib.mjs';

const SCANNED = (p) => isCpp(p) || /\.(proto|textproto|cmake|sh|mjs)$/.test(p) || p.endsWith('CMakeLists.txt');
const WORDS = new RegExp(
  ['TODO(?!\\(#\\d+\\))', 'FIXME', '(?://|#|/\\*).*(?<!X)XXX(?!X)', 'DIS' + 'ABLED_', 'GTEST_' + 'SKIP', '[Nn]ot (yet )?implemented'].join('|'));
const SELF = 'tests/layering/unfinished.mjs';

export function check(root) {
  const out = [];
  for (const path of listFiles(root)) {
    if (!SCANNED(path) || path === SELF) continue;
    read(root, path).split('\n').forEach((line, i) => {
      const m = line.match(WORDS);
      if (m) out.push(finding(path, i + 1, `'${m[0]}' sounds unfinished`));
    });
  }
  return out;
}

export const selfTest = {
  clean: { 'common/a.cc': '// TODO(#12): later\n', 'common/b.md': 'TODO\n' },
  planted: ['// TODO: x', '// FIXME', '// XXX bad', 'TEST(A, DIS' + 'ABLED_B) {}', 'GTEST_' + 'SKIP();', '// not implemented']
    .map((text) => ({ 'common/a.cc': text + '\n' })),
};
