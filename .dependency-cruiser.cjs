// Who may import whom. Features stand in the order of their dependencies; a feature imports only features before it.
const LEVELS = [
  ['consortia'],
  ['identity'],
  ['people', 'housing'],
  ['agenda'],
  ['placements'],
  ['tenancies'],
  ['shared-flats'],
  ['support'],
  ['contracts'],
  ['rights'],
  ['funding'],
  ['indicators'],
  ['alerts'],
  ['exchange'],
  ['privacy'],
  ['demo'],
];
const FEATURES = LEVELS.flat();
const folder = (names) => `^src/(${names.join('|')})/`;

/** What a feature shows to the others: use cases, nouns and their shapes, codes, reasons, and the module that provides them. */
const SHOWN = '\\.(service|entity|views?|enums|reasons|module|jobs)\\.ts$|/stays\\.ts$';

const order = LEVELS.flatMap((names, level) =>
  names.map((name) => ({
    name: `${name}-imports-leftwards`,
    comment:
      'The left owns a fact and its verb, the right calls it; the left never asks the right. Peers do not know each other.',
    severity: 'error',
    from: { path: folder([name]) },
    to: { path: folder(LEVELS.slice(level).flat()), pathNot: folder([name]) },
  })),
);

module.exports = {
  forbidden: [
    ...order,
    {
      name: 'no-cycles',
      comment: 'In ES modules a cycle is a crash; what is imported as a type alone is gone by then.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'migrations-stand-alone',
      comment:
        'A migration is history. Of the code it knows the codes that a CHECK allows, which structure.sql then pins.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|test|bench)/', pathNot: ['\\.enums\\.ts$', '^src/platform/api/enumeration\\.ts$'] },
    },
    {
      name: 'migrations-are-run-by-the-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/database/' },
      to: { path: '^migrations/' },
    },
    {
      name: 'features-show-little',
      comment:
        'Of another feature: its services, entities, views, codes. Never its inputs, controllers or helpers. The demonstration makes a world, and may.',
      severity: 'error',
      from: { path: `^src/(${FEATURES.join('|')})/`, pathNot: ['\\.spec\\.ts$', '^src/demo/'] },
      to: { path: folder(FEATURES), pathNot: ['^src/$1/', SHOWN] },
    },
    {
      name: 'nothing-imports-alerts',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/alerts/', '^src/(app\\.module|entities|demo/demo-alerts)\\.ts$'] },
      to: { path: '^src/alerts/' },
    },
    {
      name: 'no-barrels',
      severity: 'error',
      from: {},
      to: { path: '^(src|test|bench)/.*index\\.ts$' },
    },
    {
      name: 'drivers-stay-in-the-platform',
      comment: 'Two doors to the database (Database.read, Database.work), one to the queues, one to the mail.',
      severity: 'error',
      from: { path: folder(FEATURES), pathNot: '\\.spec\\.ts$' },
      to: { path: '^node_modules/(pg|bullmq|ioredis|nodemailer)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sources-need-no-tests',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^(test|bench)/', '\\.spec\\.ts$'] },
    },
    {
      name: 'no-development-package-at-run-time',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
