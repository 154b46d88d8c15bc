import { clock } from '../platform/clock.js';
import type { Locale } from '../platform/context.js';
import type { Words } from '../platform/errors/failure.js';
import { EntryKind, EntryLabel } from './accounts.enums.js';
import type { AccountStatement } from './statement.views.js';

const WORDS = {
  title: { fr: 'Relevé de compte', en: 'Account statement' },
  tenancy: { fr: 'Occupation', en: 'Tenancy' },
  drawnUp: { fr: 'Établi le', en: 'Drawn up on' },
  opening: { fr: 'Solde au premier jour', en: 'Balance on the first day' },
  closing: { fr: 'Solde à la fin du mois', en: 'Balance at the end of the month' },
  nothing: { fr: 'Aucune écriture', en: 'No entry' },
} satisfies Record<string, Words>;

const LEFT = 50;
const RIGHT = 545;
const BOTTOM = 780;

/** No name of anybody stands in it: who is handed one knows whose account it is. */
export async function statementPdf(statement: AccountStatement, locale: Locale): Promise<Buffer> {
  const say = (key: keyof typeof WORDS): string => WORDS[key][locale];
  const { default: PDFDocument } = await import('pdfkit'); // with its fonts the largest library there is, and seldom asked for
  const document = new PDFDocument({
    size: 'A4',
    margin: LEFT,
    bufferPages: true,
    lang: locale,
    displayTitle: true,
    info: { Title: say('title'), CreationDate: clock.asDate() },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const row = (left: string, right: string, options: { bold?: boolean } = {}): void => {
    if (document.y > BOTTOM) document.addPage();
    const { y } = document;
    document.font(options.bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(9);
    document.text(left, LEFT, y, { width: RIGHT - LEFT - 110, lineBreak: false, ellipsis: true });
    document.text(right, RIGHT - 110, y, { width: 110, align: 'right', lineBreak: false });
    document.y = y + 14;
  };
  // The narrow spaces with which French groups digits are in no standard font.
  const amount = (cents: number): string => money.format(cents / 100).replace(/[\u202f\u00a0]/g, ' ');

  document
    .font('Helvetica-Bold')
    .fontSize(16)
    .text(`${say('title')} ${statement.from} – ${statement.to}`);
  document.font('Helvetica').fontSize(9).moveDown(0.5);
  document.text(`${say('tenancy')} ${statement.tenancyId}`).text(`${say('drawnUp')} ${statement.drawnUpOn}`);
  for (const { month, openingCents, closingCents, entries } of statement.months) {
    document.moveDown(0.8);
    row(month, '', { bold: true });
    row(say('opening'), amount(openingCents));
    for (const { occurredOn, kind, label, amountCents } of entries)
      row(
        `${occurredOn}   ${EntryKind.labels[kind][locale]} · ${EntryLabel.labels[label][locale]}`,
        amount(amountCents),
      );
    if (entries.length === 0) row(say('nothing'), '');
    row(say('closing'), amount(closingCents), { bold: true });
  }
  document.end();
  return done;
}
