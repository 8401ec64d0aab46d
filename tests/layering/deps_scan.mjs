// Ring 2, over what the compiler really read: `ninja -t deps` of a build folder. An object of a layer
// must not have seen a header that the layer may not use, however it came in.
import { execFileSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { OUTSIDE, finding, forbidden, layerTable, place } from './lib.mjs';

// Objects of `text` (output of ninja -t deps): [{ object, deps }].
export function parse(text) {
  const out = [];
  for (const line of text.split('\n')) {
    const m = line.match(/^(\S+): #deps /);
    if (m) out.push({ object: m[1], deps: [] });
    else if (line.startsWith('    ') && out.length > 0) out.at(-1).deps.push(line.trim());
  }
  return out;
}

// The outside headers that matter are found under /usr/include.
const outsideName = (path) => path.match(/\/usr\/include\/(?:x86_64-linux-gnu\/|aarch64-linux-gnu\/)?(.*)$/)?.[1];

// Layers whose objects are compared: where gRPC, hiredis and SQL must stay out even through headers.
const STRICT = new Set(['core', 'observe', 'type', 'rules', 'catalogue', 'law', 'domain', 'store', 'session', 'service']);

export function scan(root, build, text) {
  const table = layerTable(root);
  const out = [];
  for (const { object, deps } of parse(text)) {
    const m = object.match(/^(.*?)\/CMakeFiles\/([^/]+)\.dir\/(.*\.cc)\.o$/);
    if (!m || /_(test|bench)$/.test(m[2])) continue;
    const source = `${m[1]}/${m[3]}`;
    const from = place(source);
    if (!STRICT.has(from.layer) || /\/testing\//.test(source)) continue;
    for (const dep of deps) {
      const full = resolve(build, dep);
      const outside = outsideName(full);
      if (outside) {
        for (const rule of OUTSIDE) {
          if (rule.pattern.test(outside) && !rule.allowed(source, from)) {
            out.push(finding(source, 0, `saw ${outside} (${rule.name})`));
          }
        }
        continue;
      }
      const gen = resolve(build, 'gen') + '/';
      const path = full.startsWith(gen) ? full.slice(gen.length) : relative(root, full);
      const reason = forbidden(table, source, path);
      if (reason) out.push(finding(source, 0, `saw ${path}: ${reason}`));
    }
  }
  return out;
}

export function checkBuild(root, build) {
  const text = execFileSync('ninja', ['-C', build, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const objects = parse(text.replace(/^ninja: Entering.*\n/, ''));
  if (objects.length === 0) return [finding(build, 0, 'nothing has been built here')];
  return scan(root, build, text);
}

export function selfTestScan(root) {
  const object = (name, dep) =>
    `services/contracting/domain/CMakeFiles/${name}.dir/a.cc.o: #deps 1, deps mtime 1 (VALID)\n    ${dep}\n\n`;
  const bad = [
    '/usr/include/grpcpp/grpcpp.h', '/usr/include/hiredis/hiredis.h', '/usr/include/sqlite3.h',
    '../../common/store/store.h', '../../services/matching/domain/b.h',
    'gen/interim/contracting/v1/contracting_service.grpc.pb.h',
  ];
  const build = resolve(root, 'build/x');
  for (const dep of bad) {
    if (scan(root, build, object('contracting_domain', dep)).length !== 1) {
      throw new Error(`deps scan did not find ${dep}`);
    }
  }
  const fine = ['../../common/law/x.h', 'gen/interim/type/x.pb.h', '/usr/include/absl/status/status.h'];
  for (const dep of fine) {
    const got = scan(root, build, object('contracting_domain', dep));
    if (got.length !== 0) throw new Error(`deps scan refused ${dep}: ${got[0].text}`);
  }
  if (scan(root, build, object('contracting_domain_test', bad[0])).length !== 0) {
    throw new Error('deps scan looked at a test');
  }
}
