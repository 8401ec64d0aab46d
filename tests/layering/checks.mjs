#!/usr/bin/env node
// The style checks that need no build.
//
//   checks.mjs [--root DIR] [check ...]   runs all checks, or the named ones; exit 1 on a finding
//   checks.mjs deps BUILD_DIR             what the compiler read, per layer (needs a built folder)
//   checks.mjs covers                     checklist keys that no test names; never fails
//   checks.mjs sizes-report               the longest files and functions; never fails
//   checks.mjs self-test                  every check finds its planted violations and passes clean code
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as covers from './covers.mjs';
import * as data from './data_files.mjs';
import * as deps from './deps_scan.mjs';
import * as includes from './include_scan.mjs';
import { format } from './lib.mjs';
import * as literals from './literals.mjs';
import * as protoStyle from './proto_style.mjs';
import * as reasons from './reasons.mjs';
import * as rootContent from './root_content.mjs';
import * as secrets from './secrets.mjs';
import * as sizes from './sizes.mjs';
import * as unfinished from './unfinished.mjs';

const CHECKS = { includes, literals, sizes, secrets, root: rootContent, unfinished, protos: protoStyle, data, reasons };
const HERE = dirname(fileURLToPath(import.meta.url));
const REPO = resolve(HERE, '../..');

function runChecks(root, names) {
  let bad = 0;
  for (const name of names) {
    if (!(name in CHECKS)) throw new Error(`no check '${name}'; there are ${Object.keys(CHECKS).join(', ')}`);
    const started = Date.now();
    const found = CHECKS[name].check(root);
    for (const f of found) console.log(`${format(f)}  [${name}]`);
    console.log(`${found.length === 0 ? 'ok  ' : 'BAD '} ${name}: ${found.length} finding(s), ${Date.now() - started} ms`);
    bad += found.length;
  }
  return bad === 0 ? 0 : 1;
}

// Runs `check` over a small tree made of `files`.
function overSample(check, files) {
  const root = mkdtempSync(join(tmpdir(), 'interim-check-'));
  try {
    mkdirSync(join(root, 'deploy/cmake'), { recursive: true });
    cpSync(join(REPO, 'deploy/cmake/InterimLayers.cmake'), join(root, 'deploy/cmake/InterimLayers.cmake'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return check(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function runSelfTest() {
  const wrong = [];
  for (const [name, module] of Object.entries(CHECKS)) {
    const { clean, planted } = module.selfTest;
    for (const f of overSample(module.check, clean)) wrong.push(`${name} refuses clean code: ${format(f)}`);
    planted.forEach((files, i) => {
      if (overSample(module.check, files).length === 0) {
        wrong.push(`${name} misses planted violation ${i + 1}: ${JSON.stringify(files).slice(0, 120)}`);
      }
    });
    console.log(`self-test ${name}: ${planted.length} planted violations`);
  }
  for (const [name, test] of [['covers', covers.selfTestReport], ['deps', () => deps.selfTestScan(REPO)]]) {
    try {
      test();
      console.log(`self-test ${name}`);
    } catch (e) {
      wrong.push(e.message);
    }
  }
  wrong.forEach((w) => console.log(`BAD  ${w}`));
  return wrong.length === 0 ? 0 : 1;
}

function main(args) {
  let root = REPO;
  if (args[0] === '--root') root = resolve(args.splice(0, 2)[1]);
  if (args[0] === 'self-test') return runSelfTest();
  if (args[0] === 'covers') {
    covers.report(root).forEach((l) => console.log(l));
    return 0;
  }
  if (args[0] === 'sizes-report') {
    sizes.measure(root).report.forEach((l) => console.log(l));
    return 0;
  }
  if (args[0] === 'deps') {
    const found = deps.checkBuild(root, resolve(args[1]));
    found.forEach((f) => console.log(`${format(f)}  [deps]`));
    console.log(`${found.length === 0 ? 'ok  ' : 'BAD '} deps: ${found.length} finding(s)`);
    return found.length === 0 ? 0 : 1;
  }
  return runChecks(root, args.length > 0 ? args : Object.keys(CHECKS));
}

process.exitCode = main(process.argv.slice(2));
