import type { Partner } from './actors.js';
import type { DemoApp } from './demo.js';

export interface ShownFigure {
  code: string;
  value: number | null;
  unit: string;
  breakdown: Record<string, number | null>;
}

/** A programme's figures as that partner reads them, by code. */
export async function figuresOf(
  partner: Partner,
  key: string,
  from?: string,
  to?: string,
): Promise<Record<string, ShownFigure>> {
  const period = [from && `from=${from}`, to && `to=${to}`].filter(Boolean).join('&');
  const answer = await partner.get(`/v1/programmes/${key}/figures${period && `?${period}`}`).expect(200);
  const { figures } = answer.body as { figures: ShownFigure[] };
  return Object.fromEntries(figures.map((figure) => [figure.code, figure]));
}

export interface ListedPlacement {
  id: string;
  status: string;
  dwellingId: string | null;
  roomId: string | null;
  householdSize: number;
  movedInOn: string | null;
  endedOn: string | null;
}

export interface ListedDwelling {
  id: string;
  siteId: string | null;
  landlordId: string;
  communeCode: string;
}

/** What a partner finds of a programme in the lists of the API, for figures to be computed again from it. */
export async function listed(
  demo: DemoApp,
  partner: Partner,
  key: string,
): Promise<{ placements: ListedPlacement[]; dwellings: ListedDwelling[]; programmeId: string }> {
  const programmes = await demo.all<{ id: string; key: string }>(partner, '/v1/programmes');
  const { id: programmeId } = programmes.find((programme) => programme.key === key)!;
  const placements = await demo.all<ListedPlacement>(partner, `/v1/placements?programmeId=${programmeId}`);
  const dwellings = await demo.all<ListedDwelling>(partner, `/v1/dwellings?programmeId=${programmeId}`);
  return { placements, dwellings, programmeId };
}

/** Days of a period (first day outside excluded) that fall within another. */
export function daysWithin(from: string, to: string | null, first: string, end: string): number {
  const at = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  return Math.max(0, Math.min(at(to ?? '9999-01-01'), at(end)) - Math.max(at(from), at(first)));
}

export function within(day: string | null, from: string, to: string): boolean {
  return day !== null && from <= day && day < to;
}
