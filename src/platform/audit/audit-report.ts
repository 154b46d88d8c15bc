/** `gap`: batches are missing; `hash`: an entry was changed, added or removed; `seal`: not made with this installation's key. */
export type Break = 'gap' | 'hash' | 'seal';

export interface ChainReport {
  readonly writer: string;
  batches: number;
  entries: number;
  /** The first link that does not hold. */
  broken?: { seq: number; reason: Break };
  /** Hash of the last batch. Kept elsewhere, it proves later that the end of the chain was not cut off. */
  head: string;
}

export interface AuditReport {
  readonly chains: readonly ChainReport[];
  /** Reads are written together with their batch: one without was slipped in, or its batch was taken away. */
  readonly unsealedReads: number;
  /** Changes older than a minute that no batch seals: their writer was killed before it could. */
  readonly unsealedChanges: number;
  readonly intact: boolean;
}

export function wordsOf({ chains, unsealedReads, unsealedChanges, intact }: AuditReport): string {
  const lines = chains.map(chainWords);
  if (unsealedReads > 0) lines.push(`BROKEN: ${unsealedReads} reads belong to no batch`);
  if (unsealedChanges > 0)
    lines.push(
      `unsealed: ${unsealedChanges} changes older than a minute belong to no batch (was their process killed?)`,
    );
  lines.push(intact ? `The audit is intact; chains: ${chains.length}.` : 'THE AUDIT IS BROKEN.');
  return `${lines.join('\n')}\n`;
}

function chainWords({ writer, entries, batches, broken, head }: ChainReport): string {
  const state = broken ? `BROKEN at batch ${broken.seq} (${broken.reason})` : 'intact';
  return `${writer}: ${entries} entries in ${batches} batches, ${state}, head ${head}`;
}
