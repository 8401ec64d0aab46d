// One dated rule in @gorules/zen-engine, asked the questions of a file; prints answers and time.
//
//   node zen_rule.mjs <rule.json> <questions.json>
//
// `rule.json` holds the dated rows ({from, to, authority, threshold}); `questions.json` an array of
// {date, authority, value} with value in whole euro. Writes {answers: [...], seconds, count}: the answer is
// "EUROPEAN", "BELOW" or "UNKNOWN" (no row for the day). Two ways of asking are timed and the faster one is told:
// one after the other, and many at once.
import { readFileSync } from "node:fs";
import { ZenEngine } from "@gorules/zen-engine";

const [rows, questions] = process.argv.slice(2, 4).map((file) => JSON.parse(readFileSync(file, "utf8")));

// Dates are compared as whole days since 1970, the cheapest form this engine has for them.
const day = (text) => Math.floor(Date.parse(`${text}T00:00:00Z`) / 86_400_000);

const decision = {
  nodes: [
    { id: "in", type: "inputNode", name: "request", position: { x: 0, y: 0 } },
    {
      id: "table",
      type: "decisionTableNode",
      name: "thresholds",
      position: { x: 0, y: 0 },
      content: {
        hitPolicy: "first",
        inputs: [
          { id: "day", name: "day", field: "day" },
          { id: "authority", name: "authority", field: "authority" },
        ],
        outputs: [
          { id: "threshold", name: "threshold", field: "threshold" },
          { id: "value", name: "value", field: "value" },
        ],
        rules: [
          ...rows.map((row, i) => ({
            _id: `r${i}`,
            day: `[${day(row.from)}..${row.to ? day(row.to) - 1 : 999_999}]`,
            authority: `"${row.authority}"`,
            threshold: String(row.threshold),
            value: "value",
          })),
          { _id: "none", day: "", authority: "", threshold: "-1", value: "value" },
        ],
      },
    },
    {
      id: "judge",
      type: "expressionNode",
      name: "judge",
      position: { x: 0, y: 0 },
      content: {
        expressions: [
          {
            id: "answer",
            key: "answer",
            value: 'threshold < 0 ? "UNKNOWN" : (value >= threshold ? "EUROPEAN" : "BELOW")',
          },
        ],
      },
    },
    { id: "out", type: "outputNode", name: "response", position: { x: 0, y: 0 } },
  ],
  edges: [
    { id: "e1", sourceId: "in", targetId: "table", type: "edge" },
    { id: "e2", sourceId: "table", targetId: "judge", type: "edge" },
    { id: "e3", sourceId: "judge", targetId: "out", type: "edge" },
  ],
};

const rule = new ZenEngine().createDecision(decision);
const contexts = questions.map((q) => ({ day: day(q.date), authority: q.authority, value: q.value }));

async function oneByOne() {
  const answers = [];
  for (const context of contexts) answers.push((await rule.evaluate(context)).result.answer);
  return answers;
}

async function manyAtOnce() {
  const answers = [];
  const batch = 256;
  for (let i = 0; i < contexts.length; i += batch) {
    const some = await Promise.all(contexts.slice(i, i + batch).map((context) => rule.evaluate(context)));
    for (const one of some) answers.push(one.result.answer);
  }
  return answers;
}

let best = { seconds: Infinity, answers: [] };
for (const way of [oneByOne, manyAtOnce, oneByOne, manyAtOnce]) {
  const start = process.hrtime.bigint();
  const answers = await way();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (seconds < best.seconds) best = { seconds, answers };
}
process.stdout.write(JSON.stringify({ answers: best.answers, seconds: best.seconds, count: contexts.length }));
