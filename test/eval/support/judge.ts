import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import { type Answer } from '../../../src/session/index.js';
import { type EvalCase, type ExpectedCall } from './eval-case.js';

/** What was wrong with an answer, by aspect; empty lists where nothing was. */
export interface Judgement {
  readonly question: string;
  readonly tools: readonly string[];
  readonly args: readonly string[];
  readonly facts: readonly string[];
  /** Numbers of the answer that no tool returned. */
  readonly grounding: readonly string[];
}
export type Aspect = 'tools' | 'args' | 'facts' | 'grounding';

/** Beside other tools it only says which code was meant. */
const NEUTRAL = 'classify_hs_code';

/** @param answer or why there is none */
export function judge(expected: EvalCase, answer: Answer | Error): Judgement {
  const question = expected.ask.join(' / ');
  if (answer instanceof Error)
    return { question, tools: [answer.message], args: [answer.message], facts: [answer.message], grounding: [] };
  const made = answer.tool_calls.map(({ tool, arguments: args }): ExpectedCall => [tool, args]);
  return {
    question,
    tools: wrongTools(expected.calls, made),
    args: expected.calls.filter((call) => !made.some((one) => matches(call, one))).map(show),
    facts: [
      ...expected.facts.filter((fact) => !wordings(fact).some((words) => answer.content.includes(words))),
      ...expected.never.filter((words) => answer.content.includes(words)).map((words) => `not: ${words}`),
    ],
    grounding: (answer.grounding?.unmatched ?? []).map(({ text }) => `ungrounded: ${text}`),
  };
}

/** The part of the questions with nothing wrong, 0 to 1. */
export function scoreOf(judgements: readonly Judgement[], aspect: Aspect): number {
  return judgements.filter((judgement) => judgement[aspect].length === 0).length / judgements.length;
}

/** A line for every category, and under them what was wrong. */
export function scoreTable(judged: ReadonlyMap<string, readonly Judgement[]>): string {
  const percent = (judgements: readonly Judgement[], aspect: Aspect) =>
    `${(100 * scoreOf(judgements, aspect)).toFixed(0)} %`.padStart(7);
  const row = (name: string, judgements: readonly Judgement[]) =>
    [
      name.padEnd(18),
      String(judgements.length).padStart(5),
      percent(judgements, 'tools'),
      percent(judgements, 'args'),
      percent(judgements, 'facts'),
      percent(judgements, 'grounding'),
    ].join(' ');
  const wrong = [...judged.values()].flat().flatMap(({ question, tools, args, facts: said, grounding }) => {
    const all = [...tools, ...args, ...said, ...grounding];
    return all.length === 0 ? [] : [`- ${question}: ${all.join('; ')}`];
  });
  const rows = [...judged].map(([name, judgements]) => row(name, judgements));
  return [
    'analyst            asked   tools    args   facts grounded',
    ...rows,
    row('all', [...judged.values()].flat()),
    ...wrong,
  ].join('\n');
}

function wrongTools(expected: readonly ExpectedCall[], made: readonly ExpectedCall[]): string[] {
  const wanted = new Set(expected.map(([tool]) => tool));
  const called = new Set(made.map(([tool]) => tool));
  const missing = [...wanted].filter((tool) => !called.has(tool)).map((tool) => `missing ${tool}`);
  const extra = [...called].filter((tool) => !wanted.has(tool) && tool !== NEUTRAL).map((tool) => `extra ${tool}`);
  return [...missing, ...extra];
}

function matches([tool, args]: ExpectedCall, [madeTool, madeArgs]: ExpectedCall): boolean {
  return tool === madeTool && Object.entries(args).every(([name, value]) => covers(value, madeArgs[name]));
}

/** Objects may hold more than is expected of them, such as defaults. */
function covers(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return isDeepStrictEqual(expected, actual);
  const given = (actual ?? {}) as Record<string, unknown>;
  return Object.entries(expected).every(([name, value]) => covers(value, given[name]));
}

function show([tool, args]: ExpectedCall): string {
  return `${tool} ${JSON.stringify(args)}`;
}

const FIGURE = /^([A-Z]{3})>([A-Z]{3}) (\S+) ([XM]) ([\d-]+)$/;
const facts = parse(
  readFileSync(path.join(import.meta.dirname, '../../../src/agent/worker/providers/reference/data/trade-facts.csv')),
  { columns: true },
) as Record<string, string>[];

/** The words, or for a figure of the snapshot the ways it may be written in either language. */
function wordings(fact: string): string[] {
  const figure = FIGURE.exec(fact);
  if (!figure) return [fact];
  const [, reporter, partner, code = '', flow, period] = figure;
  const rows = facts.filter(
    (row) =>
      row['reporter'] === reporter &&
      row['partner'] === partner &&
      row['hs_codes'] === code &&
      row['flow'] === flow &&
      row['period'] === period,
  );
  const values = rows.map((row) => Number(row['value_usd'])).filter((value) => value > 0);
  if (values.length === 0) throw new Error(`The snapshot does not hold ${fact}.`);
  return values.flatMap((value) => [
    value >= 1e12 ? `${(value / 1e12).toFixed(2)}万亿美元` : `${grouped(value / 1e8, 1)}亿美元`,
    value >= 1e12
      ? `US$${(value / 1e12).toFixed(2)} trillion`
      : value >= 1e9
        ? `US$${(value / 1e9).toFixed(2)} billion`
        : `US$${(value / 1e6).toFixed(1)} million`,
  ]);
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
