import { type Grounding } from '../../../../session/index.js';
import { type ToolFindings } from '../../tools/tool.js';
import { Derivations } from './derivations.js';
import { Evidence } from './evidence.js';
import { type Figure } from './figure.js';
import { readFigures } from './read-figures.js';

/** What an answer may take its numbers from. */
export interface Grounds {
  /** What the tools of this run returned. */
  readonly findings: readonly ToolFindings[];
  /** What those of earlier turns returned, as far as the model still sees it. Read only where this run's do not suffice. */
  readonly earlier: () => readonly ToolFindings[];
  /** The text of the files the user attached. */
  readonly documents: readonly string[];
  /** What the user wrote. */
  readonly questions: readonly string[];
  /** What the model may say of its own. */
  readonly knowledge: readonly string[];
}

/** As many are listed: an answer with more has a problem that no list describes. */
const MOST_LISTED = 50;

/**
 * Looks for every number of an answer in what tools returned. It says nothing of whether the number stands in the right place; it
 * says of every number that no tool knows that it is so.
 */
export function checkGrounding(
  content: string,
  { findings, earlier, documents, questions, knowledge }: Grounds,
): Grounding {
  const figures = readFigures(content);
  const evidence = new Evidence();
  if (figures.length > 0) {
    for (const found of findings) evidence.addFindings(found);
    for (const document of documents) evidence.addDocument(document);
    for (const text of [...questions, ...knowledge]) evidence.addText(text);
  }
  let { derived, unmatched } = match(figures, evidence);
  if (unmatched.length > 0) {
    const before = earlier();
    for (const found of before) evidence.addFindings(found);
    if (before.length > 0) ({ derived, unmatched } = match(figures, evidence));
  }
  return {
    checked: figures.length,
    matched: figures.length - unmatched.length,
    derived,
    unmatched: unmatched.slice(0, MOST_LISTED).map(({ text, offset }) => ({ text, offset })),
  };
}

function match(figures: readonly Figure[], evidence: Evidence): { derived: number; unmatched: Figure[] } {
  const quoted = new Set<number>();
  const open = figures.filter((figure) => {
    if (figure.code !== undefined && evidence.holdsCode(figure.code)) return false;
    const found = evidence.find(figure.readings);
    if (found !== undefined) quoted.add(found);
    return found === undefined;
  });
  if (open.length === 0) return { derived: 0, unmatched: open };
  const derivations = new Derivations(evidence, quoted);
  const unmatched = open.filter((figure) => !derivations.explain(figure));
  return { derived: open.length - unmatched.length, unmatched };
}
