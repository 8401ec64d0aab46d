// What the checks share: the list of files, C++ text without comments and strings, the layer table.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED_FOLDERS = new Set(['build', 'node_modules', '.git', '.cache']);

function walk(root, folder, out) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) walk(root, path, out);
    } else if (entry.isFile()) {
      out.push(path);
    }
  }
}

// Paths of all files that belong to the repository (tracked, or new and not ignored), sorted.
export function listFiles(root) {
  if (existsSync(join(root, '.git'))) {
    const text = execFileSync('git', ['-C', root, 'ls-files', '-co', '--exclude-standard', '-z'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    return [...new Set(text.split('\0'))].filter((p) => p && existsSync(join(root, p))).sort();
  }
  const out = [];
  walk(root, '', out);
  return out.sort();
}

export const read = (root, path) => readFileSync(join(root, path), 'utf8');
export const isCpp = (path) => /\.(cc|h)$/.test(path);
// Tests, and headers that only tests include.
export const isTest = (path) => /_(test|bench)\.cc$|\/test_\w+\.h$/.test(path);

// The text of a C++ file with the same line structure, comments blanked; strings too unless kept.
export function code(text, { keepStrings = false } = {}) {
  const blank = (s) => s.replace(/[^\n]/g, ' ');
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^(\s]*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)*'/g;
  return text.replace(token, (s) => {
    if (s.startsWith('//') || s.startsWith('/*')) return blank(s);
    if (keepStrings) return s;
    return s.length < 2 ? s : s[0] + blank(s.slice(1, -1)) + s.at(-1);
  });
}

// One finding per place: where, what, and what to do about it.
export const finding = (path, line, text) => ({ path, line, text });
export const format = (f) => `${f.path}${f.line ? ':' + f.line : ''}: ${f.text}`;

// The table of layers as CMake checks it: { layer: Set(allowed) }, 'own:domain' kept as written.
export function layerTable(root) {
  const text = read(root, 'deploy/cmake/InterimLayers.cmake');
  const table = {};
  for (const m of text.matchAll(/set\(INTERIM_ALLOWED_(\w+)\s+([^)]*)\)/g)) {
    table[m[1]] = new Set(m[2].replace(/"/g, ' ').split(/\s+/).filter(Boolean));
  }
  return table;
}

// Layer and service of a source path; layer null where no rule applies.
export function place(path) {
  let m;
  if ((m = path.match(/^common\/([^/]+)\//))) return { layer: m[1], service: 'common' };
  if (path.startsWith('services/cli/')) return { layer: 'cli', service: 'cli' };
  if ((m = path.match(/^services\/([^/]+)\/(domain|service)\//))) {
    return { layer: m[2], service: m[1] };
  }
  if ((m = path.match(/^services\/([^/]+)\//))) return { layer: 'main', service: m[1] };
  if (path.startsWith('tests/conformance/')) return { layer: 'conformance', service: 'tests' };
  if (path.startsWith('tests/')) return { layer: 'tests', service: 'tests' };
  return { layer: null, service: null };
}

// Layer of generated headers: every .pb.h is a value, every .grpc.pb.h is gRPC.
export function generatedLayer(path) {
  if (path.endsWith('.grpc.pb.h')) return 'grpc_protos';
  if (path.endsWith('.pb.h')) return 'protos';
  return null;
}

// Outside headers that only some places may see.
export const OUTSIDE = [
  {
    name: 'gRPC',
    pattern: /^(grpcpp|grpc|grpc\+\+)\//,
    allowed: (path, { layer }) =>
      ['rpc', 'testing', 'cli', 'conformance', 'tests'].includes(layer) ||
      /^services\/[^/]+\/adapter\.cc$/.test(path),
  },
  { name: 'hiredis', pattern: /^hiredis\//, allowed: (_, { layer }) => layer === 'redis' },
  {
    name: 'SQL',
    pattern: /^(sqlite3|libpq-fe)\.h$/,
    allowed: (_, { layer }) => layer === 'store',
  },
  { name: 'prometheus', pattern: /^prometheus\//, allowed: (_, { layer }) => layer === 'observe' },
];

// Why `path` may not include `target` (a path of ours); null when it may.
export function forbidden(table, path, target) {
  const from = place(path);
  if (from.layer === null || !(from.layer in table)) return null;
  const to = generatedLayer(target)
    ? { layer: generatedLayer(target), service: 'common' }
    : place(target);
  if (to.layer === null) return null;
  if (to.layer === from.layer && to.service === from.service) return null;
  const allowed = table[from.layer];
  if (allowed.has(to.layer)) return null;
  if (allowed.has(`own:${to.layer}`) && to.service === from.service) return null;
  return `layer '${from.layer}' may not use layer '${to.layer}' (${to.service})`;
}
