import { Converter } from 'opencc-js/t2cn';

let convert: ((text: string) => string) | undefined;

/**
 * Traditional Chinese in simplified characters, everything else as it is: `臺灣手機` gives `台湾手机`. The length never changes,
 * so positions in the one are positions in the other.
 */
export function simplified(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  // The dictionary takes 60 ms to load: a process that reads no Chinese does without.
  const converter = (convert ??= Converter({ from: 'tw', to: 'cn' }));
  const whole = converter(text);
  if (whole.length === text.length) return whole;
  return Array.from(text, (character) => sameLength(character, converter)).join('');
}

function sameLength(character: string, by: (text: string) => string): string {
  const converted = by(character);
  return converted.length === character.length ? converted : character;
}
