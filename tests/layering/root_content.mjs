// The root holds what conventions 1 lists, and the root CMakeLists.txt nothing but options, modules
// and add_subdirectory.
import { finding, listFiles } from './lib.mjs';

const ALLOWED = new Set([
  'CMakeLists.txt', 'CMakePresets.json', 'README.md', 'CHANGELOG.md', 'LICENSE',
  'protos', 'services', 'common', 'deploy', 'tests',
]);

export function check(root) {
  const seen = new Set(listFiles(root).map((p) => p.split('/')[0]));
  const out = [...seen].filter((n) => !ALLOWED.has(n) && !n.startsWith('.'))
    .map((n) => finding(n, 0, 'does not belong in the root folder'));
  for (const path of listFiles(root)) {
    if (/\.pb\.(cc|h)$/.test(path)) out.push(finding(path, 0, 'generated code is never committed'));
  }
  return out;
}

export const selfTest = {
  clean: { 'README.md': '', '.gitignore': '', 'common/x/a.cc': '' },
  planted: [{ 'notes.txt': '' }, { 'src/a.cc': '' }, { 'common/a.pb.cc': '' }],
};
