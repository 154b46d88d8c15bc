import {
  GraphQLError,
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { Failure } from '../errors/failure.js';
import './graphql.reasons.js';

/** What a document may be; its cost, which depends on variables, is charged apart (graphql-cost.ts). */
export const LIMITS = {
  characters: 20_000,
  tokens: 2_000,
  depth: 14,
  aliases: 30,
  directives: 30,
  rootFields: 20,
} as const;

/** What a refusal says of each, and of the cost. */
export const CALLED = {
  characters: { fr: 'caractères', en: 'characters' },
  depth: { fr: 'niveaux', en: 'levels' },
  aliases: { fr: 'alias', en: 'aliases' },
  directives: { fr: 'directives', en: 'directives' },
  rootFields: { fr: 'champs à la racine', en: 'fields at the root' },
  cost: { fr: 'coût', en: 'cost' },
} as const;

/** A validation rule, so that a document is measured once and answered 400. */
export function limitsRule(context: ValidationContext): { Document: (node: DocumentNode) => void } {
  return {
    Document(document) {
      const unknown = document.definitions.find(
        (one) => one.kind === Kind.OPERATION_DEFINITION && !context.getSchema().getRootType(one.operation),
      );
      // graphql-js itself says so when it executes, where it would be a fault of ours.
      if (unknown) context.reportError(new GraphQLError('The schema has no such operations', { nodes: [unknown] }));
      for (const what of ['depth', 'aliases', 'directives', 'rootFields'] as const) {
        if (measure(what, document) <= LIMITS[what]) continue;
        const failure = new Failure('query_too_large', { params: { what: CALLED[what], limit: LIMITS[what] } });
        context.reportError(new GraphQLError(failure.message, { originalError: failure }));
        return;
      }
    },
  };
}

function measure(what: 'depth' | 'aliases' | 'directives' | 'rootFields', document: DocumentNode): number {
  switch (what) {
    case 'depth':
      return depthOf(document);
    case 'aliases':
      return count(document, (node) => node.kind === Kind.FIELD && node.alias !== undefined);
    case 'directives':
      return count(document, (node) => node.kind === Kind.DIRECTIVE);
    case 'rootFields':
      return rootFieldsOf(document);
  }
}

function count(document: DocumentNode, matches: (node: ASTNode) => boolean): number {
  let found = 0;
  visit(document, { enter: (node) => void (found += matches(node) ? 1 : 0) });
  return found;
}

type Measure = (set: SelectionSetNode | undefined, ofFragment: (name: string) => number) => number;

/** The most of an operation; fragments are followed once each: a ladder of fragments costs no more than its text. */
function ofOperations(document: DocumentNode, measured: Measure): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, 0);
    const found = measured(fragments.get(name)?.selectionSet, ofFragment);
    known.set(name, found);
    return found;
  };
  return Math.max(
    0,
    ...document.definitions.map((d) =>
      d.kind === Kind.OPERATION_DEFINITION ? measured(d.selectionSet, ofFragment) : 0,
    ),
  );
}

/** Levels of fields. */
function depthOf(document: DocumentNode): number {
  const beneath: Measure = (set, ofFragment) =>
    Math.max(
      0,
      ...(set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + beneath(selection.selectionSet, ofFragment);
        if (selection.kind === Kind.INLINE_FRAGMENT) return beneath(selection.selectionSet, ofFragment);
        return ofFragment(selection.name.value);
      }),
    );
  return ofOperations(document, beneath);
}

/** Fields at the root, also those that stand in fragments. */
function rootFieldsOf(document: DocumentNode): number {
  const within: Measure = (set, ofFragment) =>
    (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + within(selection.selectionSet, ofFragment);
      return sum + ofFragment(selection.name.value);
    }, 0);
  return ofOperations(document, within);
}
