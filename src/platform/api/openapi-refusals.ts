import type { Route } from './routes.js';

/** The statuses with which a route may refuse, by what it takes and does. */
export function refusalsOf({ operation, isPublic, path, body, documented, method }: Route): number[] {
  const kind = operation?.kind ?? '';
  const cases: [when: boolean, ...statuses: number[]][] = [
    [true, 400, 429, 500, 503],
    [!isPublic, 401, 403],
    [isPublic && method === 'POST', 401],
    [path.includes(':'), 404],
    [(body ?? documented?.form) !== undefined, 413, 415, 422],
    [['create', 'act', 'change', 'put', 'remove'].includes(kind), 409],
    [operation?.guarded === true, 412, 428],
    [kind === 'delta' || kind === 'stream', 410],
  ];
  return cases.flatMap(([when, ...statuses]) => (when ? statuses : []));
}
