import { checkGrounding } from '../../../runtime/grounding/check-grounding.js';
import { Evidence } from '../../../runtime/grounding/evidence.js';
import { readFigures } from '../../../runtime/grounding/read-figures.js';
import { type ToolFindings } from '../../tool.js';
import { type ColumnKind } from './report-document.js';

/** What tools have returned in numbers: those of a report must be among them, by the same judge that reads answers. */
export class KnownFigures {
  private readonly evidence = new Evidence();

  constructor(private readonly findings: readonly ToolFindings[]) {
    for (const found of findings) this.evidence.addFindings(found);
  }

  /** Whether a tool returned the figure of a cell, or those it is the sum or mean of. */
  has(written: string, kind: ColumnKind): boolean {
    const figures = readFigures(kind === 'percent' ? `${written}%` : written);
    return figures.every(
      ({ readings }) => this.evidence.find(readings) !== undefined || this.evidence.findTotal(readings) !== undefined,
    );
  }

  /** The numbers of a text that no tool returned and that follow from none. */
  unknownIn(text: string): string[] {
    const grounds = { findings: this.findings, earlier: () => [], documents: [], questions: [], knowledge: [] };
    const { unmatched } = checkGrounding(text, grounds);
    return unmatched.map((figure) => figure.text);
  }
}
