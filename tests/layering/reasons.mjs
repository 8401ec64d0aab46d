// Every reason code that a service documents is shown by a test that calls the service: one of
// tests/conformance, or a component test of the service itself. A reason whose comment says "damaged
// installation" needs one that no call can bring about.
import { finding, listFiles, read } from './lib.mjs';

const CATALOGUE = /^protos\/interim\/([^/]+)\/v1\/error_reason\.proto$/;
const calls = (service) => (path) =>
  path.endsWith('.cc') &&
  (path.startsWith(`tests/conformance/${service}_`) ||
    (path.startsWith(`services/${service}/`) && /component_test\.cc$/.test(path)) ||
    (path.startsWith(`common/${service}/`) && /service_test\.cc$/.test(path)));

export function check(root) {
  const files = listFiles(root);
  const out = [];
  for (const path of files) {
    const service = path.match(CATALOGUE)?.[1];
    if (!service) continue;
    const tests = files.filter(calls(service)).map((p) => read(root, p)).join('\n');
    let comment = '';
    read(root, path).split('\n').forEach((line, i) => {
      if (/^\s*\/\//.test(line)) return void (comment += line);
      const damaged = comment.includes('damaged installation');
      comment = '';
      if (damaged) return;
      const reason = line.match(/^\s*ERROR_REASON_(\w+) = [1-9]/)?.[1];
      if (reason && !tests.includes(`"${reason}"`)) {
        out.push(finding(path, i + 1, `no test that calls ${service} shows ${reason}`));
      }
    });
  }
  return out;
}

const PROTO = 'enum ErrorReason {\n  ERROR_REASON_UNSPECIFIED = 0;\n  ERROR_REASON_SHUT = 1;\n}\n';
export const selfTest = {
  clean: {
    'protos/interim/shop/v1/error_reason.proto': PROTO,
    'tests/conformance/shop_test.cc': 'HasReason("SHUT")\n',
  },
  planted: [
    { 'protos/interim/shop/v1/error_reason.proto': PROTO, 'services/shop/domain/shop_test.cc': '"SHUT"\n' },
    { 'protos/interim/shop/v1/error_reason.proto': PROTO, 'tests/conformance/other_test.cc': '"SHUT"\n' },
  ],
};
