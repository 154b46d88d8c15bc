type Json = { [key: string]: unknown };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Follows a local `$ref`. */
function follow(document: Json, schema: unknown): Json {
  const { $ref, ...rest } = object(schema);
  if (typeof $ref !== 'string') return rest;
  const target = $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => object(at)[key.replace(/~1/g, '/').replace(/~0/g, '~')], document);
  return { ...follow(document, target), ...rest };
}

/** What a client that relies on `before` loses with `after`: this document is additive only (`api.md`, versions). */
export function breakingChanges(before: Json, after: Json): string[] {
  const found: string[] = [];
  for (const [path, known] of Object.entries(object(before.paths))) {
    for (const method of METHODS.filter((name) => isObject(object(known)[name]))) {
      const was = object(object(known)[method]);
      const is = object(object(object(after.paths)[path])[method]);
      const operation = `${method.toUpperCase()} ${path}`;
      if (Object.keys(is).length === 0) found.push(`${operation}: gone`);
      else found.push(...ofOperation({ before, after, operation, was, is }));
    }
  }
  return found;
}

interface Pair {
  before: Json;
  after: Json;
  operation: string;
  was: Json;
  is: Json;
}

function ofOperation({ before, after, operation, was, is }: Pair): string[] {
  const found: string[] = [];
  const parameters = (document: Json, of: Json) =>
    new Map(
      list(of.parameters)
        .map((raw) => follow(document, raw))
        .map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]),
    );
  const [old, now] = [parameters(before, was), parameters(after, is)];
  for (const name of old.keys()) if (!now.has(name)) found.push(`${operation} parameter ${name}: gone`);
  for (const [name, { required }] of now) {
    if (required === true && old.get(name)?.required !== true)
      found.push(`${operation} parameter ${name}: now required`);
  }
  const body = (document: Json, of: Json) => firstSchema(document, follow(document, of.requestBody));
  found.push(
    ...ofRequest(
      { before, after, operation: `${operation} body`, was: body(before, was), is: body(after, is) },
      new Set(),
    ),
  );
  for (const [status, answer] of Object.entries(object(was.responses)).filter(([code]) => code.startsWith('2'))) {
    const other = object(is.responses)[status];
    if (!other) found.push(`${operation} ${status}: gone`);
    else {
      const [from, to] = [firstSchema(before, follow(before, answer)), firstSchema(after, follow(after, other))];
      found.push(...ofAnswer({ before, after, operation: `${operation} ${status}`, was: from, is: to }, new Set()));
    }
  }
  return found;
}

function firstSchema(document: Json, holder: Json): Json {
  const [content] = Object.values(object(holder.content));
  return follow(document, object(content).schema);
}

const typeOf = (schema: Json): string => [schema.type].flat().sort().join(' or ');

/** Properties of answers may come, not go. A shape that holds itself is looked at once. */
function ofAnswer({ before, after, operation, was, is }: Pair, seen: Set<string>): string[] {
  if (seen.has(operation) || operation.split('.').length > 8) return [];
  seen.add(operation);
  const found: string[] = [];
  if (typeOf(was) !== typeOf(is)) found.push(`${operation}: ${typeOf(was)} is now ${typeOf(is)}`);
  for (const [name, schema] of Object.entries(object(was.properties))) {
    const other = object(is.properties)[name];
    if (!other) found.push(`${operation}.${name}: gone`);
    else
      found.push(
        ...ofAnswer(
          { before, after, operation: `${operation}.${name}`, was: follow(before, schema), is: follow(after, other) },
          seen,
        ),
      );
  }
  if (isObject(was.items)) {
    found.push(
      ...ofAnswer(
        { before, after, operation: `${operation}.[]`, was: follow(before, was.items), is: follow(after, is.items) },
        seen,
      ),
    );
  }
  return found;
}

/** What was accepted stays accepted: no property or code less, nothing newly required, no limit tightened. */
function ofRequest(pair: Pair, seen: Set<string>): string[] {
  const { before, after, operation, was, is } = pair;
  if (seen.has(operation) || operation.split('.').length > 8) return [];
  seen.add(operation);
  const found = tightened(pair);
  for (const [name, schema] of Object.entries(object(was.properties))) {
    const other = object(is.properties)[name];
    if (!other) found.push(`${operation}.${name}: no longer accepted`);
    else {
      const [from, to] = [follow(before, schema), follow(after, other)];
      found.push(...ofRequest({ before, after, operation: `${operation}.${name}`, was: from, is: to }, seen));
    }
  }
  return found;
}

function tightened({ operation, was, is }: Pair): string[] {
  const required = list(is.required).filter((name) => !list(was.required).includes(name));
  const refused = !is.enum ? [] : list(was.enum).filter((code) => !list(is.enum).includes(code));
  const lower = ['maxLength', 'maxItems', 'maximum'].filter(
    (limit) => Number(is[limit] ?? Infinity) < Number(was[limit] ?? Infinity),
  );
  return [
    ...required.map((name) => `${operation}.${String(name)}: now required`),
    ...refused.map((code) => `${operation}: ${String(code)} no longer accepted`),
    ...lower.map((limit) => `${operation}: ${limit} is lower`),
  ];
}
