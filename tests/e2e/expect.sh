#!/usr/bin/env bash
# What the report, the facts and the summary of a walk must hold. Sourced.

expect_lines() { # <file> <texts...>: every text stands in the file
  local file=$1 text missing=0
  shift
  for text in "$@"; do
    grep -qF -- "$text" "$file" && continue
    echo "$file lacks: $text" >&2
    missing=1
  done
  return "$missing"
}

expect_report() { # <file> <nl|en>
  local file=$1
  # A text without an entry in the tables shows as [key]; ids of records never show.
  if grep -nE '\[(report|stage|assess|select|contract|govern|audit|costs|case|form|weight|channel|light|level|kpi|criterion|knockout|outcome|service)\.' "$file"; then
    echo "the report shows a key instead of a text" >&2
    return 1
  fi
  if grep -nE 'organizations/' "$file"; then
    echo "the report shows a resource name" >&2
    return 1
  fi
  [ "$(wc -l <"$file")" -le 130 ] || { echo "the report is too long" >&2; return 1; }
  if [ "$2" = nl ]; then
    expect_lines "$file" '1. Is een interim-manager het antwoord?' 'TR-MERGER' 'R12' \
      '2. Wie, en zorgvuldig gekozen' 'aandelen in Speelwerk Holding' '3. Op welke opdracht' \
      '4. Wie beslist wat' '24 maart 2026' 'de stuurgroep' '11 december 2026' 'Wat het kostte aan tijd'
  else
    expect_lines "$file" '1. Is an interim manager the answer?' 'TR-MERGER' 'R12' \
      '2. Who, and chosen with care' 'in Speelwerk Holding were declared' '3. On what brief' \
      '4. Who decides what' '24 March 2026' 'the steering committee' '11 December 2026' \
      'What it cost in time'
  fi
}

expect_facts() { # <file>: the facts as JSON
  node -e '
    const facts = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    const wanted = {
      "assess.outcome": "INTERIM", "assess.role": "TRANS", "assess.state": "ACCEPTED",
      "assess.disagreements": "1", "select.pool": "500", "select.suppliers": "5",
      "select.knock_out_rule": "M-I1", "select.state": "DECIDED", "contract.state": "ACTIVE",
      "contract.signatures": "2", "govern.small_decision": "DECIDED",
      "govern.large_level": "STEERING", "govern.earliest_execution": "2026-03-24",
      "govern.plan_state": "EXECUTED", "govern.plan_of_approach_day": "26",
      "govern.slip_days": "21", "govern.state": "CLOSED", "govern.realized": "REACHED",
      "govern.practice_facts": "7", "audit.verified": "true"
    };
    let bad = 0;
    for (const [path, value] of Object.entries(wanted)) {
      const [group, name] = path.split(".");
      const found = facts[group]?.[name];
      if (found !== value) { console.error(`fact ${path} is ${found}, not ${value}`); bad++; }
    }
    process.exit(bad ? 1 : 0);' "$1"
}

expect_summary() { # <file>: counts of events and records
  expect_lines "$1" 'matching candidate.imported 500' 'matching records candidates 500' \
    'assessment assessment.advice_accepted 1' 'matching selection.decided 1' 'matching selection.placed 1' \
    'assessment assessment.outcome_recorded 1' 'contracting contract.signed 2' 'contracting contract.activated 1' 'contracting contract.work_recorded 12' 'contracting contract.practice_recorded 7' \
    'governance engagement.closed 1' 'governance decision.executed 1' 'governance handover.confirmed 3'
}
