/** Words of a family name that say nothing of who it is: “de la Tour” and “La Tour”, “El Amrani” and “Amrani” are alike. */
const PARTICLES = new Set(['DE', 'DU', 'DES', 'D', 'EL', 'AL', 'VON', 'VAN']);

/** Spellings of one French sound, longest first. What is left of a word after them is compared with `=`. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^H/, ''],
  [/SCH|SH|CH/g, '1'],
  [/PH/g, 'F'],
  [/TH/g, 'T'],
  [/GN/g, '2'],
  [/AUL?[TD]S?$/, 'O'],
  [/EAUX?|AUX?$|AU/g, 'O'],
  [/OU|OO/g, 'U'],
  [/AI|EI|AY|EY/g, 'E'],
  [/QU|CQ|CK|Q|K/g, 'K'],
  [/GU(?=[EI])/g, 'G'],
  [/G(?=[EIY])/g, 'J'],
  [/C(?=[EIY])/g, 'S'],
  [/C/g, 'K'],
  [/X/g, 'KS'],
  [/Z/g, 'S'],
  [/W/g, 'V'],
  [/Y/g, 'I'],
  [/M(?=[BP])/g, 'N'],
  [/H/g, ''],
];

/** Capitals A–Z and single spaces, without accents, ligatures resolved; empty when no Latin letter is in it. */
export function normalised(name: string): string {
  return name
    .replace(/[Œœ]/g, 'oe')
    .replace(/[Ææ]/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[Øø]/g, 'o')
    .replace(/[Łł]/g, 'l')
    .replace(/[Đđ]/g, 'd')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim();
}

/**
 * How a family name sounds in French, so that two spellings of one name have one key. Null when nothing is left: a name in
 * another script has no key, and what has none matches nothing.
 */
export function familyKey(name: string | null | undefined): string | null {
  const words = normalised(name ?? '').split(' ');
  const told = words.filter((word) => !PARTICLES.has(word));
  const sound = soundOf((told.length > 0 ? told : words).join(''));
  // Final consonants and a final E are silent: Bernard, Durant, Michelet.
  return sound.replace(/(?<=..)[ESTDXP]+$/, '') || null;
}

/** The first given name. Its ending is heard: Jean and Jeanne are two people. A hyphen makes one name. */
export function givenKey(names: string | null | undefined): string | null {
  const first = (names ?? '').trim().split(/[\s,]+/)[0] ?? '';
  return soundOf(normalised(first).replaceAll(' ', '')) || null;
}

function soundOf(letters: string): string {
  const sounded = SOUNDS.reduce((text, [spelling, sound]) => text.replace(spelling, sound), letters);
  return sounded.replace(/(.)\1+/g, '$1');
}
