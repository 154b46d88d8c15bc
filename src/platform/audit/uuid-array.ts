const UUID_OID = 2950;
const HEAD = 20;
const ELEMENT = 20;
const BYTES = 16;
const TEXT_AND_COMMA = 37;
/** Where the two digits of each byte stand in the text. */
const AT = Array.from({ length: BYTES }, (_, byte) => byte * 2 + Math.min(4, Math.max(0, Math.floor((byte - 2) / 2))));
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

/** How many ids a list in lower case with commas between them has, which is not empty. */
export function countIn(list: string): number {
  return (list.length + 1) / TEXT_AND_COMMA;
}

/**
 * Lists of ids as one `uuid[]` in PostgreSQL's binary form (`array_recv`): it reads the text of a uuid digit by digit, which for a page
 * of hundred took longer than to write them down.
 */
export function uuidArray(lists: readonly string[]): Buffer {
  const count = lists.reduce((sum, list) => sum + countIn(list), 0);
  const array = Buffer.allocUnsafe(HEAD + count * ELEMENT);
  array.writeInt32BE(count === 0 ? 0 : 1, 0); // dimensions
  array.writeInt32BE(0, 4); // no nulls
  array.writeInt32BE(UUID_OID, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16); // the first index
  let at = HEAD;
  for (const list of lists) {
    for (let from = 0; from < list.length; from += TEXT_AND_COMMA) {
      array.writeInt32BE(BYTES, at);
      for (let byte = 0; byte < BYTES; byte += 1) {
        const digit = from + AT[byte]!;
        array[at + 4 + byte] = DIGITS[list.charCodeAt(digit)]! * 16 + DIGITS[list.charCodeAt(digit + 1)]!;
      }
      at += ELEMENT;
    }
  }
  return count === 0 ? array.subarray(0, 12) : array;
}
