// A client from outside, in another language and with another gRPC implementation: loads the published
// protos at run time and talks to the running suite. The suite and the tokens come from ./run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import protobuf from 'protobufjs';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const SUITE = JSON.parse(readFileSync(join(process.env.INTERIM_SUITE, 'suite.json'), 'utf8'));
const PARENT = `organizations/${SUITE.organization}`;
const INCLUDES = [
  join(ROOT, 'protos'),
  join(ROOT, 'protos/node_modules/google-gax/build/protos'),
  '/usr/share/grpc-proto',
];
const open = [];
after(() => open.forEach((client) => client.close()));

function load(file) {
  return grpc.loadPackageDefinition(protoLoader.loadSync(file, {
    includeDirs: INCLUDES, keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
  }));
}

const ALL = load([
  ...['assessment', 'matching', 'contracting', 'governance'].map(
    (s) => `interim/${s}/v1/${s}_service.proto`),
  'google/rpc/error_details.proto', 'google/rpc/status.proto', 'grpc/health/v1/health.proto',
]);
// The details of an error come as google.rpc.Status in the trailers.
const details = new protobuf.Root();
details.resolvePath = (_, file) =>
  [...INCLUDES, '/usr/include'].map((folder) => join(folder, file)).find((path) => existsSync(path)) ?? file;
details.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);
const Status = details.lookupType('google.rpc.Status');
const ErrorInfo = details.lookupType('google.rpc.ErrorInfo');

function errorInfo(error) {
  const packed = error.metadata.get('grpc-status-details-bin')[0];
  if (!packed) return {};
  const info = Status.decode(packed).details.find((d) => d.type_url.endsWith('google.rpc.ErrorInfo'));
  return info ? ErrorInfo.decode(info.value) : {};
}

function client(service) {
  const name = `${service[0].toUpperCase()}${service.slice(1)}Service`;
  const made = new ALL.interim[service].v1[name](SUITE[service], grpc.credentials.createInsecure());
  open.push(made);
  return made;
}

// One unary call: { response } or { error, reason, domain }.
function call(stub, method, request, { token = process.env.INTERIM_TOKEN, headers = {} } = {}) {
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
  return new Promise((done) => {
    stub[method](request, metadata, { deadline: Date.now() + 20000 }, (error, response) => {
      if (!error) return done({ response });
      const { reason, domain } = errorInfo(error);
      return done({ error, reason, domain });
    });
  });
}

test('ListRoles answers the catalogue, in pages', async () => {
  const stub = client('assessment');
  const first = await call(stub, 'ListRoles', { parent: PARENT, page_size: 2 });
  assert.ifError(first.error);
  assert.equal(first.response.roles.length, 2);
  assert.notEqual(first.response.next_page_token, '');
  const second = await call(stub, 'ListRoles',
    { parent: PARENT, page_size: 2, page_token: first.response.next_page_token });
  assert.ifError(second.error);
  assert.notDeepEqual(second.response.roles[0], first.response.roles[0]);
});

test('CreateAssessment is stored once, however often it is sent', async () => {
  const stub = client('assessment');
  const request = {
    parent: PARENT, assessment: { title: 'Asked from outside' }, request_id: randomUUID(),
  };
  const first = await call(stub, 'CreateAssessment', request);
  assert.ifError(first.error);
  assert.match(first.response.name, new RegExp(`^${PARENT}/assessments/[a-z]`));
  const again = await call(stub, 'CreateAssessment', request);
  assert.ifError(again.error);
  assert.equal(again.response.name, first.response.name);
  const stored = await call(stub, 'GetAssessment', { name: first.response.name });
  assert.ifError(stored.error);
  assert.equal(stored.response.title, 'Asked from outside');
  assert.equal(stored.response.etag, first.response.etag);
  const other = await call(stub, 'CreateAssessment', { ...request, assessment: { title: 'Other' } });
  assert.equal(other.error?.code, grpc.status.INVALID_ARGUMENT);
  assert.equal(other.reason, 'REQUEST_ID_REUSED');
});

test('CreateSupplier and GetSupplier give back what was sent', async () => {
  const stub = client('matching');
  const made = await call(stub, 'CreateSupplier', {
    parent: PARENT,
    supplier: {
      display_name: 'Bureau Buitenom', channel: 'CHANNEL_INTERIM_BUREAU',
      margin_percent: { value: '18.5' },
    },
    request_id: randomUUID(),
  });
  assert.ifError(made.error);
  const read = await call(stub, 'GetSupplier', { name: made.response.name });
  assert.ifError(read.error);
  assert.equal(read.response.display_name, 'Bureau Buitenom');
  assert.equal(read.response.margin_percent.value, '18.5');
});

test('ListRules names a law and a source for every rule', async () => {
  const { error, response } = await call(client('contracting'), 'ListRules', { parent: PARENT });
  assert.ifError(error);
  assert.ok(response.rules.length > 0);
  for (const rule of response.rules) assert.match(rule.rule_id, /^R\d\d/);
});

test('ListEngagements of a new organization is empty, not an error', async () => {
  const { error, response } = await call(client('governance'), 'ListEngagements', { parent: PARENT });
  assert.ifError(error);
  assert.deepEqual(response.engagements, []);
});

test('Without a token nobody is let in, and the error says so in a way a program can read', async () => {
  const { error, domain } = await call(client('assessment'), 'ListRoles', { parent: PARENT }, { token: '' });
  assert.equal(error?.code, grpc.status.UNAUTHENTICATED);
  assert.match(domain, /interim$/);
});

test('A record of another organization looks exactly like one that does not exist', async () => {
  const stub = client('assessment');
  const absent = await call(stub, 'GetAssessment', { name: `${PARENT}/assessments/absent` });
  const foreign = await call(stub, 'GetAssessment', { name: 'organizations/other/assessments/absent' });
  assert.equal(absent.error?.code, grpc.status.NOT_FOUND);
  assert.equal(foreign.error?.code, absent.error.code);
  assert.equal(foreign.reason, absent.reason);
});

test('The default health service says SERVING under the full service names', async () => {
  for (const service of ['assessment', 'matching', 'contracting', 'governance']) {
    const stub = new ALL.grpc.health.v1.Health(SUITE[service], grpc.credentials.createInsecure());
    open.push(stub);
    const name = `interim.${service}.v1.${service[0].toUpperCase()}${service.slice(1)}Service`;
    const { error, response } = await call(stub, 'Check', { service: name });
    assert.ifError(error);
    assert.equal(response.status, 'SERVING');
  }
});

test('buf curl needs nothing but server reflection', () => {
  const buf = join(ROOT, 'protos/node_modules/@bufbuild/buf-linux-x64/bin/buf');
  const out = execFileSync(buf, [
    'curl', '--protocol', 'grpc', '--http2-prior-knowledge',
    '--header', `authorization: Bearer ${process.env.INTERIM_TOKEN}`,
    '--data', JSON.stringify({ parent: PARENT, page_size: 1 }),
    `http://${SUITE.assessment}/interim.assessment.v1.AssessmentService/ListSituations`,
  ], { encoding: 'utf8', env: { ...process.env, HOME: process.env.INTERIM_SUITE } });
  assert.equal(JSON.parse(out).situations.length, 1);
});
