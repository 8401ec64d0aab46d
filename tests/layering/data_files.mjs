// Every text-proto data file names its message in its header and parses as that message: a wrong
// field name or type is found by protoc, without building anything. What the values must obey
// (sources, rows, overlaps) is checked by the loader's own tests and by `interim rules check`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finding, listFiles, read } from './lib.mjs';

const GOOGLE = 'protos/node_modules/google-gax/build/protos';

function roots(root) {
  return ['/usr/include', join(root, 'protos'), root, join(root, GOOGLE)].filter((p) => existsSync(p));
}

// Header of a data file: { file, message }, or null.
export function header(text) {
  const file = text.match(/^#.*?proto-file:\s*(\S+?)[,;]?(\s|$)/m)?.[1];
  const message = text.match(/^#.*?proto-message:\s*(\S+?)[,;]?(\s|$)/m)?.[1];
  return file && message ? { file, message } : null;
}

export function check(root) {
  const out = [];
  for (const path of listFiles(root).filter((p) => p.endsWith('.textproto'))) {
    const text = read(root, path);
    const head = header(text);
    if (!head) {
      out.push(finding(path, 1, 'no header `# proto-file: ... # proto-message: ...`'));
      continue;
    }
    const file = head.file.replace(/^protos\//, '');
    const package_ = [join(root, 'protos', file), join(root, file)].find((p) => existsSync(p));
    if (!package_) {
      out.push(finding(path, 1, `names ${head.file}, which does not exist`));
      continue;
    }
    const result = spawnSync(
      'protoc', [...roots(root).map((r) => `-I${r}`), `--encode=${head.message}`, file],
      { input: text, maxBuffer: 1 << 28 });
    if (result.status !== 0) {
      const why = String(result.stderr).split('\n').filter((l) => !/warning/.test(l)).slice(0, 3).join(' ');
      out.push(finding(path, 0, why));
    }
  }
  return out;
}

const proto = 'syntax = "proto3";\npackage interim.sample;\nmessage Table { repeated string row = 1; int32 days = 2; }\n';
const sample = (text) => ({ 'common/law/sample.proto': proto, 'common/law/data/a.textproto': text });
const head = '# proto-file: common/law/sample.proto\n# proto-message: interim.sample.Table\n';
export const selfTest = {
  clean: sample(head + 'row: "a"\ndays: 3\n'),
  planted: [
    sample('row: "a"\n'),
    sample(head + 'rows: "a"\n'),
    sample(head + 'days: "three"\n'),
    sample('# proto-file: common/law/gone.proto\n# proto-message: interim.sample.Table\n'),
  ],
};
