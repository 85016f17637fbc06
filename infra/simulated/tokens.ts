// The simulated model's tokens: a word, a number, a punctuation mark, each with the white space before it. Every text is the join of its tokens.

/** Number of tokens of a text. Cost: about 2 ns a character. */
export function countTokens(text: string): number {
  let count = 0;
  for (let position = 0; position < text.length; count += 1) position = tokenEnd(text, position);
  return count;
}

/** The text of the first `count` tokens; the whole text when it has no more. */
export function firstTokens(text: string, count: number): string {
  let position = 0;
  for (let token = 0; token < count && position < text.length; token += 1) position = tokenEnd(text, position);
  return text.slice(0, position);
}

/** The tokens themselves, in order. */
export function splitTokens(text: string): string[] {
  const tokens: string[] = [];
  for (let position = 0; position < text.length;) {
    const end = tokenEnd(text, position);
    tokens.push(text.slice(position, end));
    position = end;
  }
  return tokens;
}

function tokenEnd(text: string, begin: number): number {
  let position = begin;
  while (position < text.length && isSpace(text.charCodeAt(position))) position += 1;
  if (position === text.length) return position;
  const first = text.charCodeAt(position);
  position += 1;
  // A surrogate pair is one mark: half of it would not be text.
  if (first >= 0xd800 && first < 0xdc00) return Math.min(position + 1, text.length);
  if (!isWord(first)) return position;
  while (position < text.length && isWord(text.charCodeAt(position))) position += 1;
  return position;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 160;
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 192 && code < 0xd800);
}
