import { isDeepStrictEqual } from 'node:util';
import type { Request } from 'autocannon';
import { withClient } from '../src/platform/database/prepare.js';
import { provisionClient, type ClientCredentials } from '../src/identity/bootstrap.js';
import type { Server } from './servers.js';

const PAGES = 40;
const PLACEMENTS = 1_000;
export const JSON_BODY = { 'content-type': 'application/json' };
const LIST = `query Placements($after: String) {
  placements(first: 50, after: $after) {
    nodes {
      id status statusSince householdSize movedInOn
      dwelling { id label communeCode type }
      household { id type size }
      operator { id name contact }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export interface Workload {
  readonly key: string;
  readonly title: string;
  readonly requests: readonly Request[];
}

/** A server together with what authorises a call of it; nothing for the limit. */
export interface Target {
  readonly server: Server;
  headers(): Promise<Record<string, string>>;
}

export const openTarget = (server: Server): Target => ({ server, headers: () => Promise.resolve({}) });

/** A token lasts ten minutes: each round takes a new one. */
export function authorisedTarget(server: Server, { clientId, clientSecret }: ClientCredentials): Target {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return {
    server,
    async headers() {
      const answer = await fetch(`${server.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      if (!answer.ok) throw new Error(`No token: ${answer.status} ${await answer.text()}`);
      const { access_token } = (await answer.json()) as { access_token: string };
      return { authorization: `Bearer ${access_token}` };
    },
  };
}

/** A client of the landlord who has most dwellings. */
export function provideClient(databaseUrl: string): Promise<ClientCredentials> {
  return withClient(databaseUrl, async (owner) => {
    const { rows } = await owner.query<{ consortium: string; landlord: string }>(
      `SELECT consortium_id AS consortium, landlord_id AS landlord FROM dwellings GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1`,
    );
    const { consortium, landlord } = rows[0]!;
    return provisionClient(owner, { consortiumId: consortium, organisationId: landlord, name: 'bench' });
  });
}

/** What reads placements, with the tokens and cursors that this server hands out. */
export async function placementWorkloads(target: Target): Promise<Workload[]> {
  const headers = await target.headers();
  const ask = async (request: Request): Promise<unknown> => JSON.parse(await textOf(target.server, request, headers));
  const tokens: string[] = [];
  const ids: string[] = [];
  for (let token = ''; tokens.length < PAGES;) {
    const page = (await ask(feed(token))) as { data: { id: string }[]; nextToken?: string };
    ids.push(...page.data.map(({ id }) => id));
    tokens.push(token);
    if (!page.nextToken) break;
    token = page.nextToken;
  }
  return [
    { key: 'a', title: 'page of 100 changed placements', requests: tokens.slice(1).map(feed) },
    {
      key: 'b',
      title: 'one placement by id',
      requests: ids.slice(0, PLACEMENTS).map((id) => ({ path: `/v1/placements/${id}` })),
    },
    {
      key: 'p',
      title: 'GraphQL: 50 placements with dwelling, household, operator',
      requests: await pagesOf(target, 'placements', LIST),
    },
  ];
}

/** A GraphQL list page by page, as many as there are. */
export async function pagesOf(target: Target, list: string, query: string): Promise<Request[]> {
  const headers = await target.headers();
  const pages: Request[] = [];
  for (let after: string | null = null; pages.length < PAGES;) {
    const request: Request = {
      method: 'POST',
      path: '/graphql',
      headers: JSON_BODY,
      body: JSON.stringify({ query, variables: { after } }),
    };
    pages.push(request);
    const { data } = JSON.parse(await textOf(target.server, request, headers)) as {
      data: Record<string, { pageInfo: { endCursor: string; hasNextPage: boolean } }>;
    };
    const { endCursor, hasNextPage } = data[list]!.pageInfo;
    if (!hasNextPage) break;
    after = endCursor;
  }
  return pages;
}

const feed = (token: string): Request => ({
  path: `/v1/placements/delta?${token === '' ? '' : `token=${token}&`}limit=100`,
});

export async function textOf(server: Server, request: Request, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(server.url + request.path!, { ...request, headers: { ...headers, ...request.headers } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request.method ?? 'GET'} ${request.path}: ${answer.status} ${text}`);
  return text;
}

/** Tokens and cursors are each server's own; Apollo ends its JSON with a line break. */
const withoutTokens = (text: string): string =>
  text.trimEnd().replace(/"(nextToken|deltaToken|endCursor)":"[^"]*"/g, '"$1":"…"');

/** Both must answer the same, the order within an object aside, or the comparison says nothing. */
export async function assertSameAnswers(
  one: Target,
  ours: readonly Workload[],
  other: Target,
  theirs: readonly Workload[],
): Promise<void> {
  const [headers, otherHeaders] = [await one.headers(), await other.headers()];
  for (const [at, workload] of ours.entries()) {
    for (const turn of [0, 7, 31]) {
      const index = turn % workload.requests.length;
      const answer = withoutTokens(await textOf(one.server, workload.requests[index]!, headers));
      const expected = withoutTokens(await textOf(other.server, theirs[at]!.requests[index]!, otherHeaders));
      if (!isDeepStrictEqual(JSON.parse(answer), JSON.parse(expected)))
        throw new Error(`Workload ${workload.key} differs:\n${answer}\n${expected}`);
    }
  }
}
