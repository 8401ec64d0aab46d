// File and function sizes. Guide: file 500 lines, function 50, main.cc 80. A file or function that is
// longer says why in a comment: `// long: why` in the first 15 lines of the file, or on the line
// before the function.
import { code, finding, isCpp, listFiles, read } from './lib.mjs';

const FILE_LINES = 500;
const MAIN_LINES = 80;
const FUNCTION_LINES = 50;

// Functions of a file: { name, line, length }. A function body is a `{` at parenthesis depth 0 whose
// head has parentheses and whose enclosing scopes are all namespaces and classes.
export function functions(text) {
  const bare = code(text).replace(/^[ \t]*#(?:\\\n|[^\n])*/gm, (s) => s.replace(/[^\n]/g, ' '));
  const out = [];
  const scopes = [];
  let parens = 0;
  let head = '';
  let line = 1;
  let headLine = 1;
  for (const c of bare) {
    if (c === '\n') line += 1;
    if (c === '(') parens += 1;
    if (c === ')') parens -= 1;
    if (c === '{') {
      const outer = scopes.every((s) => s.kind === 'scope');
      const isScope = /^\s*(template\s*<[^{]*>\s*)?(inline\s+)?(namespace|class|struct|union|enum|extern)\b/.test(head);
      const isFunction = outer && !isScope && parens === 0 && head.includes('(') && !/=\s*$/.test(head);
      scopes.push({ kind: isScope ? 'scope' : 'block', isFunction, head, line: headLine, parens });
      parens = 0;
      head = '';
    } else if (c === '}') {
      const scope = scopes.pop();
      if (scope?.isFunction) {
        const name = scope.head.match(/([~\w:]+)\s*\(/)?.[1] ?? '?';
        out.push({ name, line: scope.line, length: line - scope.line + 1 });
      }
      parens = scope?.parens ?? 0;
      head = '';
    } else if (c === ';' && parens === 0) {
      head = '';
    } else if (head.trim() === '' && c.trim() === '') {
      head = '';
    } else {
      if (head === '') headLine = line;
      head += c;
      if (/^\s*(public|private|protected)\s*:$/.test(head)) head = '';
    }
  }
  return out;
}

// { findings, report }: `report` lists the longest files and functions, whether or not they break
// the guide.
export function measure(root) {
  const findings = [];
  const longFiles = [];
  const longFunctions = [];
  for (const path of listFiles(root).filter(isCpp)) {
    const text = read(root, path);
    const lines = text.split('\n');
    const count = lines.length - (lines.at(-1) === '' ? 1 : 0);
    const excused = lines.slice(0, 15).some((l) => l.includes('// long: '));
    const limit = path.endsWith('/main.cc') ? MAIN_LINES : FILE_LINES;
    longFiles.push([count, path]);
    if (count > limit && !excused) findings.push(finding(path, 0, `${count} lines, guide ${limit}`));
    for (const f of functions(text)) {
      longFunctions.push([f.length, `${path}:${f.line} ${f.name}`]);
      const why = (lines[f.line - 2] ?? '').includes('// long: ') || excused;
      if (f.length > FUNCTION_LINES && !why) {
        findings.push(finding(path, f.line, `${f.name} has ${f.length} lines, guide ${FUNCTION_LINES}`));
      }
    }
  }
  const top = (list) => list.sort((a, b) => b[0] - a[0]).slice(0, 5).map(([n, t]) => `  ${n}  ${t}`);
  return { findings, report: ['longest files:', ...top(longFiles), 'longest functions:', ...top(longFunctions)] };
}

export const check = (root) => measure(root).findings;

const body = (n) => 'int f(int x) {\n' + '  x += 1;\n'.repeat(n) + '}\n';
export const selfTest = {
  clean: {
    'common/core/c.h': 'class A {\n' + '  int f(int x) { return x; }\n'.repeat(60) + ' private:\n  Mutex mu_ GUARDED(a);\n};\n',
    'common/core/a.cc': body(48) + 'struct S {\n' + '  int a;\n'.repeat(60) + '};\n' + 'const int k[] = {\n' + '  1,\n'.repeat(60) + '};\n',
    'common/core/b.cc': '// long: one table of two hundred cases\n' + body(80),
  },
  planted: [
    { 'common/core/a.cc': body(49) },
    { 'common/core/a.h': 'class A {\n  int f(int x) {\n' + '    x += 1;\n'.repeat(50) + '  }\n};\n' },
    { 'common/core/a.cc': 'int a;\n'.repeat(501) },
    { 'services/matching/main.cc': 'int a;\n'.repeat(81) },
  ],
};
