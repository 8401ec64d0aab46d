// What buf does not know of our proto style (conventions 4): no floating point, no unsigned numbers and
// no maps; every field of a request says whether it is needed; `request_id` is a UUID4; methods that
// change something take one.
import { finding, listFiles, read } from './lib.mjs';

const PUBLIC = /^protos\/interim\/.*\.proto$/;
const ANY = /^(protos|common|services)\/.*\.proto$/;
const READS = /^(Get|List|Search|Watch|Compare|Check|Recheck|Scan|Next|Assess|Verify|Export|Render|Normalize|Recompute|Explain|StreamAssess)/;

// Comments blanked, line structure kept.
const bare = (text) => text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (s) => s.replace(/[^\n]/g, ' '));

// Top-level messages of a proto: [{ name, line, body }].
function messages(text) {
  const out = [];
  for (const m of text.matchAll(/^message\s+(\w+)\s*\{/gm)) {
    let depth = 1;
    let end = m.index + m[0].length;
    while (depth > 0 && end < text.length) {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}') depth -= 1;
      end += 1;
    }
    out.push({
      name: m[1],
      line: text.slice(0, m.index).split('\n').length,
      body: text.slice(m.index + m[0].length, end - 1),
    });
  }
  return out;
}

// Fields of a message body: [{ name, line (from 0), options }].
function fields(body) {
  const out = [];
  const pattern = /^[ \t]*(?:repeated\s+|optional\s+)?([\w.]+|map<[^>]*>)\s+(\w+)\s*=\s*\d+\s*(\[[^;]*\])?\s*;/gm;
  for (const m of body.matchAll(pattern)) {
    if (m[1] === 'option' || m[1] === 'reserved') continue;
    out.push({ name: m[2], type: m[1], line: body.slice(0, m.index + m[0].indexOf(m[2])).split('\n').length - 1, options: m[3] ?? '' });
  }
  return out;
}

export function check(root) {
  const out = [];
  for (const path of listFiles(root).filter((p) => ANY.test(p))) {
    const text = bare(read(root, path));
    text.split('\n').forEach((line, i) => {
      const m = line.match(/^\s*(?:repeated\s+|optional\s+)?(float|double|u?fixed(?:32|64)|uint(?:32|64)|map\s*<)[^;]*=\s*\d+/);
      if (m) out.push(finding(path, i + 1, `${m[1]}: not in our protos`));
    });
    if (!PUBLIC.test(path)) continue;
    const byName = new Map(messages(text).map((m) => [m.name, m]));
    for (const message of byName.values()) {
      if (!message.name.endsWith('Request')) continue;
      for (const field of fields(message.body)) {
        const at = message.line + field.line;
        if (!field.options.includes('field_behavior')) {
          out.push(finding(path, at, `${message.name}.${field.name} has no field_behavior`));
        }
        if (field.name === 'request_id' && !field.options.includes('UUID4')) {
          out.push(finding(path, at, `${message.name}.request_id has no format UUID4`));
        }
      }
    }
    for (const m of text.matchAll(/^\s*rpc\s+(\w+)\s*\((stream\s+)?(\w+)\)/gm)) {
      const request = byName.get(m[3]);
      if (READS.test(m[1]) || m[2] || !request) continue;
      if (!/\brequest_id\s*=/.test(request.body)) {
        out.push(finding(path, request.line, `${m[3]} changes something and has no request_id`));
      }
    }
  }
  return out;
}

const proto = (text) => ({ 'protos/interim/sample/v1/sample_service.proto': text });
const uuid = '(google.api.field_behavior) = OPTIONAL, (google.api.field_info).format = UUID4';
export const selfTest = {
  clean: proto(
    `service S { \n  rpc SetA(SetARequest) returns (A);\n  rpc GetA(GetARequest) returns (A);\n}\n` +
    `message SetARequest {\n  // a double share\n  string request_id = 1 [\n    ${uuid}\n  ];\n}\n` +
    `message GetARequest {\n  string name = 1 [(google.api.field_behavior) = REQUIRED];\n}\n` +
    'message A {\n  int32 hours = 1;\n  oneof b {\n    string c = 2;\n  }\n}\n'),
  planted: [
    proto('message A {\n  double share = 1;\n}\n'),
    proto('message A {\n  map<string, string> labels = 1;\n}\n'),
    proto('message A {\n  repeated uint32 counts = 1;\n}\n'),
    { 'common/rpc/x.proto': 'message A {\n  float share = 1;\n}\n' },
    proto('message GetARequest {\n  string name = 1;\n}\n'),
    proto('message SetARequest {\n  string request_id = 1 [(google.api.field_behavior) = OPTIONAL];\n}\n'),
    proto('service S {\n  rpc SetA(SetARequest) returns (A);\n}\nmessage SetARequest {\n}\n'),
  ],
};
