/** How a debt is spread: in so many months, by so much a month, or by the default of the law. The last instalment is what is left. */
export function spread(
  debtCents: number,
  { instalments, instalmentCents }: { instalments?: number; instalmentCents?: number },
  byDefault: number,
): { instalments: number; instalmentCents: number } {
  const cents = Math.min(instalmentCents ?? Math.ceil(debtCents / (instalments ?? byDefault)), debtCents);
  return { instalments: Math.ceil(debtCents / cents), instalmentCents: cents };
}
