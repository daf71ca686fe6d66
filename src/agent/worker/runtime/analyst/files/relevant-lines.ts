import { type AttachmentBlock } from '../../attachments/attachment-block.js';
import { segment } from '../understanding/segmenter.js';

const MOST_LINES = 5;
/** Words of a question that say nothing of what is looked for in a file. */
const EMPTY =
  /^(?:附件|文件|文档|表格|清单|上传|内容|多少|什么|哪些|如何|怎么|是否|请问|一下|总结|分析|查询|总计|合计|the|and|what|which|how|many|much|this|that|file|attached|attachment|document|sheet|table|are|was|were|does|for|from|with|about|summari[sz]e|total|please)$/i;

/** The lines of a file that have most of the question's words, in their order; none where no line has any. */
export function relevantLines({ text }: AttachmentBlock, question: string): string[] {
  const wanted = [...new Set(segment(question.toLowerCase()).map(({ word }) => word.trim()))].filter(
    (word) => word.length > 1 && !EMPTY.test(word),
  );
  if (wanted.length === 0) return [];
  const scored = text.split('\n').map((line, at) => {
    const lower = line.toLowerCase();
    return { line, at, score: wanted.filter((word) => lower.includes(word)).length };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  if (best === 0) return [];
  return scored
    .filter(({ score }) => score === best)
    .slice(0, MOST_LINES)
    .map(({ line }) => line);
}
