// Ring 1 over the text: who includes whom, and words that do not belong in a layer.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  OUTSIDE, code, finding, forbidden, generatedLayer, isCpp, isTest, layerTable, listFiles, place, read,
} from './lib.mjs';

// Words that a layer may not use, whatever it includes.
const DOMAIN = (path) => place(path).layer === 'domain' || /^common\/(law|catalogue)\//.test(path);
const PURE = (path) => DOMAIN(path) || /^common\/(type|rules)\//.test(path);
const OURS = (path) => place(path).layer !== null;
const WORDS = [
  { pattern: /\babsl::Now\b|system_clock|steady_clock|\btime\(\s*(NULL|nullptr|0)\s*\)|gettimeofday/, where: PURE, why: 'no clock here: dates and times come in as arguments' },
  { pattern: /\bgetenv\b/, where: PURE, why: 'no environment here' },
  { pattern: /\bstd::(thread|async|mutex)\b/, where: PURE, why: 'no threads here' },
  { pattern: /\bstd::(random_device|mt19937|rand)\b|\brand\(\)/, where: PURE, why: 'no chance here: it is injected' },
  { pattern: /\bstd::(ifstream|ofstream|fstream)\b|\bfopen\(/, where: (p) => place(p).layer === 'domain', why: 'no files in the domain' },
  { pattern: /\bstd::(format|expected)\b|\bstd::views::|\bstd::chrono::(zoned_time|time_zone|locate_zone)\b/, where: OURS, why: 'g++ 12 or clang-tidy 14 cannot do this; see conventions 3.1' },
  { pattern: /\babsl::Mutex(Lock)?\b/, where: OURS, why: 'use interim::Mutex: the thread sanitizer cannot see the packaged absl::Mutex' },
  { pattern: /\bstd::thread\b[^;]*\.detach\(|\.detach\(\)/, where: OURS, why: 'no detached threads' },
  { pattern: /\bthrow\b(?!\()/, where: OURS, why: 'errors are values; no exceptions of ours' },
  { pattern: /\bgrpc::Status\b/, where: (p) => !['rpc', 'testing', 'tests', 'conformance', 'cli'].includes(place(p).layer) && OURS(p), why: 'raw grpc::Status only in common/rpc' },
];
const FLOATS = /\b(float|double)\b/;
const FLOAT_PLACES = (path) =>
  DOMAIN(path) || /^common\/(core|type|rules)\//.test(path) || place(path).layer === 'service';

// Checks every C++ file. `// layering: why` on the line or the line above lets one line pass;
// `// double: why` does the same for a floating-point number.
export function check(root) {
  const table = layerTable(root);
  const out = [];
  const files = listFiles(root);
  const known = new Set(files);
  for (const path of files.filter(isCpp)) {
    const text = read(root, path);
    const lines = text.split('\n');
    const bare = code(text).split('\n');
    const excused = (i, word) =>
      lines[i].includes(`// ${word}: `) || (i > 0 && lines[i - 1].trim().startsWith(`// ${word}: `));
    lines.forEach((line, i) => {
      const m = line.match(/^\s*#\s*include\s+(["<])([^">]+)[">]/);
      if (!m) return;
      const target = m[2];
      if (target.includes('../')) out.push(finding(path, i + 1, `relative include "${target}"`));
      const ours = /^(common|services|tests|interim)\//.test(target);
      if (m[1] === '"' && /^(common|services|tests)\//.test(target) && !generatedLayer(target) &&
          !known.has(target) && !existsSync(join(root, target))) {
        out.push(finding(path, i + 1, `"${target}" does not exist`));
      }
      if (isTest(path) || excused(i, 'layering')) return;
      const reason = ours || generatedLayer(target) ? forbidden(table, path, target) : null;
      if (reason) out.push(finding(path, i + 1, `"${target}": ${reason}`));
      for (const outside of OUTSIDE) {
        if (outside.pattern.test(target) && !outside.allowed(path, place(path))) {
          out.push(finding(path, i + 1, `"${target}": ${outside.name} headers do not belong here`));
        }
      }
    });
    if (isTest(path)) continue;
    bare.forEach((line, i) => {
      for (const word of WORDS) {
        if (word.where(path) && word.pattern.test(line) && !excused(i, 'layering')) {
          out.push(finding(path, i + 1, `${line.match(word.pattern)[0].trim()}: ${word.why}`));
        }
      }
      if (FLOAT_PLACES(path) && FLOATS.test(line) && !excused(i, 'double')) {
        out.push(finding(path, i + 1, 'floating point; a rule compares exact values (`// double: why` if none does)'));
      }
    });
  }
  return out;
}

export const selfTest = {
  clean: {
    'services/contracting/domain/a.cc': '#include "common/law/x.h"\n#include "services/contracting/domain/a.h"\n#include "interim/type/x.pb.h"\nint a = 1;  // absl::Now is not used\n',
    'services/contracting/domain/a.h': '',
    'services/contracting/adapter.cc': '#include "grpcpp/grpcpp.h"\n#include "services/contracting/service/s.h"\n',
    'services/contracting/service/s.h': '#include "common/store/store.h"\n',
    'common/law/x.h': '',
    'common/store/store.h': '',
  },
  planted: [
    { 'services/contracting/domain/a.cc': '#include "common/store/store.h"\n', 'common/store/store.h': '' },
    { 'services/contracting/domain/a.cc': '#include "grpcpp/grpcpp.h"\n' },
    { 'services/contracting/service/a.cc': '#include "services/matching/domain/b.h"\n', 'services/matching/domain/b.h': '' },
    { 'services/contracting/service/a.cc': '#include "interim/contracting/v1/contracting_service.grpc.pb.h"\n' },
    { 'common/core/a.cc': '#include "interim/type/x.pb.h"\n' },
    { 'common/session/a.cc': '#include <hiredis/hiredis.h>\n' },
    { 'common/session/a.cc': '#include <sqlite3.h>\n' },
    { 'common/rpc/a.cc': '#include "services/matching/domain/b.h"\n', 'services/matching/domain/b.h': '' },
    { 'common/rpc/a.cc': '#include "../core/date.h"\n', 'common/core/date.h': '' },
    { 'common/rpc/a.cc': '#include "common/core/gone.h"\n' },
    { 'common/law/a.cc': 'auto t = absl::Now();\n' },
    { 'services/contracting/domain/a.cc': 'double fee = 1;\n' },
    { 'common/rpc/a.cc': 'absl::Mutex mu;\n' },
    { 'services/contracting/service/a.cc': 'grpc::Status s;\n' },
  ],
};
