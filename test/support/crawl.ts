import { buildSchema, getNamedType, isLeafType, isNonNullType, isObjectType, type GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import type { Partner } from './actors.js';
import { publishedOperations } from './operations.js';

export interface Answer {
  /** The path or the query that was asked. */
  readonly asked: string;
  readonly text: string;
}

const READS = publishedOperations().filter(({ method, streams }) => method === 'get' && !streams);
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/{'));

/**
 * Everything that a partner is answered by REST: each list and delta, and from there each row and what lies beneath it. `more` are
 * ids of nouns that no list gives: by the path of the list that would.
 */
export async function crawl(partner: Partner, more: Record<string, string[]> = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  const idsOf = new Map<string, string[]>(Object.entries(more));
  const paths = [...READS].sort((a, b) => a.path.split('/').length - b.path.split('/').length);
  for (const { path } of paths) {
    for (const asked of resolved(path, idsOf)) {
      const answer = await partner.get(asked);
      if (answer.status >= 500) throw new Error(`${asked}: ${answer.status}`);
      if (answer.status !== 200) continue;
      answers.push({ asked, text: String(answer.text) });
      const { data } = answer.body as { data?: unknown };
      if (Array.isArray(data)) idsOf.set(asked, (data as { id: string }[]).map(({ id }) => id).filter(Boolean));
    }
  }
  return answers;
}

/** The path with ids for its parameters: of what the list above it answered. */
function resolved(path: string, idsOf: ReadonlyMap<string, string[]>): string[] {
  if (!path.includes('{')) return [path];
  const at = path.lastIndexOf('/{');
  const rest = path.slice(path.indexOf('}', at) + 1);
  return resolved(parentOf(path), idsOf).flatMap((list) => (idsOf.get(list) ?? []).map((id) => `${list}/${id}${rest}`));
}

const schema = buildSchema(readFileSync(new URL('../contract/schema.graphql', import.meta.url), 'utf8'));

/** What can be read of a type without arguments, as deep as said. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).filter(({ args }) => args.every(({ type: of }) => !isNonNullType(of)));
  const read = fields.flatMap((field) => {
    const of = getNamedType(field.type);
    if (isLeafType(of)) return [field.name];
    return isObjectType(of) && depth > 0 ? [`${field.name} { ${selectionOf(of, depth - 1)} }`] : [];
  });
  return ['__typename', ...read].join(' ');
}

/** Everything that a partner is answered by GraphQL: each query that asks for nothing, and each that asks for one of these ids. */
export async function crawlGraphql(partner: Partner, ids: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { name, args, type } of Object.values(schema.getQueryType()!.getFields())) {
    const of = getNamedType(type);
    const needed = args.filter(({ type: asked }) => isNonNullType(asked));
    if (!isObjectType(of) || needed.some(({ type: asked }) => getNamedType(asked).name !== 'ID')) continue;
    for (const id of needed.length > 0 ? ids : ['']) {
      const given = needed.map((argument) => `${argument.name}: "${id}"`).join(', ');
      const root = `${name}${given && `(${given})`}`;
      const own = `{ ${root} { ${selectionOf(of, 0)} } }`;
      const { text, body } = await partner.graphql(own);
      answers.push({ asked: own, text });
      // What is not there has no parts.
      if ((body as { data?: Record<string, unknown> | null }).data?.[name] == null) continue;
      const parts = Object.values(of.getFields()).filter(({ args: needs }) =>
        needs.every((one) => !isNonNullType(one.type)),
      );
      for (const part of parts) {
        const inner = getNamedType(part.type);
        if (!isObjectType(inner)) continue;
        const asked = `{ ${root} { ${part.name} { ${selectionOf(inner, 1)} } } }`;
        answers.push({ asked, text: (await partner.graphql(asked)).text });
      }
    }
  }
  return answers;
}
