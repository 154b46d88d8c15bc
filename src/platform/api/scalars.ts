import { GraphQLScalarType, GraphQLError, Kind, type ValueNode } from 'graphql';
import { isCivilDate } from '../calendar.js';

/** Instants in UTC only, so that two clients never read two times; to the nanosecond, as Java writes them. PostgreSQL rounds. */
const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?Z$/;

export function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    INSTANT_PATTERN.test(value) &&
    isCivilDate(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value))
  );
}

function textScalar(name: string, description: string, accepts: (value: unknown) => boolean): GraphQLScalarType {
  const parse = (value: unknown): string => {
    if (!accepts(value)) throw new GraphQLError(`${name} expected`, { extensions: { code: 'invalid_input' } });
    return value as string;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => value as string,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const CountsScalar = new GraphQLScalarType({
  name: 'Counts',
  description: 'Whole numbers by code; null where a number is too small to be told',
  serialize: (value) => value,
  parseValue: () => {
    throw new GraphQLError('Counts are answered, never asked', { extensions: { code: 'invalid_input' } });
  },
});

export const CivilDateScalar = textScalar('CivilDate', 'A date without a time, YYYY-MM-DD', isCivilDate);
export const InstantScalar = textScalar('Instant', 'An instant, RFC 3339 in UTC', isInstant);
