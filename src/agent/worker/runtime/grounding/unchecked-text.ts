/**
 * What is no figure although it has digits, and why nobody needs to find it in a result:
 * addresses and references point at something; dates and periods say when, not how much; numbers of a list or a step count the
 * writer's own lines; standards are names; questions and examples of what to type claim nothing.
 */
const UNCHECKED: readonly RegExp[] = [
  // Addresses, and references to sources.
  /https?:\/\/[^\s)\]>）】]+/g,
  /\[s\d+\]/g,
  // 2023-08-14, 2023/08, 2022-23.
  /(?<!\d)(?:19|20)\d\d[-/](?:[01]?\d[-/][0-3]?\d|\d\d)(?!\d|[.,]\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?/g,
  // 8月14日, 3季度, 14日; 2023年 is a year like any other.
  /(?<![\d.,])(?:[01]?\d月(?:份|[0-3]?\d日)?|[0-3]?\d日|[1-4]季度)/g,
  // August 14, 2023; 14 August; Q3.
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [0-3]?\d(?:st|nd|rd|th)?(?![\d.,]\d)/g,
  /(?<![\d.,])[0-3]?\d(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b/g,
  // The numbers of a list or a heading: `1. `, `2) `, `（3）`.
  /^[ \t>*#-]{0,12}(?:\*\*)?(?:\d{1,2}[.)、．](?!\d)|[（(]\d{1,2}[)）])/gm,
  /\b(?:[Ss]tep|步骤) ?\d{1,2}(?!\d|[.,]\d)/g,
  // Questions the user could ask next, as items of a list; and examples in quotation marks.
  /^[ \t>]{0,12}(?:[-*+]|\d{1,2}[.)]) [^\n]*[?？][”"」 ]{0,3}$/gm,
  /(?:例如|比如|譬如|e\.g\.|[Ff]or example|such as)[ ,，:：]{0,3}[“"「][^”"」\n]{0,300}[”"」]/g,
  // How long a code is: 6 位, 4 to 6 digits.
  /\d{1,2}(?: ?(?:[-–~～至到]|to) ?\d{1,2})?(?: ?位|[ -]digits?\b)/g,
  // Standards: ISO 9001, IATF 16949, GB/T 19001-2016.
  /\b(?:ISO|IEC|IATF|GB|GB\/T|EN|DIN|ASTM|UL|RFC)(?:\/IEC)?[ -]?\d{1,6}(?:[-:.]\d{1,4}){0,3}(?!\d|,\d)/g,
];

/** The text with all of that blanked out, every other character in its place. */
export function blankUnchecked(text: string): string {
  return UNCHECKED.reduce(
    (left, pattern) => left.replace(pattern, (found) => ' '.repeat(found.length)),
    halfWidth(text),
  );
}

/** Chinese text may have digits and signs of full width. */
function halfWidth(text: string): string {
  return text.replace(/[０-９．％，]/g, (sign) =>
    sign === '，' ? sign : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
}
